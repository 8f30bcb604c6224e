"""A letter whose time is over: its words and its PDF go, its number and digests stay."""

from datetime import datetime

from files.erasure import give_up
from norms.append_only import erase_personal_values
from notices.models import Notice


def erase_notice(notice: Notice, *, at: datetime) -> None:
    """Inside the caller's transaction; a letter erased before stays as it is."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("pdf").get(pk=notice.pk)
    if notice.erased_at is not None:
        return
    pdf = notice.pdf
    if pdf is not None:
        notice.pdf, notice.rendered_at, notice.pdf_sha256 = None, None, pdf.sha256
        notice.save(update_fields=["pdf", "rendered_at", "pdf_sha256"])
        give_up(pdf.pk, at=at)
    erase_personal_values(notice, at=at)
