"""Registers for tests: rows as dictionaries, written as the CSV a reporter uploads."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership, OrganisationKind, Role
from prudential import tasks
from prudential.models import Register
from prudential.register_columns import COLUMN_NAMES
from prudential.registers import receive_register
from tests.people import make_membership, make_organisation

CUT_OFF = date(2026, 3, 31)


def row(**cells: Any) -> dict[str, str]:
    """A good loan of 100 tenge, not overdue, with ``cells`` changed."""
    good = {
        "loan_identifier": "L-1",
        "counterparty_identifier": "012345678901",
        "cut_off_date": CUT_OFF.isoformat(),
        "currency": "KZT",
        "principal_balance": "100.00",
        "accrued_interest": "0.00",
        "days_past_due": "0",
        "past_due_principal": "0.00",
        "past_due_interest": "0.00",
        "provision_amount": "0.00",
        "on_balance_sheet": "true",
        "chargeoff_date": "",
        "risk_weight": "100",
    }
    return good | {name: str(value) for name, value in cells.items()}


def rows(*changes: dict[str, Any]) -> list[dict[str, str]]:
    """One loan for each set of changes, with identifiers of their own."""
    return [row(**({"loan_identifier": f"L-{n}"} | cells)) for n, cells in enumerate(changes, 1)]


def as_csv(listed: list[dict[str, str]], *, separator: str = ",", bom: bool = False) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMN_NAMES, delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def portfolio(mm90: str, np: str, *, on: date = CUT_OFF) -> bytes:
    """A register whose share is ``mm90`` of ``np`` tenge: one loan of 91 days, one of none."""
    good = Decimal(np) - Decimal(mm90)
    day = on.isoformat()
    return as_csv(
        rows(
            {"principal_balance": mm90, "days_past_due": 91, "cut_off_date": day},
            {"principal_balance": f"{good:.2f}", "cut_off_date": day},
        )
    )


def upload(content: bytes, name: str = "register.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def mfo_reporter(**fields: Any) -> Membership:
    organisation = make_organisation(OrganisationKind.MFO, **fields)
    return make_membership(Role.REPORTER, organisation=organisation)


def bank_reporter(**fields: Any) -> Membership:
    organisation = make_organisation(OrganisationKind.BANK, **fields)
    return make_membership(Role.REPORTER, organisation=organisation)


def filed(by: Membership, content: bytes, *, on: date = CUT_OFF) -> Register:
    """Uploaded, read, and measured where it was accepted: what the worker does."""
    register = receive_register(upload(content), cut_off_date=on, by=by).register
    tasks.read_register(register.pk)
    register.refresh_from_db()
    if register.state == "accepted":
        tasks.compute_register_run(register.pk)
    return register
