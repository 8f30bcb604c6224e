from django.urls import path

from accounts import absence_views, account_views, second_step_views, token_views, views

app_name = "accounts"
urlpatterns = [
    path("", account_views.account, name="account"),
    path("person/", account_views.person, name="person"),
    path("second-step/set-up/", second_step_views.second_step, name="second_step"),
    path("sessions/", account_views.sessions, name="sessions"),
    path("sessions/<int:session_id>/end/", account_views.end_session, name="end_session"),
    path("sessions/end-others/", account_views.end_other_sessions, name="end_other_sessions"),
    path("consent/", account_views.consent, name="consent"),
    path("consent/withdraw/", account_views.withdraw_consent, name="withdraw_consent"),
    path("consent/text/", account_views.consent_text, name="consent_text"),
    path("consent/text.txt", account_views.consent_file, name="consent_file"),
    path("tokens/", token_views.tokens, name="tokens"),
    path("tokens/make/", token_views.make_token, name="make_token"),
    path("tokens/<int:token_id>/revoke/", token_views.revoke_token, name="revoke_token"),
    path("act-as/", views.act_as, name="act_as"),
    path("organisation/", views.team, name="team"),
    path("organisation/register/", views.register_organisation, name="register_organisation"),
    path("organisation/correct/", views.correct_organisation, name="correct_organisation"),
    path(
        "organisation/people/<int:membership_id>/end/", views.end_membership, name="end_membership"
    ),
    path(
        "organisation/invitations/<int:invitation_id>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "organisation/invitations/<int:invitation_id>/resend/",
        views.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "organisation/people/<int:membership_id>/allow-inviting/",
        views.allow_inviting,
        name="allow_inviting",
    ),
    path(
        "organisation/people/<int:membership_id>/allow-assigning/",
        views.allow_assigning,
        name="allow_assigning",
    ),
    path("organisation/absences/", absence_views.absences, name="absences"),
    path(
        "organisation/absences/<int:absence_id>/end/",
        absence_views.end_absence,
        name="end_absence",
    ),
    path("organisation/leave/", views.leave, name="leave"),
    path("invitations/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("organisations/", views.organisations_to_confirm, name="organisations_to_confirm"),
    path(
        "organisations/<int:organisation_id>/",
        views.organisation_to_confirm,
        name="organisation_to_confirm",
    ),
]
