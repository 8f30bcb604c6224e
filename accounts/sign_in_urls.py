"""The doors of django-allauth that are furnished here; the others stay shut.

The names are allauth's own: it reverses them.
"""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.generic import RedirectView

from accounts import second_step_views

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("sign-up/", views.signup, name="account_signup"),
    path("closed/", views.account_inactive, name="account_inactive"),
    path("e-mail/", RedirectView.as_view(pattern_name="accounts:account"), name="account_email"),
    path("e-mail/sent/", views.email_verification_sent, name="account_email_verification_sent"),
    re_path(
        r"^e-mail/confirm/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"
    ),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_change, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("confirm-it-is-you/", views.reauthenticate, name="account_reauthenticate"),
    path("confirm-it-is-you/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "confirm-it-is-you/passkey/",
        second_step_views.ReauthenticatePasskeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "sign-in/second-step/",
        second_step_views.AuthenticateView.as_view(),
        name="mfa_authenticate",
    ),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("second-step/", second_step_views.IndexView.as_view(), name="mfa_index"),
    path(
        "second-step/app/",
        second_step_views.ActivateTOTPView.as_view(),
        name="mfa_activate_totp",
    ),
    path(
        "second-step/app/remove/",
        second_step_views.DeactivateTOTPView.as_view(),
        name="mfa_deactivate_totp",
    ),
    path(
        "second-step/passkeys/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path(
        "second-step/passkeys/add/",
        second_step_views.AddPasskeyView.as_view(),
        name="mfa_add_webauthn",
    ),
    path(
        "second-step/passkeys/<int:pk>/remove/",
        second_step_views.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("second-step/passkeys/<int:pk>/rename/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "second-step/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-step/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
