"""Issue a document: freeze its words, give it a number, promise its PDF and the e-mails."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from languages.amounts import format_date
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
        content=_framed(content, on),
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


def _framed(content: dict[str, Any], on: date) -> dict[str, Any]:
    """The content with the words every letter has, frozen in its languages too."""
    letters = {code: {**_frame(code, on), **content[code]} for code in content["languages"]}
    return {"languages": content["languages"], **letters}


def _frame(language: str, on: date) -> dict[str, Any]:
    with translation.override(language):
        return {
            "reference": [[_("Date"), format_date(on, language)]],
            "qr_alt": _("QR code with the address that verifies this document"),
            "verification": _(
                "Whether this document is genuine and still stands can be checked at this address:"
            ),
        }


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
