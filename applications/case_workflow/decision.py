"""The ministry's decision: grant or refuse."""

from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from applications import notice_content
from applications.case_acts import (
    last_submission,
    move,
    notify,
    open_case,
    require_state,
    required_words,
)
from applications.check_runs import checks_relied_on
from applications.events import append_event
from applications.granted_subsidy import granted_subsidy, granted_terms
from applications.legal_day import legal_day
from applications.models import Case, EventKind
from applications.permissions import Act
from notices.models import NoticeKind


@transaction.atomic
def approve_case(
    case_id: int,
    *,
    by: Membership | None,
    reasons: str = "",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Grant the subsidy at the rates frozen with the case.

    Raises ReferenceRateUnknown, and TermTooLong for a term above the norm's.
    """
    case, actor, at, from_state = open_case(Act.APPROVE, case_id, by, at, seen)
    require_state(Act.APPROVE, case)
    submission = last_submission(case)
    subsidy = granted_subsidy(submission)
    move(Act.APPROVE, case, by=actor, at=at)
    content = notice_content.approval(submission, subsidy, actor, at)
    append_event(
        case,
        EventKind.APPROVED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reasons.strip(),
        details={
            "terms": granted_terms(subsidy),
            "year": legal_day(at).year,
            **checks_relied_on(submission),
        },
        notice=notify(NoticeKind.APPROVAL, case, content, at),
    )
    return case


@transaction.atomic
def refuse_case(
    case_id: int,
    *,
    grounds: str,
    by: Membership | None,
    written_in: str = "kk",
    at: datetime | None = None,
    seen: int | None = None,
) -> Case:
    """Refuse the subsidy, stating the grounds, each in a paragraph of its own.

    ``written_in`` is the grounds' language, one of the letters' own: ``kk`` or ``ru``.
    """
    case, actor, at, from_state = open_case(Act.REFUSE, case_id, by, at, seen)
    require_state(Act.REFUSE, case)
    reason = required_words(grounds)
    move(Act.REFUSE, case, by=actor, at=at)
    submission = last_submission(case)
    content = notice_content.refusal(submission, reason, written_in, actor, at)
    append_event(
        case,
        EventKind.REFUSED,
        by=actor,
        at=at,
        from_state=from_state,
        reason=reason,
        details={"written_in": written_in, **checks_relied_on(submission)},
        notice=notify(NoticeKind.REFUSAL, case, content, at),
    )
    return case
