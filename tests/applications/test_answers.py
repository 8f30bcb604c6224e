"""Raw answers become typed ones, or errors at their fields."""

import json
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.answers import IncompleteAnswers, Progress, draft_answers, typed_answers
from applications.drafts import start_draft
from applications.form_sections import ANSWERED_SECTIONS, SECTION_OF_CODE
from applications.section_sheets import SectionSheet, json_ready, raw_from_post
from tests.applications.complete_answers import COMPLETE, complete_answers, complete_draft, fill
from tests.people import make_membership


def errors_of(code, **changes):
    """Errors of a section by field and code, its answers changed."""
    answers = complete_answers(**{code: changes})
    sheet = SectionSheet(SECTION_OF_CODE[code], answers[code], checked=True, siblings=answers)
    return {(error.field.removeprefix("id_"), error.code) for error in sheet.errors()}


def goods_row(**changes):
    return {"rows": [{**COMPLETE["goods"]["rows"][0], **changes}]}


@pytest.mark.parametrize("section", ANSWERED_SECTIONS, ids=lambda s: s.code)
def test_the_complete_answers_have_no_errors(section):
    assert errors_of(section.code) == set()


@pytest.mark.parametrize(
    ("code", "field", "typed", "error"),
    [
        ("applicant", "iban", "KZ86125KZT5004100101", "invalid"),
        ("applicant", "iban", "KZ86125KZT500410010", "invalid"),
        ("applicant", "iban", "DE89370400440532013000", "foreign"),
        ("applicant", "iban", "", "required"),
        ("applicant", "contact_phone", "call me", "invalid"),
        ("applicant", "contact_email", "aliya@", "invalid"),
        ("lender", "lender_business_number", "940140000386", "invalid"),
        ("lender", "lender_business_number", "94014000038", "invalid"),
        ("lender", "lender_kind", "pawnshop", "invalid_choice"),
        ("buyer", "buyer_country", "XX", "invalid_choice"),
        ("contract", "contract_amount", "0", "min_value"),
        ("contract", "contract_amount", "1.234,5.6", "invalid"),
        ("contract", "contract_date", "31.02.2025", "invalid"),
        ("contract", "contract_date", "09/15/2025", "invalid"),
        ("contract", "delivery_until", "14.09.2025", "invalid"),
        ("contract", "incoterms", "DAT", "invalid_choice"),
        ("financing", "nominal_rate_percent", "101", "max_value"),
        ("financing", "term_months", "0", "min_value"),
        ("financing", "term_months", "36,5", "invalid"),
        ("financing", "grace_principal_months", "36", "invalid"),
        ("financing", "grace_interest_months", "40", "invalid"),
        ("financing", "financing_currency", "XXX", "invalid_choice"),
        ("financing", "day_count", "360/360", "invalid_choice"),
        ("insurance", "insured_amount", "-1", "min_value"),
        ("declaration", "declared", "", "required"),
    ],
)
def test_a_wrong_answer_is_an_error_at_its_field(code, field, typed, error):
    found = {(name.removesuffix("_0"), why) for name, why in errors_of(code, **{field: typed})}
    assert (field, error) in found


@pytest.mark.parametrize("digits", ["843231", "84323119", "8432311900", "8432 31 190 0"])
def test_full_commodity_codes_are_taken(digits):
    assert errors_of("goods", **goods_row(hs_code=digits)) == set()


@pytest.mark.parametrize("digits", ["84", "8432", "84323", "843231190", "84323119001", "8432AB"])
def test_headings_and_broken_commodity_codes_are_not(digits):
    assert errors_of("goods", **goods_row(hs_code=digits)) == {("rows-0-hs_code", "invalid")}


def test_an_amount_that_is_not_the_product_is_told_at_the_amount():
    assert errors_of("goods", **goods_row(quantity="9")) == {("rows-0-amount", "not_the_product")}


def test_items_above_the_contract_are_told_at_the_table():
    rows = goods_row()["rows"] * 2
    assert errors_of("goods", rows=rows) == {("rows-table", "above_contract")}


def test_an_empty_row_does_not_count_but_no_row_at_all_is_missing():
    empty = dict.fromkeys(COMPLETE["goods"]["rows"][0], "")
    assert errors_of("goods", rows=[*goods_row()["rows"], empty]) == set()
    assert errors_of("goods", rows=[empty]) == {("rows-table", "required")}
    assert errors_of("goods", rows=[]) == {("rows-table", "required")}


OWN = [
    {"date": "01.06.2026", "principal": "200 000 000"},
    {"date": "01.12.2027", "principal": "300 000 000"},
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (OWN, set()),
        ([], {("own_schedule-table", "required")}),
        (OWN[:1], {("own_schedule-table", "principal_mismatch")}),
        (OWN[::-1], {("own_schedule-1-date", "invalid")}),
        ([OWN[0], {**OWN[1], "date": "02.12.2028"}], {("own_schedule-1-date", "invalid")}),
        ([{**OWN[0], "date": "01.12.2025"}, OWN[1]], {("own_schedule-0-date", "invalid")}),
        ([OWN[0], {**OWN[1], "principal": ""}], {("own_schedule-1-principal", "required")}),
    ],
)
def test_an_own_schedule_rises_within_the_term_and_sums_to_the_financing(rows, expected):
    assert errors_of("financing", repayment="own", own_schedule=rows) == expected


def test_a_schedule_that_was_not_chosen_is_not_asked_about():
    assert errors_of("financing", repayment="annuity", own_schedule=OWN[:1]) == set()


@pytest.mark.django_db
def test_typed_answers_are_json_with_amounts_and_days_as_text():
    person = make_membership()
    answers = typed_answers(complete_draft(person))
    assert json.loads(json.dumps(answers)) == answers
    assert answers["applicant"]["business_number"] == person.organisation.business_number
    assert answers["applicant"]["iban"] == "KZ86125KZT5004100100"
    assert answers["contract"]["contract_amount"] == "600000000"
    assert answers["contract"]["contract_date"] == "2025-09-15"
    assert answers["goods"][0]["hs_code"] == "8432311900"
    assert answers["financing"]["nominal_rate_percent"] == "20.5"
    assert answers["financing"]["term_months"] == 36
    assert answers["financing"]["own_schedule"] == []
    assert answers["declaration"]["declared"] is True


@pytest.mark.django_db
def test_the_typed_schedule_is_kept_with_the_financing():
    case = complete_draft(make_membership(), financing={"repayment": "own", "own_schedule": OWN})
    assert typed_answers(case)["financing"]["own_schedule"] == [
        {"date": "2026-06-01", "principal": "200000000"},
        {"date": "2027-12-01", "principal": "300000000"},
    ]


@pytest.mark.django_db
def test_an_empty_draft_lists_every_section_that_is_missing():
    with pytest.raises(IncompleteAnswers) as caught:
        typed_answers(start_draft(by=make_membership()))
    assert set(caught.value.errors) == {s.code for s in ANSWERED_SECTIONS} | {"documents"}


@pytest.mark.django_db
def test_progress_tells_missing_from_wrong():
    person = make_membership()
    case = start_draft(by=person)
    lender = {**COMPLETE["lender"], "lender_name": ""}
    fill(case, {"buyer": {"buyer_country": "XX"}, "lender": lender}, by=person)
    fill(case, {"contract": COMPLETE["contract"]}, by=person)
    draft = draft_answers(case)
    found = {code: draft.progress(SECTION_OF_CODE[code]) for code in SECTION_OF_CODE}
    assert found["lender"] == Progress.IN_PROGRESS
    assert found["buyer"] == Progress.NEEDS_ATTENTION
    assert found["contract"] == Progress.COMPLETE
    assert found["financing"] == Progress.NOT_STARTED
    assert found["documents"] == Progress.NOT_STARTED


@pytest.mark.parametrize("section", ANSWERED_SECTIONS, ids=lambda s: s.code)
@settings(deadline=None)
@given(data=st.data())
def test_no_typed_text_breaks_a_section(section, data):
    """Whatever is typed: errors or typed answers, and JSON either way."""
    answers = complete_answers()
    raw = answers[section.code]
    fields = raw if section.form else raw["rows"][0]
    name = data.draw(st.sampled_from([n for n in fields if n != "own_schedule"]))
    fields[name] = data.draw(st.text(max_size=40) | st.text("0123456789., -+eE", max_size=30))
    sheet = SectionSheet(section, raw, checked=True, siblings=answers)
    if not sheet.errors():
        assert json.loads(json.dumps(sheet.typed())) == sheet.typed()


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=8))
def test_a_post_is_read_without_interpretation(typed, count):
    post = QueryDict(mutable=True)
    post.update({"rows-TOTAL_FORMS": count, "rows-0-hs_code": typed})
    rows = raw_from_post(SECTION_OF_CODE["goods"], post)["rows"]
    assert len(rows) <= 50
    assert all(row["hs_code"] in (typed.replace("\x00", ""), "") for row in rows)


@pytest.mark.parametrize(
    ("value", "text"),
    [("1000000.00", "1000000"), ("0.00", "0"), ("12.50", "12.5"), ("1E+3", "1000")],
)
def test_equal_amounts_are_the_same_text(value, text):
    assert json_ready(Decimal(value)) == text
