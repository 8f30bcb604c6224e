"""One's own account: the person, the sessions, the consent."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import consents
from accounts import sessions as session_acts
from accounts.access import PortalRequest, back_or
from accounts.forms import AccountForm
from accounts.models import ApiToken, Membership, PersonalDataConsent
from accounts.second_step import must_have_second_step


@login_required
def account(request: PortalRequest) -> HttpResponse:
    """Everything of one's own on one page, each with the way to change it."""
    now = timezone.now()
    memberships = list(
        Membership.objects.active()
        .filter(user=request.user)
        .select_related("organisation")
        .order_by("pk")
    )
    context = {
        "steps": list(Authenticator.objects.filter(user=request.user).order_by("pk")),
        "must": must_have_second_step(request.user, memberships),
        "session_count": session_acts.open_sessions(request.user, at=now).count(),
        "token_count": ApiToken.objects.alive(now).filter(membership__user=request.user).count(),
        "consent": _standing_consent(request),
        "memberships": memberships,
    }
    return render(request, "accounts/account.html", context)


def _standing_consent(request: PortalRequest) -> PersonalDataConsent | None:
    mine = PersonalDataConsent.objects.filter(user=request.user, withdrawn_at=None)
    return mine.order_by("-given_at", "-pk").first()


@login_required
def person(request: PortalRequest) -> HttpResponse:
    """One's name and the language of one's letters."""
    form = AccountForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:account")
    return render(request, "accounts/person.html", {"form": form})


@login_required
def sessions(request: PortalRequest) -> HttpResponse:
    """Where one is signed in: device, address, last seen."""
    now = timezone.now()
    session_acts.remember(request, at=now)
    found = session_acts.open_sessions(request.user, at=now)
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    for session in page.object_list:
        session.device = session_acts.device_of(session.user_agent)
        session.is_this_one = session.session_key == request.session.session_key
    return render(request, "accounts/sessions.html", {"page": page})


@login_required
@require_POST
def end_session(request: PortalRequest, session_id: int) -> HttpResponse:
    try:
        session_acts.end_session(session_id, by=request.user)
    except UserSession.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Signed out there."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def end_other_sessions(request: PortalRequest) -> HttpResponse:
    session_acts.end_others(request, request.user)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("accounts:sessions")


def consent_text(request: HttpRequest) -> HttpResponse:
    """The text in force, for everybody."""
    return render(request, "accounts/consent_text.html", _text_in_force())


def consent_file(request: HttpRequest) -> HttpResponse:
    """The same to keep."""
    context = _text_in_force()
    name = f"keruen-consent-{context['edition'].code}.txt"
    return HttpResponse(
        render_to_string("accounts/consent_text.txt", context, request),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _text_in_force() -> dict[str, Any]:
    edition = consents.edition_in_force(timezone.localdate())
    return {"edition": edition, "text": edition.text(_language())}


def _language() -> str:
    return (get_language() or "kk")[:2]


@login_required
def consent(request: PortalRequest) -> HttpResponse:
    """The text, and the question where it is still open."""
    if request.method == "POST":
        return _given(request, str(request.POST.get("edition", "")))
    history = PersonalDataConsent.objects.filter(user=request.user)
    context = {
        **_text_in_force(),
        "has_consented": consents.has_consented(request.user, on=timezone.localdate()),
        "next": request.GET.get("next", ""),
        "history": history.order_by("-given_at", "-pk"),
    }
    return render(request, "accounts/consent.html", context)


def _given(request: PortalRequest, code: str) -> HttpResponse:
    try:
        consents.give_consent(request.user, code=code, at=timezone.now(), on=timezone.localdate())
    except consents.NoEdition:
        messages.error(request, _("There is a new edition of the text. Read it first."))
        return redirect("accounts:consent")
    return back_or(request, "portal:home")


@login_required
def withdraw_consent(request: PortalRequest) -> HttpResponse:
    """The consequences first, then the act."""
    if request.method == "POST":
        consents.withdraw_consent(request.user, at=timezone.now())
        messages.success(request, _("Your consent is withdrawn."))
        return redirect("accounts:consent")
    return render(request, "accounts/withdraw_consent.html")
