"""Celery's doors into the room: one call, log."""

import structlog
from celery import shared_task
from django.utils import timezone

from applications.legal_day import legal_day
from retention import erasing, history_checks

log = structlog.get_logger(__name__)


@shared_task
def erase_what_is_due() -> None:
    """The beat's: note what is due, erase what was confirmed; a rerun finds nothing to do."""
    now = timezone.now()
    done = erasing.erase_what_is_due(on=legal_day(now), at=now)
    log.info("erased", erased=done.erased, others=done.by_themselves, purged=done.purged)


@shared_task
def check_histories() -> None:
    for row in history_checks.check_all():
        log.info("histories_checked", room=row.room, checked=row.checked, broken=row.broken)
