"""The way round the portal, by role."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role


@dataclass(frozen=True)
class Place:
    url: str
    label: str | Promise
    current: bool = False


PUBLIC_PLACES: list[tuple[str, Promise]] = [
    ("programs:programme_list", _("Credit programmes")),
    ("programs:instrument_list", _("Insurance and guarantees")),
    ("programs:reference_rates", _("Reference rates")),
    ("programs:calculators", _("Calculators")),
]

PLACES_OF_ROLE: dict[str, list[tuple[str, Promise]]] = {
    Role.APPLICANT: [("applications:my_cases", _("My applications"))],
    Role.AGENT_OFFICER: [
        ("applications:queue", _("Cases")),
        ("accounts:organisations_to_confirm", _("Organisations")),
    ],
    Role.MINISTRY_OFFICER: [("applications:queue", _("Cases"))],
    Role.PROGRAMME_ADMIN: [("programs:revision_list", _("Revisions"))],
    Role.REPORTER: [("prudential:reports", _("My reports"))],
    Role.SUPERVISOR: [("prudential:supervision", _("Supervision"))],
    Role.LENDER_OFFICER: [],
}


def navigation_for(membership: Membership | None, path: str) -> list[Place]:
    """The places open to a role; the one whose address fits best is where one is."""
    own = PLACES_OF_ROLE[membership.role] if membership else []
    addresses = [(reverse(name), label) for name, label in [*own, *PUBLIC_PLACES]]
    here = max((url for url, _label in addresses if path.startswith(url)), key=len, default="")
    return [Place(url, label, current=url == here) for url, label in addresses]
