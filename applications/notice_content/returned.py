"""The return for correction, remark by remark."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Membership
from applications.legal_day import legal_day
from applications.models import Submission
from applications.notice_content.parts import (
    Letter,
    basis,
    checked,
    facts,
    first_day,
    in_both,
    name_of,
    said_once,
    signature,
    written,
)
from applications.remarks import WHOLE, documents_remarked, remark_title
from languages.amounts import format_date


def returned(
    submission: Submission,
    remarks: dict[str, str],
    written_in: str,
    by: Membership,
    at: datetime,
) -> Letter:
    """What must be corrected, section by section, in the language it was written in."""
    return in_both(_returned, submission, remarks, written_in, by, legal_day(at))


def _returned(
    language: str,
    submission: Submission,
    remarks: dict[str, str],
    written_in: str,
    by: Membership,
    on: date,
) -> Letter:
    return {
        "issuer": name_of(by.organisation, language),
        "title": _("Return for correction"),
        "opening": _what_is_returned(submission, remarks),
        "facts": facts(language, submission),
        "sections": [
            *_remarks(language, submission, remarks, written_in),
            *checked(submission),
            basis(language, submission),
        ],
        "next_step": _correct_and_submit(language, submission, remarks),
        "signature": signature(by),
    }


def _what_is_returned(submission: Submission, remarks: dict[str, str]) -> str:
    """The application as a whole is none of its sections."""
    number, count = submission.case.number, len(remarks.keys() - {WHOLE})
    documents = len(documents_remarked(submission, remarks))
    if documents:
        return _(
            "Your application %(number)s is returned for correction: the remarks below are on"
            " %(sections)s of its sections and %(documents)s of its documents."
        ) % {"number": number, "sections": count - documents, "documents": documents}
    if not count:
        return _(
            "Your application %(number)s is returned for correction: the remark below is on the"
            " application as a whole."
        ) % {"number": number}
    return _(
        "Your application %(number)s is returned for correction: %(count)s of its sections"
        " need your attention."
    ) % {"number": number, "count": count}


def _correct_and_submit(language: str, submission: Submission, remarks: dict[str, str]) -> str:
    words = _(
        "Correct these sections in the portal and submit the application again. It keeps its"
        " number, the edition of the order and the reference rate of %(day)s. No last day is"
        " set; the review begins anew with your submission."
    )
    if not remarks.keys() - {WHOLE} or documents_remarked(submission, remarks):
        words = _(
            "Correct the application in the portal and submit it again. It keeps its number, the"
            " edition of the order and the reference rate of %(day)s. No last day is set; the"
            " review begins anew with your submission."
        )
    return words % {"day": format_date(first_day(submission), language)}


def _remarks(
    language: str, submission: Submission, remarks: dict[str, str], written_in: str
) -> list[Letter]:
    """A part of the letter for each remark; the first says once how they are written."""
    documents = documents_remarked(submission, remarks)
    parts = [
        written(str(remark_title(code, documents)), text, language, written_in)
        for code, text in remarks.items()
    ]
    return said_once(parts)
