"""Freeze a submission with all it relied on, and run the checks on it."""

import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from applications.answers import frozen_documents
from applications.case_facts import facts_of
from applications.checks import run_checks
from applications.frozen_reference import reference_for
from applications.legal_day import legal_day
from applications.models import Case, CheckRun, Submission

# Letters that look alike in Cyrillic and Latin: the same number typed on two keyboards.
LOOK_ALIKE = str.maketrans("авекмнорстухі", "abekmhopctyxi")


def freeze_submission(
    case: Case, answers: dict[str, Any], *, by: Membership, at: datetime
) -> Submission:
    """Write the next submission of a case; the caller holds the lock on the case's row."""
    financing = answers["financing"]
    first_day = legal_day(case.first_submitted_at or at)
    return Submission.objects.create(
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


def contract_key(case: Case, contract: dict[str, Any]) -> str:
    """The same exporter's same contract, however its number is spaced, cased or typed."""
    folded = unicodedata.normalize("NFKC", contract["contract_number"]).casefold()
    number = "".join(sign for sign in folded.translate(LOOK_ALIKE) if sign.isalnum())
    return f"{case.organisation.business_number}|{number}|{contract['contract_date']}"


def run_and_keep_checks(submission: Submission, *, at: datetime) -> CheckRun:
    """Run every check on the submission and keep the findings as of ``at``."""
    findings = [finding.as_json() for finding in run_checks(facts_of(submission, at=at))]
    return CheckRun.objects.create(submission=submission, ran_at=at, findings=findings)
