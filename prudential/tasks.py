"""Celery's doors into the room: ids in, one call, log."""

import structlog
from celery import shared_task

from notices import outbox
from prudential import ratio_runs, registers
from prudential.models import BankFigures, Register

log = structlog.get_logger(__name__)


@shared_task
def read_register(register_id: int) -> None:
    """Read an uploaded register; reading holds no transaction, a rerun is a no-op."""
    register = registers.read_register(register_id)
    with outbox.doing(registers.reading_key(register_id)):
        pass
    log.info("register_read", register=register_id, state=register.state, rows=register.row_count)


@shared_task
def compute_register_run(register_id: int) -> None:
    run = ratio_runs.compute_register_run(register_id)
    _done(Register(pk=register_id))
    log.info("ratio_run", register=register_id, run=run.pk)


@shared_task
def compute_figures_run(figures_id: int) -> None:
    run = ratio_runs.compute_figures_run(figures_id)
    _done(BankFigures(pk=figures_id))
    log.info("ratio_run", figures=figures_id, run=run.pk)


def _done(measured: ratio_runs.Measured) -> None:
    with outbox.doing(ratio_runs.run_key(measured)):
        pass
