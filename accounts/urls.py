from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
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
    path("invitations/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("organisations/", views.organisations_to_confirm, name="organisations_to_confirm"),
    path(
        "organisations/<int:organisation_id>/",
        views.organisation_to_confirm,
        name="organisation_to_confirm",
    ),
]
