"""Celery's doors into the room: ids in, one call, log."""

from contextlib import AbstractContextManager

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import User
from notices import outbox
from notices.delivery import send_reminder_mail
from prudential import breach_reminders, ratio_runs, registers
from prudential.breach_deadlines import legal_day
from prudential.models import BankFigures, Breach, Register

log = structlog.get_logger(__name__)


@shared_task
def read_register(register_id: int) -> None:
    """Read an uploaded register; reading holds no transaction, a rerun is a no-op."""
    with outbox.noting_failure(registers.reading_key(register_id)):
        register = registers.read_register(register_id)
    with outbox.doing(registers.reading_key(register_id)):
        pass
    log.info("register_read", register=register_id, state=register.state, rows=register.row_count)


@shared_task
def compute_register_run(register_id: int) -> None:
    with _noting_failure(Register(pk=register_id)):
        run = ratio_runs.compute_register_run(register_id)
    _done(Register(pk=register_id))
    log.info("ratio_run", register=register_id, run=run.pk)


@shared_task
def compute_figures_run(figures_id: int) -> None:
    with _noting_failure(BankFigures(pk=figures_id)):
        run = ratio_runs.compute_figures_run(figures_id)
    _done(BankFigures(pk=figures_id))
    log.info("ratio_run", figures=figures_id, run=run.pk)


@shared_task
def remind_of_deadlines() -> None:
    """The beat's: promise what is due; what was promised before stays promised once."""
    near = breach_reminders.remind(today=legal_day(timezone.now()))
    log.info("deadlines_near", reminders=near)


@shared_task
def send_reminder(breach_id: int, deadline: str, user_id: int) -> None:
    """Tell one person once that a time limit is near or over."""
    key = breach_reminders.reminder_key(breach_id, deadline, user_id)
    with outbox.doing(key) as job:
        if job is not None:
            subject = Breach.objects.get(pk=breach_id).number
            send_reminder_mail(subject, User.objects.get(pk=user_id), key=key)
            log.info("reminder_sent", breach=breach_id, deadline=deadline)


def _noting_failure(measured: ratio_runs.Measured) -> AbstractContextManager[None]:
    return outbox.noting_failure(ratio_runs.run_key(measured))


def _done(measured: ratio_runs.Measured) -> None:
    with outbox.doing(ratio_runs.run_key(measured)):
        pass
