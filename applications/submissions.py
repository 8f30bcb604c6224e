"""Freeze a submission with all it relied on."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from applications.answers import frozen_documents
from applications.contract_keys import contract_key
from applications.frozen_reference import reference_for
from applications.legal_day import legal_day
from applications.list_columns import keep_list_columns
from applications.models import Case, Submission


def freeze_submission(
    case: Case, answers: dict[str, Any], *, by: Membership, at: datetime
) -> Submission:
    """Write the next submission of a case; the caller holds the lock on the case's row."""
    financing = answers["financing"]
    first_day = legal_day(case.first_submitted_at or at)
    submission = Submission.objects.create(
        case=case,
        ordinal=case.submissions.count() + 1,
        answers=answers,
        documents=frozen_documents(case),
        reference=reference_for(
            case,
            financing["financing_currency"],
            int(financing["term_months"]),
            first_day=first_day,
        ),
        submitted_by=by,
        submitted_at=at,
        contract_key=contract_key(case, answers["contract"]),
        **_list_columns(answers),
    )
    keep_list_columns(case, submission)
    return submission


def _list_columns(answers: dict[str, Any]) -> dict[str, Any]:
    financing = answers["financing"]
    return {
        "buyer_name": answers["buyer"]["buyer_name"],
        "buyer_country": answers["buyer"]["buyer_country"],
        "lender_name": answers["lender"]["lender_name"],
        "financing_amount": Decimal(financing["financing_amount"]),
        "financing_currency": financing["financing_currency"],
        "nominal_rate_percent": Decimal(financing["nominal_rate_percent"]),
        "term_months": int(financing["term_months"]),
    }
