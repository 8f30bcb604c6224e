"""Issue a document: freeze its words, give it a number, promise its PDF and the e-mails."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Organisation, User
from notices import outbox
from notices.models import Notice, NoticeKind
from notices.numbering import next_number


@transaction.atomic
def issue(
    kind: NoticeKind,
    *,
    content: dict[str, Any],
    addressee: Organisation,
    subject: str,
    on: date,
    recipients: Iterable[User] = (),
    cancels: Notice | None = None,
) -> Notice:
    """Issue a notice within the caller's transaction.

    ``content`` holds every word of the document by language (see
    ``docs/architecture.md``); a correction is a new notice that ``cancels`` the old one.
    """
    notice = Notice.objects.create(
        kind=kind,
        number=next_number("N", on.year),
        content=content,
        addressee=addressee,
        subject=subject,
        issued_on=on,
        cancels=cancels,
    )
    outbox.promise(
        "notices.tasks.render_notice", {"notice_id": notice.pk}, key=render_key(notice.pk)
    )
    for user in recipients:
        promise_news(notice, user)
    return notice


def render_key(notice_id: int) -> str:
    return f"render:{notice_id}"


def news_key(notice_id: int, user_id: int) -> str:
    return f"news:{notice_id}:{user_id}"


def promise_news(notice: Notice, user: User) -> None:
    """Promise an e-mail that says only that there is news, never what it is."""
    outbox.promise(
        "notices.tasks.send_news",
        {"notice_id": notice.pk, "user_id": user.pk},
        key=news_key(notice.pk, user.pk),
    )
