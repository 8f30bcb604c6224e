"""The outbox loses nothing and does nothing twice."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from notices import outbox
from notices.issue import render_key
from notices.models import OutboxJob
from notices.tasks import render_notice
from tests.notices.letters import issue_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    """What reached the broker."""
    tasks = []
    monkeypatch.setattr(
        outbox.current_app, "send_task", lambda name, **options: tasks.append((name, options))
    )
    return tasks


def test_a_promise_is_sent_after_commit_only(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        outbox.promise("notices.tasks.render_notice", {"notice_id": 1}, key="render:1")
    assert sent == []
    callbacks[0]()
    assert sent[0][0] == "notices.tasks.render_notice"
    assert sent[0][1]["kwargs"] == {"notice_id": 1}
    assert sent[0][1]["queue"] == "documents"
    assert OutboxJob.objects.get().sent_at is not None


def test_a_promise_is_rolled_back_with_its_act(sent):
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.promise("t", {}, key="k")
        raise RuntimeError
    assert not OutboxJob.objects.exists()


def test_the_same_key_is_kept_once(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.promise("t", {}, key="k")
        outbox.promise("t", {}, key="k")
    assert len(sent) == 1
    assert OutboxJob.objects.count() == 1


def test_a_broker_gone_at_commit_leaves_the_job_for_the_sweep(
    monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise OperationalError("broker away")

    monkeypatch.setattr(outbox.current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        outbox.promise("t", {}, key="k")
    assert OutboxJob.objects.get().sent_at is None

    calls = []
    monkeypatch.setattr(outbox.current_app, "send_task", lambda name, **options: calls.append(name))
    assert outbox.sweep(now=timezone.now() + timedelta(minutes=1)) == 1
    assert calls == ["t"]


def test_the_sweep_leaves_done_and_fresh_jobs_alone(sent):
    now = timezone.now()
    OutboxJob.objects.create(task="t", key="done", done_at=now, created_at=now - timedelta(hours=1))
    OutboxJob.objects.create(task="t", key="fresh", created_at=now)
    OutboxJob.objects.create(
        task="t", key="on its way", created_at=now - timedelta(hours=1), sent_at=now
    )
    assert outbox.sweep(now=now) == 0
    assert sent == []


def test_a_job_lost_on_its_way_is_sent_again(sent):
    now = timezone.now()
    long_ago = now - outbox.RESEND_AFTER - timedelta(seconds=1)
    OutboxJob.objects.create(task="t", key="lost", created_at=long_ago, sent_at=long_ago)
    assert outbox.sweep(now=now) == 1
    assert OutboxJob.objects.get().attempts == 1


def test_while_the_broker_is_away_nothing_is_given_up(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("broker away")

    monkeypatch.setattr(outbox.current_app, "send_task", refuse)
    now = timezone.now()
    OutboxJob.objects.create(task="t", key="k", created_at=now - timedelta(days=1))
    for minutes in range(outbox.MAX_ATTEMPTS + 1):
        assert outbox.sweep(now=now + timedelta(minutes=minutes)) == 0
    job = OutboxJob.objects.get()
    assert (job.attempts, job.failed_at) == (0, None)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 2), (1, 4), (4, 32), (5, 60), (19, 60)], ids=str
)
def test_the_wait_doubles_up_to_an_hour(sent, attempts, minutes):
    now = timezone.now()
    job = OutboxJob.objects.create(
        task="t",
        key="k",
        attempts=attempts,
        created_at=now - timedelta(days=1),
        sent_at=now - timedelta(minutes=minutes),
    )
    assert outbox.sweep(now=now) == 0
    assert outbox.sweep(now=now + timedelta(seconds=1)) == 1
    job.refresh_from_db()
    assert job.attempts == attempts + 1


def test_only_jobs_that_no_worker_tried_are_waiting():
    long_ago = timezone.now() - timedelta(days=1)
    OutboxJob.objects.create(task="t", key="bounced", created_at=long_ago, last_error="SMTP")
    assert outbox.oldest_waiting() is None
    OutboxJob.objects.create(task="t", key="untouched", created_at=long_ago)
    assert outbox.oldest_waiting() == long_ago


def test_a_letter_that_cannot_be_written_says_why_on_its_job(monkeypatch):
    notice = issue_letter()
    monkeypatch.setattr("notices.tasks.render_pdf", Mock(side_effect=ValueError("no font")))
    with pytest.raises(ValueError, match="no font"):
        render_notice(notice.pk)
    job = OutboxJob.objects.get(key=render_key(notice.pk))
    assert (job.last_error, job.done_at) == ("ValueError: no font", None)


def test_a_job_that_never_succeeds_is_given_up_and_said(sent):
    long_ago = timezone.now() - timedelta(days=1)
    OutboxJob.objects.create(
        task="t", key="hopeless", created_at=long_ago, sent_at=long_ago, attempts=20
    )
    assert outbox.sweep(now=timezone.now()) == 0
    assert OutboxJob.objects.get().failed_at is not None


def test_a_job_done_once_is_not_done_again():
    OutboxJob.objects.create(task="t", key="k")
    with outbox.doing("k") as first:
        assert first is not None
    with outbox.doing("k") as second:
        assert second is None


def test_an_error_rolls_the_effect_back_and_is_kept_on_the_row():
    OutboxJob.objects.create(task="t", key="k")
    with pytest.raises(ValueError, match="broken"), outbox.doing("k"):
        OutboxJob.objects.create(task="effect", key="effect")
        raise ValueError("broken")
    job = OutboxJob.objects.get()
    assert (job.done_at, job.last_error) == (None, "ValueError: broken")
