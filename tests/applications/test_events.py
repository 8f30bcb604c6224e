"""The history of a case shows any change to it, and can only grow."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from applications.events import ChainBreak, verify_chain
from applications.models import Case, CaseEvent, CaseState, Submission
from norms.append_only import HistoryIsAppendOnly
from tests.applications.cases import make_case

pytestmark = pytest.mark.django_db


def tamper(table, column, value, **where):
    """As somebody with the database's password would, past the models."""
    condition = " AND ".join(f"{name} = %s" for name in where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE {condition}",  # noqa: S608  a test's own words
            [value, *where.values()],
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reason", "something else"),
        ("kind", "withdrawn"),
        ("at", "2026-01-01 00:00:00"),
        ("details", '{"in_favour": false}'),
        ("to_state", "refused"),
        ("hash", "0" * 64),
    ],
)
def test_a_changed_event_is_the_break(column, value):
    case = make_case(CaseState.APPROVED)
    tamper("applications_caseevent", column, value, case_id=case.pk, ordinal=3)
    assert verify_chain(case) == ChainBreak(3, "hash")


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
        call_command("check_history", stdout=io.StringIO())
    assert broken.number in str(failure.value)
    assert whole.number not in str(failure.value)
