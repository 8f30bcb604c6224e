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

# The first wait; it doubles with every attempt up to the longest, so that what is sent
# again outlives a mail server's bad night: 20 attempts take some 16 hours.
RESEND_AFTER = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
MAX_ATTEMPTS = 20


def promise(task: str, arguments: dict[str, Any], *, key: str) -> OutboxJob:
    """Write a job down once under ``key`` and send its task after commit."""
    job, created = OutboxJob.objects.get_or_create(
        key=key, defaults={"task": task, "arguments": arguments}
    )
    if created:
        transaction.on_commit(lambda: _send(job.pk), robust=True)
    return job


def _send(job_id: int) -> bool:
    """Hand one job to the broker; a broker that is away costs nothing but time."""
    job = OutboxJob.objects.get(pk=job_id)
    try:
        current_app.send_task(
            job.task, kwargs=job.arguments, queue=_queue_of(job.task), retry=False
        )
    except (OperationalError, OSError) as error:
        log.warning("outbox_send_failed", job=job.key, error=type(error).__name__)
        return False
    OutboxJob.objects.filter(pk=job_id).update(sent_at=timezone.now())
    return True


def _queue_of(task: str) -> str:
    router = current_app.amqp.router
    return str(router.route({}, task)["queue"].name)


@contextmanager
def doing(key: str) -> Iterator[OutboxJob | None]:
    """Lock the job and mark it done with its effect; yields None when there is nothing to do.

    An error rolls the effect back, is written to the row and raised again.
    """
    with noting_failure(key), transaction.atomic():
        job = (
            OutboxJob.objects.select_for_update()
            .filter(key=key, done_at=None, failed_at=None)
            .first()
        )
        yield job
        if job is not None:
            job.done_at = timezone.now()
            job.save(update_fields=["done_at"])


@contextmanager
def noting_failure(key: str) -> Iterator[None]:
    """Write an error to the job's row and raise it again; for work done outside ``doing``."""
    try:
        yield
    except Exception as error:
        words = f"{type(error).__name__}: {error}"[:2000].replace("\x00", "")
        OutboxJob.objects.filter(key=key).update(last_error=words)
        raise


def sweep(*, now: datetime) -> int:
    """Send again what waits too long; give up loudly after ``MAX_ATTEMPTS``.

    An attempt counts once the broker took it: while it is away, nothing is given up.
    """
    waiting = OutboxJob.objects.filter(done_at=None, failed_at=None)
    exhausted = waiting.filter(attempts__gte=MAX_ATTEMPTS)
    for key in exhausted.values_list("key", flat=True):
        log.error("outbox_job_given_up", job=key)
    exhausted.update(failed_at=now)
    resent = 0
    for job in waiting.filter(_due(now), created_at__lt=now - RESEND_AFTER / 4).order_by("pk"):
        if _send(job.pk):
            OutboxJob.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)
            resent += 1
    return resent


def _due(now: datetime) -> Q:
    due = Q(sent_at=None)
    for attempts in range(MAX_ATTEMPTS):
        due |= Q(attempts=attempts, sent_at__lt=now - _wait(attempts))
    return due


def _wait(attempts: int) -> timedelta:
    return min(RESEND_AFTER * 2**attempts, LONGEST_WAIT)


def oldest_waiting() -> datetime | None:
    """When the oldest job that no worker has tried was promised; the readiness probe's figure.

    A job that was tried and failed says nothing about the workers: they are alive.
    """
    waiting = OutboxJob.objects.filter(done_at=None, failed_at=None, last_error="")
    return waiting.aggregate(oldest=Min("created_at"))["oldest"]
