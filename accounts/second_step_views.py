"""The explaining page, and allauth's views where the portal asks or shows more."""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import PortalRequest
from accounts.models import User
from accounts.second_step import has_second_step, must_have_second_step, spend_totp_code


@login_required
def second_step(request: PortalRequest) -> HttpResponse:
    """Both ways to a second step, for whoever may not go on without one."""
    if has_second_step(request.user):
        return redirect("mfa_index")
    memberships = [request.membership] if request.membership else []
    must = must_have_second_step(request.user, memberships)
    return render(request, "accounts/second_step.html", {"must": must})


class WithOptions:
    """The passkey's options as a text that stands in a data- attribute."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        if "js_data" in context:
            (options,) = context["js_data"].values()
            context["options"] = json.dumps(dict(options["publicKey"]))
        return context


class AuthenticateView(WithOptions, base_views.AuthenticateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only the ways this person has."""
        context = super().get_context_data(**kwargs)
        mine = Authenticator.objects.filter(user=self.stage.login.user)
        types = set(mine.values_list("type", flat=True))
        context["has_passkey"] = Authenticator.Type.WEBAUTHN in types
        context["has_app"] = Authenticator.Type.TOTP in types
        return context


class IndexView(base_views.IndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        found = context["authenticators"]
        context["app"] = found.get(Authenticator.Type.TOTP)
        context["passkeys"] = found.get(Authenticator.Type.WEBAUTHN, [])
        codes = found.get(Authenticator.Type.RECOVERY_CODES)
        context["codes_left"] = len(codes.get_unused_codes()) if codes else None
        return context


class ActivateTOTPView(totp_views.ActivateTOTPView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["secret_groups"] = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """The code that proved the app is used: whoever looked on cannot sign in with it."""
        answer = super().form_valid(form)
        spend_totp_code(self.request.user, form.cleaned_data["code"])
        return answer


class AddPasskeyView(WithOptions, webauthn_views.AddWebAuthnView):
    pass


class ReauthenticatePasskeyView(WithOptions, webauthn_views.ReauthenticateWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """Back to this page, not to signing in: the person is signed in."""
        for error in form.errors.get("credential", []):
            messages.error(self.request, error)
        return redirect(self.request.get_full_path())


class RemovePasskeyView(webauthn_views.RemoveWebAuthnView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """Under the person's lock: two removals at once must not take the last two."""
        User.objects.select_for_update().get(pk=self.request.user.pk)
        return _unless_last(self.request, self.object) or super().form_valid(form)


class DeactivateTOTPView(totp_views.DeactivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        User.objects.select_for_update().get(pk=self.request.user.pk)
        return _unless_last(self.request, self.authenticator) or super().form_valid(form)


def _unless_last(request: HttpRequest, authenticator: Authenticator) -> HttpResponse | None:
    adapter = get_adapter()
    if adapter.can_delete_authenticator(authenticator):
        return None
    messages.error(request, adapter.error_messages["cannot_delete_authenticator"])
    return redirect("mfa_index")
