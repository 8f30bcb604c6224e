"""The announcement of an intended refusal, and the refusal: both with their grounds."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from applications.legal_day import legal_day
from applications.models import HearingSetting, Submission
from applications.notice_content.parts import (
    Letter,
    basis,
    case_and_day,
    checked,
    facts,
    in_both,
    name_of,
    plain,
    said_once,
    signature,
    written,
)
from applications.refusal_grounds import StatedGround, ground_title
from languages.amounts import format_date


def hearing(
    submission: Submission,
    grounds: list[StatedGround],
    written_in: str,
    setting: HearingSetting,
    until: date,
    by: Membership,
    at: datetime,
) -> Letter:
    """That a refusal is intended, on which grounds, and until when one may answer."""
    return in_both(_hearing, submission, grounds, written_in, setting, until, by, legal_day(at))


def refusal(
    submission: Submission,
    grounds: list[StatedGround],
    written_in: str,
    by: Membership,
    at: datetime,
) -> Letter:
    """The decision with its grounds, in the language they were written in."""
    return in_both(_refusal, submission, grounds, written_in, by, legal_day(at))


def _hearing(
    language: str,
    submission: Submission,
    grounds: list[StatedGround],
    written_in: str,
    setting: HearingSetting,
    until: date,
    by: Membership,
    on: date,
) -> Letter:
    last_day = format_date(until, language)
    return {
        "issuer": name_of(by.organisation, language),
        "title": _("Announcement of an intended refusal"),
        "opening": _(
            "The ministry intends to refuse the subsidy of the interest rate for your application"
            " %(number)s of %(day)s, on the grounds below. Nothing is decided yet: you may answer"
            " until %(until)s."
        )
        % {**case_and_day(language, submission), "until": last_day},
        "facts": [*facts(language, submission), [_("Last day to answer"), last_day]],
        "sections": [
            *_grounds(language, grounds, written_in),
            plain(_("Hearing"), _hearing_words(language, setting, on)),
            basis(language, submission),
        ],
        "next_step": _(
            "Answer on the page of your application in the portal, %(until)s included. The"
            " ministry decides once it has your answer or that day has passed; an answer that"
            " comes later is read as long as nothing is decided."
        )
        % {"until": last_day},
        "signature": signature(by),
    }


def _hearing_words(language: str, setting: HearingSetting, on: date) -> list[str]:
    """How the last day was counted, and how sure the number of days is."""
    days = setting.working_days or 0
    counted = ngettext(
        "You have %(count)s working day; the day of this letter, %(day)s, is not counted.",
        "You have %(count)s working days; the day of this letter, %(day)s, is not counted.",
        days,
    ) % {"count": days, "day": format_date(on, language)}
    unsure = _(
        "That an applicant is heard comes from administrative procedure in general; the number of"
        " days is a setting of the portal and is not verified against the act."
    )
    return [counted] if setting.verified else [counted, unsure]


def _refusal(
    language: str,
    submission: Submission,
    grounds: list[StatedGround],
    written_in: str,
    by: Membership,
    on: date,
) -> Letter:
    return {
        "issuer": name_of(by.organisation, language),
        "title": _("Refusal of the subsidy"),
        "opening": _(
            "The subsidy of the interest rate is refused for your application %(number)s of"
            " %(day)s, on the grounds below."
        )
        % case_and_day(language, submission),
        "facts": facts(language, submission),
        "sections": [
            *_grounds(language, grounds, written_in),
            *checked(submission),
            plain(_("Appeal"), _appeal_words()),
            basis(language, submission),
        ],
        "next_step": _(
            "You may file a new application at any time once the grounds no longer hold, or"
            " appeal against this decision as the law on administrative procedures provides,"
            " counting from its day, %(day)s."
        )
        % {"day": format_date(on, language)},
        "signature": signature(by),
    }


def _appeal_words() -> list[str]:
    return [
        _(
            "To whom an appeal is addressed and how long one may appeal is not in the sources of"
            " this portal: look them up in the law on administrative procedures. Not verified"
            " against the act."
        )
    ]


def _grounds(language: str, grounds: list[StatedGround], written_in: str) -> list[Letter]:
    """A part for each ground, named as the list names it in this language."""
    parts = [
        written(_heading(ground, number, language), ground["text"], language, written_in)
        for number, ground in enumerate(grounds, start=1)
    ]
    parts = said_once(parts)
    if all(ground["verified"] for ground in grounds):
        return parts
    unsure = _("The names of the grounds are the portal's own and not verified against the act.")
    return [*parts, plain(_("List of grounds"), [unsure])]


def _heading(ground: StatedGround, number: int, language: str) -> str:
    return _("Ground %(number)s: %(title)s") % {
        "number": number,
        "title": ground_title(ground, language),
    }
