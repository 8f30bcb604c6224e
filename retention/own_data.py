"""What the portal holds about a person, for that person; and what must stay when it goes."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.erasure import erase_account
from accounts.models import ApiToken, Invitation, Membership, PersonalDataConsent, User
from applications.models import (
    CaseEvent,
    CaseMessage,
    CaseNote,
    CaseOpening,
    DraftSection,
    ListExport,
    Submission,
)
from prudential.models import PrudentialEvent
from retention.models import ErasureRequest
from retention.periods import may_set

STAYS: dict[str, str | Promise] = {
    "acts": _(
        "That somebody with your number did an act in a case stays: the history proves who"
        " decided what. Your name is no longer shown with it."
    ),
    "cases": _(
        "Your name in an application, its documents and letters stays until the case's own time"
        " is over: the decision rests on them."
    ),
    "consents": _("That and when you consented to the processing stays, without your name."),
}


def own_data(user: User) -> dict[str, Any]:
    """Everything held about the person, ready for JSON; moments in ISO 8601."""
    mine = {"membership__user": user}
    return {
        "person": {
            "number": user.pk,
            "email": user.email,
            "full_name": user.full_name,
            "language": user.language,
            "joined_at": user.joined_at,
            "last_signed_in_at": user.last_login,
        },
        "memberships": _rows(
            Membership.objects.filter(user=user),
            "organisation__business_number",
            "organisation__name_ru",
            "role",
            "started_at",
            "ended_at",
        ),
        "consents": _rows(
            PersonalDataConsent.objects.filter(user=user), "edition", "given_at", "withdrawn_at"
        ),
        "second_steps": _rows(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "sessions": _rows(
            UserSession.objects.filter(user=user), "ip", "user_agent", "created_at", "last_seen_at"
        ),
        "tokens_for_programs": _rows(
            ApiToken.objects.filter(**mine),
            "name",
            "prefix",
            "scope",
            "created_at",
            "expires_at",
            "last_used_on",
            "revoked_at",
        ),
        "invitations": _rows(
            Invitation.objects.filter(email__iexact=user.email),
            "organisation__name_ru",
            "role",
            "invited_at",
            "accepted_at",
        ),
        "acts_in_cases": _rows(
            CaseEvent.objects.filter(user=user), "case__number", "kind", "at", "reason"
        ),
        "acts_on_breaches": _rows(
            PrudentialEvent.objects.filter(**mine), "breach__number", "kind", "at", "reason"
        ),
        "submissions_filed": _rows(
            Submission.objects.filter(submitted_by__user=user),
            "case__number",
            "ordinal",
            "submitted_at",
        ),
        "drafts_saved": _rows(
            DraftSection.objects.filter(updated_by__user=user), "case", "section", "updated_at"
        ),
        "messages": _rows(CaseMessage.objects.filter(**mine), "case__number", "at", "text"),
        "notes": _rows(CaseNote.objects.filter(**mine), "case__number", "at", "text"),
        "opened": _rows(CaseOpening.objects.filter(**mine), "case__number", "thing", "at"),
        "lists_taken_away": _rows(ListExport.objects.filter(**mine), "which", "at", "filters"),
    }


def _rows(rows: Any, *names: str) -> list[dict[str, Any]]:
    return list(rows.order_by("pk").values(*names))


def what_stays(user: User) -> list[str]:
    """Codes of ``STAYS``, in their order."""
    found = {
        "acts": CaseEvent.objects.filter(user=user).exists(),
        "cases": Submission.objects.filter(submitted_by__user=user).exists(),
        "consents": PersonalDataConsent.objects.filter(user=user).exists(),
    }
    return [code for code in STAYS if found[code]]


@transaction.atomic
def ask_for_erasure(user: User, *, at: datetime) -> ErasureRequest:
    """Record the wish with what will stay; a second click finds the request that is open."""
    User.objects.select_for_update().get(pk=user.pk)
    request, _new = ErasureRequest.objects.get_or_create(
        user=user, answered_at=None, defaults={"asked_at": at, "stays": what_stays(user)}
    )
    return request


@transaction.atomic
def carry_out_request(
    request_id: int, *, by: User, acting: Membership | None, at: datetime
) -> ErasureRequest:
    """Erase the account of who asked; a second click changes nothing.

    Raises PermissionDenied, ErasureRequest.DoesNotExist.
    """
    if not may_set(by, acting):
        raise PermissionDenied
    request = ErasureRequest.objects.select_for_update().get(pk=request_id)
    if request.answered_at is None:
        erase_account(request.user_id, at=at)
        request.answered_by, request.answered_at = by, at
        request.save(update_fields=["answered_by", "answered_at"])
    return request
