"""The history of a case shows any change to it, and can only grow."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from applications.events import verify_chain
from applications.models import Case, CaseEvent, CaseState, Submission
from norms.append_only import HistoryIsAppendOnly, erase_personal_values
from norms.hash_chain import ChainBreak
from notices.models import Notice
from tests.applications.cases import SUBMITTED_AT, make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db
OTHER = object()


def tamper(table, column, value, **where):
    """As somebody with the database's password would, past the models."""
    condition = " AND ".join(f"{name} = %s" for name in where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {condition}",  # noqa: S608  a test's own words
            [value, *where.values()],
        )


EVENT_COLUMNS = {
    "ordinal": (9, "ordinal"),
    "kind": ("withdrawn", "hash"),
    "from_state": ("draft", "hash"),
    "to_state": ("refused", "hash"),
    "at": ("2026-01-01 00:00:00", "hash"),
    "user_id": (OTHER, "hash"),
    "membership_id": (OTHER, "hash"),
    "reason": ("something else", "hash"),
    "details": ('{"in_favour": false}', "hash"),
    "notice_id": (OTHER, "hash"),
    "notice_sha256": ("0" * 64, "hash"),
    "previous_hash": ("0" * 64, "previous_hash"),
    "hash_version": (1, "version"),
    "hash": ("0" * 64, "hash"),
    "secret": ("0" * 64, "hash"),
}
SUBMISSION_COLUMNS = {
    "ordinal": 2,
    "answers": '{"buyer": {}}',
    "documents": "[]",
    "reference": "{}",
    "submitted_by_id": OTHER,
    "submitted_at": "2026-01-01 00:00:00",
    "buyer_name": "Another",
    "buyer_country": "DE",
    "lender_name": "Another",
    "financing_amount": 1,
    "financing_currency": "USD",
    "nominal_rate_percent": 1,
    "term_months": 1,
    "contract_key": "another",
    "secret": "0" * 64,
}
NOTICE_COLUMNS = {
    "kind": "refusal",
    "number": "N-1999-000001",
    "verification_code": "0" * 32,
    "addressee_id": OTHER,
    "subject": "KR-1999-000001",
    "content": '{"languages": []}',
    "issued_on": "1999-01-01",
    "cancels_id": OTHER,
    "secret": "0" * 64,
}
# Told by other fields, or no part of what was written: the key itself, what erasure
# leaves, and the rendering, which the digest of the PDF covers.
NOT_CHAINED = {"id", "case", "commitments", "erased_at"}
NOT_CHAINED_OF_NOTICE = {*NOT_CHAINED, "issued_at", "pdf", "rendered_at", "pdf_sha256"}


def columns(model, left_out):
    return {field.column for field in model._meta.concrete_fields if field.name not in left_out}


def test_every_stored_field_is_tampered_with_below():
    assert columns(CaseEvent, NOT_CHAINED) == EVENT_COLUMNS.keys()
    assert columns(Submission, NOT_CHAINED) == SUBMISSION_COLUMNS.keys()
    assert columns(Notice, NOT_CHAINED_OF_NOTICE) == NOTICE_COLUMNS.keys()


def somebody_else(column, value):
    """The key of an existing row that the tampered row does not refer to."""
    if value is not OTHER:
        return value
    if column in ("notice_id", "cancels_id"):
        return Notice.objects.order_by("pk").last().pk
    member = make_membership()
    pks = {"user_id": member.user_id, "addressee_id": member.organisation_id}
    return pks.get(column, member.pk)


@pytest.mark.parametrize("column", EVENT_COLUMNS)
def test_a_changed_event_is_the_break(column):
    case = make_case(CaseState.APPROVED)
    value, reason = EVENT_COLUMNS[column]
    value = somebody_else(column, value)
    tamper("applications_caseevent", column, value, case_id=case.pk, ordinal=3)
    assert verify_chain(case) == ChainBreak(3, reason)


@pytest.mark.parametrize("column", SUBMISSION_COLUMNS)
def test_a_changed_submission_is_found_at_its_event(column):
    case = make_case(CaseState.APPROVED)
    value = somebody_else(column, SUBMISSION_COLUMNS[column])
    tamper("applications_submission", column, value, case_id=case.pk)
    assert verify_chain(case) == ChainBreak(1, "submission")


@pytest.mark.parametrize("column", NOTICE_COLUMNS)
def test_a_changed_notice_is_found_at_its_event(column):
    case = make_case(CaseState.APPROVED)
    value = somebody_else(column, NOTICE_COLUMNS[column])
    first = case.events.get(ordinal=1).notice_id
    tamper("notices_notice", column, value, id=first)
    assert verify_chain(case) == ChainBreak(1, "notice")


@pytest.mark.parametrize("column", ["findings", "relied_on"])
def test_changed_findings_are_found_at_their_event(column):
    case = make_case(CaseState.APPROVED)
    tamper("applications_checkrun", column, "[]", submission_id=case.submissions.get().pk)
    assert verify_chain(case) == ChainBreak(1, "findings")


@pytest.mark.parametrize(
    ("table", "column"),
    [("applications_caseevent", "reason"), ("applications_submission", "buyer_name")],
)
def test_values_taken_away_without_an_event_that_says_so_are_found(table, column):
    """As a thief of traces would: blank the value with its own, true commitments kept."""
    case = make_case(CaseState.APPROVED)
    row = case.events.get(ordinal=1) if column == "reason" else case.submissions.get()
    erase_personal_values(row, at=SUBMITTED_AT)
    assert verify_chain(case) == ChainBreak(1, "erased")
    tamper(table, column, "put back", case_id=case.pk, ordinal=1)
    assert verify_chain(case).ordinal == 1


def test_a_changed_event_with_a_hash_made_anew_breaks_the_next_one():
    from applications.events import hash_of

    case = make_case(CaseState.APPROVED)
    tamper("applications_caseevent", "reason", "forged", case_id=case.pk, ordinal=3)
    forged = hash_of(CaseEvent.objects.get(case=case, ordinal=3))
    tamper("applications_caseevent", "hash", forged, case_id=case.pk, ordinal=3)
    assert verify_chain(case) == ChainBreak(4, "previous_hash")


def test_a_missing_event_is_found():
    case = make_case(CaseState.APPROVED)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM applications_caseevent WHERE case_id = %s AND ordinal = 2", [case.pk]
        )
    assert verify_chain(case) == ChainBreak(2, "ordinal")


def test_a_state_that_no_event_led_to_is_found():
    case = make_case(CaseState.APPROVED)
    Case.objects.filter(pk=case.pk).update(state=CaseState.REFUSED)
    assert verify_chain(Case.objects.get(pk=case.pk)) == ChainBreak(4, "state")


def test_answers_changed_after_submission_are_found():
    case = make_case()
    tamper("applications_submission", "answers", '{"buyer": {}}', case_id=case.pk)
    assert verify_chain(case) == ChainBreak(1, "submission")


@pytest.mark.parametrize("model", [CaseEvent, Submission])
def test_history_is_neither_changed_nor_deleted(model):
    row = model.objects.get(case=make_case())
    for attempt in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(HistoryIsAppendOnly):
            attempt()
    with pytest.raises(HistoryIsAppendOnly):
        model.objects.update(case=row.case)


def test_check_history_is_quiet_about_whole_chains_and_names_the_broken_case():
    whole, broken = make_case(), make_case(CaseState.APPROVED)
    output = io.StringIO()
    call_command("check_history", stdout=output)
    assert "2" in output.getvalue()
    tamper("applications_caseevent", "reason", "forged", case_id=broken.pk, ordinal=3)
    with pytest.raises(CommandError) as failure:
        call_command("check_history", stdout=(told := io.StringIO()))
    assert f"{broken.number}: event 3, hash" in told.getvalue()
    assert whole.number not in told.getvalue()
    assert "1 of 2" in str(failure.value)


def test_check_history_as_json_has_a_line_for_each_broken_case_and_the_counts():
    make_case()
    broken = make_case(CaseState.APPROVED)
    tamper("applications_caseevent", "reason", "forged", case_id=broken.pk, ordinal=3)
    with pytest.raises(CommandError):
        call_command("check_history", json=True, stdout=(told := io.StringIO()))
    assert [json.loads(line) for line in told.getvalue().splitlines()] == [
        {"number": broken.number, "event": 3, "why": "hash"},
        {"checked": 2, "broken": 1},
    ]


def test_a_case_whose_whole_history_is_gone_is_broken():
    case = make_case()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM applications_caseevent WHERE case_id = %s", [case.pk])
    assert verify_chain(case) == ChainBreak(1, "missing")


def test_the_queries_of_check_history_do_not_grow_with_the_cases(django_assert_max_num_queries):
    for _one in range(3):
        make_case(CaseState.APPROVED)
    with django_assert_max_num_queries(5):
        call_command("check_history", stdout=io.StringIO())
