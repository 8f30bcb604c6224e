"""Where each role's work lies."""

from accounts.models import Membership, Role

DESKS: dict[str, str] = {
    Role.APPLICANT: "applications:my_cases",
    Role.AGENT_OFFICER: "applications:queue",
    Role.MINISTRY_OFFICER: "applications:queue",
    Role.PROGRAMME_ADMIN: "programs:revision_list",
    Role.REPORTER: "prudential:reports",
    Role.SUPERVISOR: "prudential:supervision",
    Role.LENDER_OFFICER: "accounts:team",
}


def desk_of(membership: Membership) -> str:
    """The URL name of the acting role's home."""
    return DESKS[membership.role]
