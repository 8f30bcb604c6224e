"""What in a case is personal: the one list that commitments and erasure go by.

Amounts, rates, days, codes and the parties' registered names stay with the decision;
what names, reaches or describes a person, and every free text, can be erased. A key of
an event's details that is not listed as plain counts as personal: a new text is covered
before anybody thinks of it.
"""

from typing import Any

PERSONAL_ANSWERS: dict[str, frozenset[str]] = {
    "applicant": frozenset(
        {
            "business_number",
            "name_kk",
            "name_ru",
            "address",
            "head_name",
            "contact_name",
            "contact_phone",
            "contact_email",
            "iban",
        }
    ),
    "lender": frozenset({"lender_contact"}),
    "buyer": frozenset(
        {"buyer_name", "buyer_registration_number", "buyer_address", "buyer_signatory"}
    ),
    "contract": frozenset({"contract_number"}),
    "goods": frozenset({"description"}),
    "financing": frozenset({"agreement_number"}),
    "insurance": frozenset({"insurance_number"}),
    "declaration": frozenset({"signatory_name", "signatory_position"}),
}
PERSONAL_OF_DOCUMENT = frozenset({"name", "uploaded_by"})
PERSONAL_COLUMNS = frozenset({"buyer_name", "contract_key"})
PLAIN_DETAILS = frozenset(
    {
        "answer_until",
        "appeal",
        "appealed_on",
        "check_run",
        "counted_from",
        "decided_on",
        "decision",
        "due_on",
        "findings_sha256",
        "ground",
        "in_favour",
        "outcome",
        "period_from",
        "proposal",
        "reference",
        "retention_class",
        "reviewer_before",
        "submission",
        "submission_sha256",
        "terms",
        "to",
        "working_days",
        "written_in",
        "year",
    }
)


def of_submission(path: tuple[str, ...], value: Any) -> bool:
    """Whether the value at this place of a submission is personal as a whole."""
    if len(path) == 1:
        return path[0] in PERSONAL_COLUMNS
    if path[0] == "documents" if path else False:
        return path[-1] in PERSONAL_OF_DOCUMENT
    return len(path) > 2 and path[-1] in PERSONAL_ANSWERS.get(path[1], frozenset())


def of_event(path: tuple[str, ...], value: Any) -> bool:
    """Whether the value at this place of an event is personal: its texts, unless listed plain."""
    if path == ("reason",):
        return True
    if not isinstance(value, str) or len(path) < 2 or path[1] in PLAIN_DETAILS:
        return False
    return path[-1] == "text" if path[1] == "grounds" else True


def of_check_run(path: tuple[str, ...], value: Any) -> bool:
    """Whether a value that a check compared is a text of the applicant's; empty once erased."""
    if len(path) != 4 or path[2] != "values":
        return False
    return bool(value == {} or value.get("kind") == "text")
