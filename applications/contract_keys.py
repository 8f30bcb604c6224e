"""When two contracts are the same one."""

from typing import Any

from applications.folding import folded, squeezed
from applications.models import Case


def contract_key(case: Case, contract: dict[str, Any]) -> str:
    """The same exporter's same contract, however its number is spaced, cased or typed."""
    number = squeezed(folded(contract["contract_number"]))
    return f"{case.organisation.business_number}|{number}|{contract['contract_date']}"
