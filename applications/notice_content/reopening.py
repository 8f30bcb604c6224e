"""That a decided case is reopened and its decision cancelled."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Membership
from applications.legal_day import legal_day
from applications.models import CaseEvent, CaseState, Submission
from applications.notice_content.parts import (
    Letter,
    basis,
    case_and_day,
    facts,
    in_both,
    name_of,
    plain,
    signature,
    written,
)
from applications.reopenings import ReopeningGround
from languages.amounts import format_date


def reopening(
    submission: Submission,
    proposal: CaseEvent,
    decision: CaseEvent,
    by: Membership,
    at: datetime,
) -> Letter:
    """Which decision is cancelled, why, by which act, and where the case goes."""
    return in_both(_reopening, submission, proposal, decision, by, legal_day(at))


def _reopening(
    language: str,
    submission: Submission,
    proposal: CaseEvent,
    decision: CaseEvent,
    by: Membership,
    on: date,
) -> Letter:
    reason = str(ReopeningGround(proposal.details["ground"]).label)
    return {
        "issuer": name_of(by.organisation, language),
        "title": _("Reopening of the case"),
        "opening": _(
            "The decision on your application %(number)s of %(day)s is cancelled on %(on)s and the"
            " case is open again."
        )
        % {**case_and_day(language, submission), "on": format_date(on, language)},
        "facts": [*facts(language, submission), *_cancelled(language, decision)],
        "sections": [
            written(reason, proposal.reason, language, proposal.details["written_in"]),
            plain(_("Act on which the reopening rests"), [proposal.details["citation"]]),
            basis(language, submission),
        ],
        "next_step": _where_it_goes(proposal.details["to"]),
        "signature": signature(by),
    }


def _cancelled(language: str, decision: CaseEvent) -> list[list[str]]:
    notice = decision.notice
    number = f"№ {notice.number}" if notice else ""
    words = f"{decision.get_kind_display()}, {format_date(legal_day(decision.at), language)}"
    return [[_("Decision cancelled"), f"{words}, {number}" if number else words]]


def _where_it_goes(to: str) -> str:
    if to == CaseState.AGENT_REVIEW:
        return _(
            "The financial agent reviews the application again, then the ministry decides anew."
            " You need to do nothing; the new decision reaches you through the portal."
        )
    return _(
        "The ministry decides anew, and not by the person who took the decision cancelled. You"
        " need to do nothing; the new decision reaches you through the portal."
    )
