"""Periods of keeping, invented for the demonstration, and a check of all histories."""

from datetime import date, datetime

from accounts.models import Membership, User
from applications.legal_day import legal_day
from portal.demo.casting import DemoCast
from retention.erasing import note_due
from retention.history_checks import check_all
from retention.models import HistoryCheck, RetentionClass, RetentionPeriod
from retention.periods import set_period

FROM = date(2026, 1, 1)
SOURCE = "Invented for the demonstration: no act in our hands names a time"
MONTHS = {RetentionClass.WITHDRAWN: 6, RetentionClass.INVITATIONS: 12}


def load_keeping(cast: DemoCast, *, at: datetime) -> None:
    """Where a visitor has set periods, none is added."""
    ministry = cast.get("ministry")
    if ministry is not None and not RetentionPeriod.objects.exists():
        _set_periods(ministry.user, ministry)
        note_due(on=legal_day(at), at=at)
    if not HistoryCheck.objects.exists():
        check_all()


def _set_periods(by: User, acting: Membership) -> None:
    for name, months in MONTHS.items():
        set_period(
            retention_class=name,
            effective_from=FROM,
            months=months,
            source=SOURCE,
            verified=False,
            by=by,
            acting=acting,
        )
