"""What a signed-in person still owes before the portal opens to them, in this order."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

from django.urls import ResolverMatch

from accounts.consents import has_consented
from accounts.models import Membership, User
from accounts.second_step import has_second_step, must_have_second_step

# Machines ask here and nobody is signed in, or nothing of one's own is shown.
OPEN_ROUTES = ("api/", "calendar/", "healthz", "readyz", "v/", "i18n/")
SIGNING_OUT = frozenset({"account_logout", "set_language", "api_page", "portal:demo"})
CONSENT_PAGES = frozenset({"accounts:consent", "accounts:consent_text", "accounts:consent_file"})
# Rooms whose pages are everybody's unless a view asks for a role.
PUBLIC_ROOMS = frozenset({"programs", "norms", "notices"})
ACCOUNT_PAGES = frozenset(
    {
        "accounts:account",
        "accounts:person",
        "accounts:second_step",
        "accounts:sessions",
        "accounts:end_session",
        "accounts:end_other_sessions",
        "accounts:withdraw_consent",
        "accounts:act_as",
    }
)
SIGN_IN_ROOMS = ("account_", "mfa_")


class Duty(Enum):
    """The value is the name of the page that explains it."""

    CONSENT = "accounts:consent"
    SECOND_STEP = "accounts:second_step"


def outstanding_duty(user: User, acting: Membership | None, *, on: date) -> Duty | None:
    """Consent first: without it even a second step's secret is not to be stored."""
    if not has_consented(user, on=on):
        return Duty.CONSENT
    memberships = [acting] if acting else []
    if must_have_second_step(user, memberships) and not has_second_step(user):
        return Duty.SECOND_STEP
    return None


def is_open_despite(duty: Duty, match: ResolverMatch, view: Callable[..., Any]) -> bool:
    """May the page be opened by somebody who still owes ``duty``?"""
    name = match.view_name or ""
    if match.route.startswith(OPEN_ROUTES) or name in SIGNING_OUT | CONSENT_PAGES:
        return True
    if duty is Duty.CONSENT:
        return match.app_name in PUBLIC_ROOMS and not hasattr(view, "required_roles")
    return name in ACCOUNT_PAGES or name.startswith(SIGN_IN_ROOMS)
