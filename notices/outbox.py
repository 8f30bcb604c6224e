"""Work promised inside a transaction and done at least once, its effect exactly once.

``promise`` writes a row together with the business act; after commit the task is
sent to the broker. If the broker is away, the worker is killed or the message is
lost, ``sweep`` sends it again until the task has marked the row done in the same
transaction as its effect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from notices.models import OutboxJob

log = structlog.get_logger(__name__)

RESEND_AFTER = timedelta(minutes=2)
MAX_ATTEMPTS = 20


def promise(task: str, arguments: dict[str, Any], *, key: str) -> OutboxJob:
    """Write a job down once under ``key`` and send its task after commit."""
    job, created = OutboxJob.objects.get_or_create(
        key=key, defaults={"task": task, "arguments": arguments}
    )
    if created:
        transaction.on_commit(lambda: _send(job.pk), robust=True)
    return job


def _send(job_id: int) -> None:
    """Hand one job to the broker; a broker that is away costs nothing but time."""
    job = OutboxJob.objects.get(pk=job_id)
    try:
        current_app.send_task(
            job.task, kwargs=job.arguments, queue=_queue_of(job.task), retry=False
        )
    except (OperationalError, OSError) as error:
        log.warning("outbox_send_failed", job=job.key, error=type(error).__name__)
        return
    OutboxJob.objects.filter(pk=job_id).update(sent_at=timezone.now())


def _queue_of(task: str) -> str:
    router = current_app.amqp.router
    return str(router.route({}, task)["queue"].name)


@contextmanager
def doing(key: str) -> Iterator[OutboxJob | None]:
    """Lock the job and mark it done with its effect; yields None when there is nothing to do.

    An error rolls the effect back, is written to the row and raised again.
    """
    try:
        with transaction.atomic():
            job = (
                OutboxJob.objects.select_for_update()
                .filter(key=key, done_at=None, failed_at=None)
                .first()
            )
            yield job
            if job is not None:
                job.done_at = timezone.now()
                job.save(update_fields=["done_at"])
    except Exception as error:
        _record_failure(key, error)
        raise


def _record_failure(key: str, error: Exception) -> None:
    OutboxJob.objects.filter(key=key).update(last_error=f"{type(error).__name__}: {error}"[:2000])


def sweep(*, now: datetime) -> int:
    """Send again what waits too long; give up loudly after ``MAX_ATTEMPTS``."""
    waiting = OutboxJob.objects.filter(done_at=None, failed_at=None)
    exhausted = waiting.filter(attempts__gte=MAX_ATTEMPTS)
    for key in exhausted.values_list("key", flat=True):
        log.error("outbox_job_given_up", job=key)
    exhausted.update(failed_at=now)
    resent = 0
    for job in waiting.filter(_due(now), created_at__lt=now - RESEND_AFTER / 4).order_by("pk"):
        OutboxJob.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)
        _send(job.pk)
        resent += 1
    return resent


def _due(now: datetime) -> Q:
    return Q(sent_at=None) | Q(sent_at__lt=now - RESEND_AFTER)


def oldest_waiting() -> datetime | None:
    """When the oldest job not yet done was promised; the readiness probe's figure."""
    waiting = OutboxJob.objects.filter(done_at=None, failed_at=None)
    return waiting.aggregate(oldest=Min("created_at"))["oldest"]
