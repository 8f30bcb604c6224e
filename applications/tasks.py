"""Celery's doors into the room: ids in, one call, log."""

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import User
from applications import assignment_news, check_watch
from applications.correspondence import telling
from applications.deadlines import due_dates, durations, reminders
from applications.legal_day import legal_day
from applications.models import Case
from notices import outbox
from notices.delivery import send_case_news_mail, send_message_mail, send_reminder_mail

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


@shared_task
def tell_of_assignment(case_id: int | None, user_id: int, key: str) -> None:
    """Tell a person once that who reviews has changed; ``case_id`` is None for a batch."""
    with outbox.doing(key) as job:
        if job is not None:
            assignment_news.send_telling(case_id, User.objects.get(pk=user_id), key=key)
            log.info("assignment_told", case=case_id)


@shared_task
def watch_due_dates() -> None:
    """The beat's: promise a recomputing where the calendar or the limits have changed."""
    due_dates.promise_recomputing(on=legal_day(timezone.now()))


@shared_task
def recompute_due_dates(key: str) -> None:
    """Batches in transactions of their own: killed half-way, it is done again from the start."""
    with outbox.noting_failure(key):
        changed = due_dates.recompute_due_dates(on=legal_day(timezone.now()))
    with outbox.doing(key):
        log.info("due_dates_recomputed", changed=changed)


@shared_task
def measure_durations() -> None:
    """The beat's: how long the cases of the last twelve months took."""
    log.info("durations_measured", cases=durations.measure(on=legal_day(timezone.now())))


@shared_task
def remind_of_time_limits() -> None:
    """The beat's: promise what is near or over; what was promised before stays promised once."""
    promised = reminders.remind(today=legal_day(timezone.now()))
    log.info("time_limits_near", reminders=promised)


@shared_task
def send_time_limit_reminder(case_id: int, key: str, user_id: int) -> None:
    """Tell one person once; nothing where the case has gone on meanwhile."""
    with outbox.doing(key) as job:
        if job is None:
            return
        if number := reminders.still_due(case_id, key, today=legal_day(timezone.now())):
            send_reminder_mail(number, User.objects.get(pk=user_id), key=key)
            log.info("time_limit_reminded", case=case_id)


@shared_task
def tell_of_messages() -> None:
    """The beat's: what was written within the hour of an e-mail and is unread."""
    if told := telling.tell_what_waits(at=timezone.now()):
        log.info("messages_told_later", mails=told)


@shared_task
def tell_of_message(case_id: int, user_id: int, message_id: int) -> None:
    """Tell one person that a message waits; nothing where they have read it meanwhile."""
    key = telling.telling_key(case_id, user_id, message_id)
    with outbox.doing(key) as job:
        if job is not None and telling.still_unread(case_id, user_id, message_id):
            number = str(Case.objects.get(pk=case_id).number)
            send_message_mail(number, User.objects.get(pk=user_id), key=key)
            log.info("message_told", case=case_id)
