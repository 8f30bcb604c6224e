"""Celery's doors into the room: ids in, fetch, one call, log."""

import structlog
from celery import shared_task
from django.utils import timezone

from files import scans
from notices import outbox
from notices.delivery import send_news_mail, store_rendering
from notices.file_scans import scan_key
from notices.issue import news_key, render_key
from notices.models import Notice
from notices.rendering import render_pdf

log = structlog.get_logger(__name__)


@shared_task
def render_notice(notice_id: int) -> None:
    """Render once and store PDF and SHA-256; a rerun is a no-op.

    Rendering happens before the transaction, so no lock is held meanwhile.
    """
    notice = Notice.objects.get(pk=notice_id)
    if notice.pdf_id is None and notice.erased_at is None:
        with outbox.noting_failure(render_key(notice_id)):
            store_rendering(notice_id, render_pdf(notice), at=timezone.now())
        log.info("notice_rendered", notice=notice.number)
    with outbox.doing(render_key(notice_id)):
        pass


@shared_task
def send_news(notice_id: int, user_id: int) -> None:
    """Tell one person that there is news."""
    with outbox.doing(news_key(notice_id, user_id)) as job:
        if job is not None:
            send_news_mail(notice_id, user_id)
            log.info("news_sent", notice=notice_id)


@shared_task
def sweep_outbox() -> None:
    if resent := outbox.sweep(now=timezone.now()):
        log.info("outbox_swept", resent=resent)


@shared_task
def scan_file(stored_file_id: int, scan_round: int) -> None:
    """One attempt; while the scanner is away the outbox sends the task again."""
    key = scan_key(stored_file_id, scan_round)
    with outbox.noting_failure(key):
        state = scans.scan_file(stored_file_id, scan_round, at=timezone.now())
    with outbox.doing(key):
        pass
    log.info("file_scanned", file=stored_file_id, state=state)
