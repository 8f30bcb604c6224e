"""An application as typed in the browser, its dates near the day of the walk."""

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import FilePayload

from tests.applications.complete_answers import COMPLETE, PDF

SECTIONS_IN_ORDER = [
    "applicant", "lender", "buyer", "contract", "goods", "financing", "insurance",
]  # fmt: skip
DOCUMENTS = [
    "export_contract", "lender_decision", "financing_agreement", "insurance_contract",
    "origin_proof",
]  # fmt: skip


def near(today: date, days: int) -> str:
    return f"{today + timedelta(days=days):%d.%m.%Y}"


def answers_for(today: date, *, contract_number: str) -> dict[str, dict[str, Any]]:
    """The complete answers with dates around ``today`` and a contract of its own."""
    changed = {
        "contract": {
            "contract_number": contract_number,
            "contract_date": near(today, -60),
            "delivery_until": near(today, 150),
        },
        "financing": {
            "agreement_date": near(today, -30),
            "first_disbursement": near(today, 20),
        },
        "insurance": {"insurance_date": near(today, -20)},
    }
    answers = {
        code: {**raw, **changed.get(code, {})} for code, raw in COMPLETE.items() if code != "goods"
    }
    del answers["financing"]["own_schedule"]
    row = {
        **COMPLETE["goods"]["rows"][0],
        "origin_proof_date": near(today, -40),
        "origin_valid_until": near(today, 300),
    }
    answers["goods"] = {f"rows-0-{name}": value for name, value in row.items()}
    return answers


def upload(name: str) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}
