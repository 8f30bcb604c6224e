"""Celery's doors into the room: ids in, one call, log."""

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import User
from applications import check_watch
from applications.models import Case
from notices import outbox
from notices.delivery import send_case_news_mail

log = structlog.get_logger(__name__)


@shared_task
def watch_checks() -> None:
    """The beat's: promise a run wherever a value has moved; a rerun promises nothing twice."""
    promised = check_watch.promise_rechecks(at=timezone.now())
    if promised:
        log.info("rechecks_promised", cases=promised)


@shared_task
def recheck_case(case_id: int, key: str) -> None:
    """One case in a transaction of its own, marked done with its effect."""
    with outbox.doing(key) as job:
        if job is not None:
            run = check_watch.recheck_open_case(case_id, at=timezone.now())
            log.info("case_rechecked", case=case_id, run=run and run.pk)


@shared_task
def tell_of_findings(case_id: int, run_id: int, user_id: int) -> None:
    """Tell the reviewer once that a finding has turned; what it is stays behind the sign-in."""
    key = check_watch.telling_key(run_id, user_id)
    with outbox.doing(key) as job:
        if job is not None:
            number = str(Case.objects.get(pk=case_id).number)
            send_case_news_mail(number, User.objects.get(pk=user_id), key=key)
            log.info("findings_told", case=case_id, run=run_id)
