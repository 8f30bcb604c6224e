"""Keep what lists need beside the case. Callers hold the lock on the case's row."""

from decimal import Decimal
from typing import Any

from accounts.models import Organisation
from applications.folding import search_words
from applications.models import Case, CaseState, Submission

DRAFT_FIELDS = ("buyer_name", "search_text")
FIELDS = (
    *DRAFT_FIELDS,
    "buyer_country",
    "lender_kind",
    "lender_name",
    "contract_number",
    "contract_key",
    "financing_amount",
    "financing_currency",
)


def keep_list_columns(case: Case, submission: Submission) -> None:
    """The columns of the case's last submission."""
    for name, value in columns_of(submission.answers).items():
        setattr(case, name, value)
    case.contract_key = submission.contract_key
    case.search_text = search_text(case)
    case.save(update_fields=FIELDS)


def columns_of(answers: dict[str, Any]) -> dict[str, Any]:
    """From typed answers; ``lender_kind`` and ``contract_number`` too."""
    financing = answers["financing"]
    return {
        "buyer_name": answers["buyer"]["buyer_name"],
        "buyer_country": answers["buyer"]["buyer_country"],
        "lender_kind": answers["lender"]["lender_kind"],
        "lender_name": answers["lender"]["lender_name"],
        "contract_number": answers["contract"]["contract_number"],
        "financing_amount": Decimal(financing["financing_amount"]),
        "financing_currency": financing["financing_currency"],
    }


def keep_draft_columns(case: Case, raw_buyer: dict[str, Any]) -> None:
    """The buyer as typed so far; a returned case keeps what was filed."""
    if case.state != CaseState.DRAFT:
        return
    longest = Case._meta.get_field("buyer_name").max_length
    case.buyer_name = str(raw_buyer.get("buyer_name", ""))[:longest]
    case.search_text = search_text(case)
    case.save(update_fields=DRAFT_FIELDS)


def search_text(case: Case) -> str:
    """Number, exporter, buyer, contract and lender in the letters of ``folding``."""
    organisation: Organisation = case.organisation
    told = (
        case.number or "",
        organisation.business_number,
        organisation.name_kk,
        organisation.name_ru,
        case.buyer_name,
        case.contract_number,
        case.lender_name,
    )
    return " ".join(word for text in told for word in search_words(text))
