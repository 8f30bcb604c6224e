"""/healthz says that the process lives; /readyz that it can do its work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notices.models import OutboxJob
from portal import health
from tests.files.fake_clamd import running_clamd

pytestmark = pytest.mark.django_db


def test_alive(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_ready_when_database_and_broker_answer_and_nothing_waits(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["oldest_waiting_job_seconds"] is None


def test_not_ready_without_a_broker(client, monkeypatch):
    monkeypatch.setattr(health, "_broker_answers", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (503, False)


@pytest.mark.parametrize(("minutes", "status"), [(9, 200), (11, 503)])
def test_a_job_that_waits_too_long_is_a_worker_that_does_not_work(client, minutes, status):
    since = timezone.now() - timedelta(minutes=minutes)
    OutboxJob.objects.create(task="t", key="k", created_at=since)
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer.json()["oldest_waiting_job_seconds"] >= minutes * 60


def test_the_front_door_asks_nothing_of_the_machines_doors(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/kk/").status_code == 301


def test_a_scanner_is_shown_where_one_is_set_up_and_its_absence_stops_nothing(client, settings):
    assert "scanner" not in client.get("/readyz").json()
    with running_clamd() as scanner:
        settings.CLAMD_URL = scanner.url
        assert client.get("/readyz").json()["scanner"] is True
    settings.CLAMD_URL = "tcp://127.0.0.1:1"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["scanner"]) == (200, False)
