"""Tokens for programs: the list, the form behind a confirmation, revoking."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import api_tokens
from accounts.access import PortalRequest
from accounts.models import ApiToken, TokenScope

SHOWN_ONCE = "made_token"
VALIDITY = [
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("180", gettext_lazy("180 days")),
    ("365", gettext_lazy("365 days")),
]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Which program it is for, for example: monthly upload of registers"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What the program may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one")},
    )
    days = forms.ChoiceField(
        label=gettext_lazy("The token ends after"),
        choices=VALIDITY,
        initial="90",
        widget=forms.RadioSelect,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scopes: tuple[TokenScope, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scopes"]
        field.choices = [(scope.value, scope.label) for scope in scopes]


@login_required
@never_cache
def tokens(request: PortalRequest) -> HttpResponse:
    """One's own tokens and, for who may invite, the organisation's; a new one is shown once."""
    now = timezone.now()
    found = ApiToken.objects.visible_to(request.membership)
    found = found.select_related("membership__user").order_by("-pk")
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    standings = [_standing(token, now) for token in page.object_list]
    context = {
        "page": page,
        "rows": list(zip(page.object_list, standings, strict=True)),
        "scopes": api_tokens.scopes_for(request.membership),
        **_shown_once(request),
    }
    return render(request, "accounts/tokens.html", context)


def _standing(token: ApiToken, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.membership.ended_at is not None or not token.membership.user.is_active:
        return "ended"
    return "alive" if token.expires_at > now else "expired"


def _shown_once(request: PortalRequest) -> dict[str, Any]:
    """The secret waits for this page sealed, and is gone once it was shown."""
    token_id, sealed = request.session.pop(SHOWN_ONCE, (0, ""))
    made = ApiToken.objects.visible_to(request.membership).filter(pk=token_id).first()
    if made is None:
        return {"made": None}
    return {
        "made": made,
        "secret": get_adapter().decrypt(sealed),
        "api_url": f"{settings.PORTAL_BASE_URL}/api/v1/{_first_address(made)}",
    }


def _first_address(token: ApiToken) -> str:
    """Something the new token may read or, where it may only write, anything at all."""
    addresses = {
        TokenScope.CASES_READ: "applications",
        TokenScope.RUNS_READ: "prudential/runs",
        TokenScope.REGISTERS_READ: "prudential/registers",
    }
    return next((addresses[scope] for scope in token.scopes if scope in addresses), "schema")


@login_required
@reauthentication_required
def make_token(request: PortalRequest) -> HttpResponse:
    """Only for who has just confirmed to be the person: a token outlives the session."""
    scopes = api_tokens.scopes_for(request.membership)
    if not scopes:
        return redirect("accounts:tokens")
    initial = {"form_key": uuid4(), "scopes": [scopes[0]] if len(scopes) == 1 else []}
    form = TokenForm(
        request.POST if request.method == "POST" else None, scopes=scopes, initial=initial
    )
    if form.is_valid() and _made(request, form):
        return redirect("accounts:tokens")
    return render(request, "accounts/make_token.html", {"form": form})


def _made(request: PortalRequest, form: TokenForm) -> bool:
    asked = form.cleaned_data
    try:
        made = api_tokens.make_token(
            by=request.membership,
            name=asked["name"],
            scopes=asked["scopes"],
            valid_for=timedelta(days=int(asked["days"])),
            form_key=asked["form_key"],
            at=timezone.now(),
        )
    except api_tokens.TooManyTokens:
        form.add_error(None, _("You have 20 tokens here that still work. Revoke one first."))
        return False
    if made.secret:
        request.session[SHOWN_ONCE] = (made.token.pk, get_adapter().encrypt(made.secret))
    return True


@login_required
@require_POST
def revoke_token(request: PortalRequest, token_id: int) -> HttpResponse:
    try:
        api_tokens.revoke_token(token_id, by=request.membership, at=timezone.now())
    except ApiToken.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The token is revoked. It opens nothing any more."))
    return redirect("accounts:tokens")
