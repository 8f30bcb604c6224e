"""When two contracts are the same one."""

import unicodedata
from typing import Any

from applications.models import Case

# Letters that look alike in Cyrillic and Latin: the same number typed on two keyboards.
LOOK_ALIKE = str.maketrans("авекмнорстухі", "abekmhopctyxi")


def contract_key(case: Case, contract: dict[str, Any]) -> str:
    """The same exporter's same contract, however its number is spaced, cased or typed."""
    folded = unicodedata.normalize("NFKC", contract["contract_number"]).casefold()
    number = "".join(sign for sign in folded.translate(LOOK_ALIKE) if sign.isalnum())
    return f"{case.organisation.business_number}|{number}|{contract['contract_date']}"
