"""The receipt of an application."""

from django.utils.translation import gettext as _

from applications.deadlines import review_days
from applications.frozen_reference import reference_of
from applications.legal_day import legal_day
from applications.models import Submission
from applications.notice_content.parts import (
    Letter,
    agent_name,
    basis,
    facts,
    in_both,
    reference_words,
)
from languages.amounts import format_date
from norms.models import calendar_in_force


def receipt(submission: Submission) -> Letter:
    """That the application was registered, by which edition, and what comes next."""
    return in_both(_receipt, submission)


def _receipt(language: str, submission: Submission) -> Letter:
    on = legal_day(submission.submitted_at)
    days = review_days(on)
    until = calendar_in_force().add_working_days(on, days)
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
        "sections": [basis(language, submission)],
        "next_step": _(
            "The financial agent reviews the application, as a rule within %(days)s working days,"
            " that is until %(until)s. The result reaches you through the portal."
        )
        % {"days": days, "until": format_date(until, language)},
        "signature": [_("Issued by the portal when the application was registered.")],
    }
