"""Dated rows: a first day only, ended by the next row or by an empty one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from norms.dated_rows import DatedRow, DatedRowQuerySet, one_row_a_day

with isolate_apps("norms"):

    class Fee(DatedRow):
        """A series a currency and term, as the reference rates will be."""

        currency = models.CharField(max_length=3)
        term = models.CharField(max_length=10, default="")
        value = models.DecimalField(max_digits=9, decimal_places=2, null=True)

        series_fields = ("currency", "term")

        class Meta(DatedRow.Meta):
            app_label = "norms"
            constraints = [*one_row_a_day("currency", "term", name="fee_one_row_a_day")]


@pytest.fixture
def fees(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Fee)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Fee)


def fee(first_day: str, value: str | None, currency: str = "KZT", term: str = "") -> Fee:
    return Fee.objects.create(
        effective_from=date.fromisoformat(first_day),
        value=None if value is None else Decimal(value),
        currency=currency,
        term=term,
    )


def in_force(day: str) -> set[tuple[str, str, Decimal]]:
    rows = Fee.objects.in_force(date.fromisoformat(day))
    return {(row.currency, row.term, row.value) for row in rows}


def test_a_row_holds_from_its_first_day_until_the_next_begins(fees):
    fee("2026-01-01", "5")
    fee("2026-03-01", "6")
    assert in_force("2025-12-31") == set()
    assert in_force("2026-01-01") == in_force("2026-02-28") == {("KZT", "", Decimal(5))}
    assert in_force("2026-03-01") == {("KZT", "", Decimal(6))}


def test_an_empty_row_ends_the_series_and_a_later_one_takes_it_up(fees):
    fee("2026-01-01", "5")
    end = fee("2026-02-01", None)
    fee("2026-04-01", "7")
    assert end.ends_series
    assert in_force("2026-01-31") == {("KZT", "", Decimal(5))}
    assert in_force("2026-02-01") == in_force("2026-03-31") == set()
    assert in_force("2026-04-01") == {("KZT", "", Decimal(7))}


def test_series_do_not_touch_each_other_and_one_query_answers_for_all(
    fees, django_assert_num_queries
):
    fee("2026-01-01", "5")
    fee("2026-02-01", "9", currency="USD", term="short")
    fee("2026-02-01", "8", currency="USD", term="long")
    fee("2026-03-01", None, currency="USD", term="long")
    with django_assert_num_queries(1):
        found = in_force("2026-03-05")
    assert found == {("KZT", "", Decimal(5)), ("USD", "short", Decimal(9))}


def test_a_filter_before_the_question_only_narrows_the_series(fees):
    fee("2026-01-01", "5")
    fee("2026-02-01", "6")
    old_only = Fee.objects.filter(value=5).in_force(date(2026, 3, 1))
    assert list(old_only) == [], "a superseded row must not come back through a filter"


def test_two_rows_of_a_series_on_one_day_are_refused(fees):
    fee("2026-01-01", "5")
    with pytest.raises(IntegrityError), transaction.atomic():
        fee("2026-01-01", "6")
    with pytest.raises(ValidationError, match="already has a row"):
        Fee(currency="KZT", term="", effective_from=date(2026, 1, 1)).validate_constraints()
    fee("2026-01-01", "6", currency="USD")


def test_history_and_what_is_to_come(fees):
    rows = [fee("2026-01-01", "5"), fee("2026-02-01", "6"), fee("2026-03-01", None)]
    assert list(Fee.objects.history()) == rows[::-1]
    assert list(Fee.objects.upcoming(date(2026, 1, 15))) == rows[1:]


def test_the_queryset_is_what_a_subclass_extends():
    assert issubclass(type(Fee.objects.all()), DatedRowQuerySet)


SERIES = [("2026-01-01", "5"), ("2026-01-04", None), ("2026-01-05", "6"), ("2026-01-09", "7")]


def test_every_day_of_a_series_has_the_answer_that_a_plain_reading_gives(fees):
    for first_day, value in SERIES:
        fee(first_day, value)
    for offset in range(-2, 15):
        day = str(date(2026, 1, 1) + timedelta(days=offset))
        begun = [value for first_day, value in SERIES if first_day <= day]
        expected = {("KZT", "", Decimal(begun[-1]))} if begun and begun[-1] else set()
        assert in_force(day) == expected
