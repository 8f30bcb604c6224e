"""Doors for machines: is the process alive, and can it do its work?"""

from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError

from files import clamd
from files.scans import scanner_is_set_up
from notices.outbox import oldest_waiting

WAITING_TOO_LONG = timedelta(minutes=10)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database and broker answer and no job waits too long, else 503.

    A virus scanner is shown where one is set up; without it the portal still works.
    """
    database = _database_answers()
    broker = _broker_answers()
    waiting = _oldest_job_age() if database else None
    ready = database and broker and (waiting is None or waiting < WAITING_TOO_LONG)
    body = {
        "status": "ready" if ready else "not ready",
        "database": database,
        "broker": broker,
        "oldest_waiting_job_seconds": None if waiting is None else int(waiting.total_seconds()),
    }
    if scanner_is_set_up():
        body["scanner"] = clamd.answers(settings.CLAMD_URL)
    return JsonResponse(body, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def _oldest_job_age() -> timedelta | None:
    since = oldest_waiting()
    return None if since is None else timezone.now() - since
