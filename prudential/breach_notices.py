"""Issuing the letters about a breach: to whom, and who is told that there is news."""

from datetime import datetime
from typing import Any

from accounts.models import Membership, Organisation, Role, User
from notices.issue import issue
from notices.models import Notice, NoticeKind
from prudential.breach_deadlines import legal_day
from prudential.breach_letters import regulator
from prudential.models import Breach


def notify(kind: NoticeKind, breach: Breach, content: dict[str, Any], at: datetime) -> Notice:
    """A letter to the organisation; the supervisor reads the same one and is told of it."""
    return _issue(kind, breach, content, at, breach.organisation)


def notify_regulator(breach: Breach, content: dict[str, Any], at: datetime) -> Notice:
    """The organisation's letter; kept with the organisation where no regulator is registered."""
    addressee = regulator() or breach.organisation
    return _issue(NoticeKind.LIMIT_RESTORED, breach, content, at, addressee)


def _issue(
    kind: NoticeKind,
    breach: Breach,
    content: dict[str, Any],
    at: datetime,
    addressee: Organisation,
) -> Notice:
    return issue(
        kind,
        content=content,
        addressee=addressee,
        subject=breach.number,
        on=legal_day(at),
        recipients=[*people_of(breach, Role.REPORTER), *people_of(breach, Role.SUPERVISOR)],
    )


def people_of(breach: Breach, role: Role) -> list[User]:
    """Everybody who acts in a role now: the organisation's reporters, or the supervisors."""
    memberships = Membership.objects.active().filter(role=role)
    if role == Role.REPORTER:
        memberships = memberships.filter(organisation_id=breach.organisation_id)
    return list(User.objects.filter(memberships__in=memberships).distinct().order_by("pk"))
