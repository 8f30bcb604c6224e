"""One officer of the agent is away these days, and a colleague stands in."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from accounts.absences import state_absence
from accounts.models import Absence
from portal.demo.casting import DemoCast

DAYS = timedelta(days=7)


def load_absence(cast: DemoCast, *, at: datetime) -> None:
    """Once: whoever was back since, or ended it, stays."""
    away, substitute = cast.get("agent2"), cast.get("agent")
    if away is None or substitute is None or Absence.objects.filter(membership=away).exists():
        return
    today = localdate(at)
    state_absence(
        away.pk,
        substitute_id=substitute.pk,
        first_day=today,
        last_day=today + DAYS,
        by=away,
        at=at,
        today=today,
    )
