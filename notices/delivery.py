"""What the tasks do: keep a rendering, write to people."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from files.uploads import PDF, store_bytes
from notices.models import Notice


def store_rendering(notice_id: int, pdf: bytes, *, at: datetime) -> bool:
    """Keep the first rendering of a notice; False when it already had one."""
    stored = store_bytes(pdf, PDF)
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice_id)
        if notice.pdf_id is not None or notice.erased_at is not None:
            return False
        notice.pdf, notice.rendered_at = stored, at
        notice.save(update_fields=["pdf", "rendered_at"])
    return True


def send_news_mail(notice_id: int, user_id: int) -> None:
    """A letter that there is news: what it is stays behind the sign-in."""
    notice = Notice.objects.get(pk=notice_id)
    user = User.objects.get(pk=user_id)
    with translation.override(user.language):
        _send(
            user,
            subject=_("News on %(subject)s") % {"subject": notice.subject},
            template="notices/news.txt",
            about=notice.subject,
            key=f"notice-{notice.pk}-{user.pk}",
        )


def send_case_news_mail(subject: str, user: User, *, key: str) -> None:
    """The same letter where no document was issued: there is news on ``subject``."""
    with translation.override(user.language):
        _send(
            user,
            subject=_("News on %(subject)s") % {"subject": subject},
            template="notices/news.txt",
            about=subject,
            key=key.replace(":", "-"),
        )


def send_reminder_mail(subject: str, user: User, *, key: str) -> None:
    """A letter that a time limit is near or over: which one stays behind the sign-in."""
    with translation.override(user.language):
        _send(
            user,
            subject=_("A time limit on %(subject)s") % {"subject": subject},
            template="notices/reminder.txt",
            about=subject,
            key=key.replace(":", "-"),
        )


def send_message_mail(subject: str, user: User, *, key: str) -> None:
    """A letter that somebody has written on ``subject``: the words stay behind the sign-in."""
    with translation.override(user.language):
        _send(
            user,
            subject=_("A message on %(subject)s") % {"subject": subject},
            template="notices/message.txt",
            about=subject,
            key=key.replace(":", "-"),
        )


def _send(user: User, *, subject: str, template: str, about: str, key: str) -> None:
    """The same letter sent twice has the same Message-ID: mailboxes show it once."""
    url = f"{settings.PORTAL_BASE_URL}/{user.language}/"
    domain = urlsplit(settings.PORTAL_BASE_URL).hostname
    EmailMessage(
        subject=subject,
        body=render_to_string(template, {"person": user, "subject": about, "url": url}),
        to=[user.email],
        headers={"Message-ID": f"<{key}@{domain}>"},
    ).send()
