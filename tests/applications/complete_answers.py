"""A whole application as an exporter would type it, and documents that pass for real."""

from copy import deepcopy
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Membership
from applications.documents import REQUIRED_KINDS, add_document
from applications.drafts import save_section, start_draft
from applications.form_sections import SECTION_OF_CODE
from applications.models import Case, DocumentKind
from applications.section_sheets import Raw

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

COMPLETE: dict[str, Raw] = {
    "applicant": {
        "name_kk": "«Дала машина» ЖШС",
        "name_ru": "ТОО «Дала машина»",
        "address": "Қостанай, Өндіріс көшесі, 1",
        "head_name": "Ахметов Ерлан",
        "contact_name": "Сәрсенова Әлия",
        "contact_phone": "+7 (701) 123-45-67",
        "contact_email": "aliya@example.kz",
        "iban": "KZ86 125K ZT50 0410 0100",
    },
    "lender": {
        "lender_kind": "bank",
        "lender_business_number": "940140000385",
        "lender_name": "АҚ «Мысал банк»",
        "lender_contact": "",
    },
    "buyer": {
        "buyer_name": "Toshkent Agro MChJ",
        "buyer_country": "UZ",
        "buyer_registration_number": "305123456",
        "buyer_address": "Tashkent, Mirzo-Ulugbek 5",
        "buyer_signatory": "B. Karimov",
    },
    "contract": {
        "contract_number": "EXP-15/2026",
        "contract_date": "15.09.2025",
        "contract_amount": "600 000 000",
        "contract_currency": "KZT",
        "incoterms": "DAP",
        "delivery_until": "31.12.2025",
    },
    "goods": {
        "rows": [
            {
                "hs_code": "8432 31 190 0",
                "description": "Дән сепкіш",
                "quantity": "10",
                "unit": "дана",
                "price": "60 000 000",
                "amount": "600 000 000,00",
                "origin_proof_kind": "st_kz",
                "origin_proof_number": "KZ 5 102 00001",
                "origin_proof_date": "01.09.2025",
                "origin_valid_until": "01.09.2026",
            }
        ]
    },
    "financing": {
        "financing_kind": "credit",
        "agreement_number": "C-77",
        "agreement_date": "20.10.2025",
        "financing_amount": "500 000 000",
        "financing_currency": "KZT",
        "nominal_rate_percent": "20,5",
        "term_months": "36",
        "grace_principal_months": "6",
        "grace_interest_months": "0",
        "repayment": "equal_principal",
        "day_count": "30/360",
        "first_disbursement": "01.12.2025",
        "advance_payment": "100 000 000",
        "own_schedule": [],
    },
    "insurance": {
        "insurance_instrument": "credit_institution",
        "insurance_number": "INS-9",
        "insurance_date": "25.10.2025",
        "insured_amount": "500 000 000",
        "insurance_currency": "KZT",
    },
    "declaration": {
        "signatory_name": "Ахметов Ерлан",
        "signatory_position": "Директор",
        "declared": "on",
        "consent_personal_data": "on",
    },
}


def complete_answers(**changes: dict[str, Any]) -> dict[str, Raw]:
    """COMPLETE with some fields of some sections changed: ``buyer={"buyer_name": "…"}``."""
    answers = deepcopy(COMPLETE)
    for section, fields in changes.items():
        answers[section].update(fields)
    return answers


def fill(case: Case, answers: dict[str, Raw], *, by: Membership) -> None:
    for code, raw in answers.items():
        stored = case.sections.filter(section=code).first()
        version = stored.version if stored else 0
        save_section(case.pk, SECTION_OF_CODE[code], raw, expected_version=version, by=by)


def pdf(name: str = "contract.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def png() -> bytes:
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, "PNG")
    return content.getvalue()


def complete_draft(by: Membership, **changes: dict[str, Any]) -> Case:
    """A draft that lacks nothing, with every required document."""
    case = start_draft(by=by)
    fill(case, complete_answers(**changes), by=by)
    for kind in REQUIRED_KINDS:
        add_document(case.pk, DocumentKind(kind), pdf(f"{kind}.pdf"), by=by)
    return case
