"""The receipt of an application."""

from datetime import date

from django.utils.translation import gettext as _

from applications.deadlines.of_cases import review_as_submitted
from applications.frozen_reference import reference_of
from applications.legal_day import legal_day
from applications.models import Submission
from applications.notice_content.parts import (
    Letter,
    agent_name,
    basis,
    checked,
    facts,
    in_both,
    reference_words,
)
from languages.amounts import format_date


def receipt(submission: Submission) -> Letter:
    """That the application was registered, by which edition, and what comes next."""
    return in_both(_receipt, submission)


def _receipt(language: str, submission: Submission) -> Letter:
    on = legal_day(submission.submitted_at)
    opening = _("Your application %(number)s was received on %(day)s.") % {
        "number": submission.case.number,
        "day": format_date(on, language),
    }
    if submission.ordinal > 1:
        opening = _("Your corrected application %(number)s was received on %(day)s.") % {
            "number": submission.case.number,
            "day": format_date(on, language),
        }
    return {
        "issuer": agent_name(language),
        "title": _("Receipt"),
        "opening": opening,
        "facts": [
            *facts(language, submission),
            [_("Reference rate"), reference_words(language, reference_of(submission))],
        ],
        "sections": [*checked(submission), basis(language, submission)],
        "next_step": _what_comes_next(language, submission, on),
        "signature": [_("Issued by the portal when the application was registered.")],
    }


def _what_comes_next(language: str, submission: Submission, on: date) -> str:
    """A corrected application has the days that were left when it was returned."""
    clock = review_as_submitted(submission.case, on)
    if clock.due is None or not clock.days_left:
        return _(
            "The financial agent reviews the application. The result reaches you through the"
            " portal."
        )
    return _(
        "The financial agent reviews the application, as a rule within %(days)s working days,"
        " that is until %(until)s. The result reaches you through the portal."
    ) % {"days": clock.days_left, "until": format_date(clock.due, language)}
