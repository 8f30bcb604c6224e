"""How long cases really took: by nearest rank, of the last twelve months, or too few."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from applications.deadlines.durations import measure, measured_durations, percentile
from applications.models import CaseState, Measure, MeasuredDuration
from tests.applications.cases import STEPS, SUBMITTED_AT, Cast, make_case


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([7], 50, 7),
        ([1, 2], 50, 1),
        ([3, 1, 2], 50, 2),
        ([*range(1, 11)], 90, 9),
        ([*range(1, 12)], 90, 10),
        ([5] * 9 + [100], 90, 5),
    ],
)
def test_a_percentile_by_nearest_rank(values, percent, expected):
    assert percentile(values, percent) == expected


@given(st.lists(st.integers(0, 300), min_size=1), st.sampled_from([50, 90]))
def test_a_percentile_is_a_value_that_enough_do_not_exceed(values, percent):
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


def decided(cast: Cast, days: int, at: datetime = SUBMITTED_AT) -> None:
    """Submitted on Tuesday 20 January 2026, decided ``days`` days later."""
    case = make_case(CaseState.AWAITING_DECISION, cast=cast, at=at)
    STEPS["approve"](case.pk, cast, at + timedelta(days=days))


def figures() -> dict[str, tuple[int, int | None, int | None]]:
    return {
        row.measure: (row.sample_size, row.median_days, row.ninetieth_days)
        for row in MeasuredDuration.objects.all()
    }


@pytest.mark.django_db
class TestMeasuring:
    def test_fewer_than_five_are_too_few_to_say(self):
        cast = Cast()
        for days in (1, 2, 3, 3):
            decided(cast, days)
        assert measure(on=date(2026, 6, 1)) == 4
        assert figures() == {"decision": (4, None, None), "review": (4, None, None)}

    def test_working_days_from_the_first_submission_to_the_decision(self):
        cast = Cast()
        for days in (1, 2, 3, 6, 7):
            decided(cast, days)
        measure(on=date(2026, 6, 1))
        # The agent concluded within two hours.
        assert figures() == {"decision": (5, 3, 5), "review": (5, 0, 0)}

    def test_the_agents_review_leaves_out_what_the_applicant_took(self):
        cast = Cast()
        for _ in range(5):
            case = make_case(CaseState.RETURNED, cast=cast)  # on the day of submission
            STEPS["submit"](case.pk, cast, SUBMITTED_AT + timedelta(days=13))  # Monday
            STEPS["take"](case.pk, cast, SUBMITTED_AT + timedelta(days=13))
            STEPS["conclude"](case.pk, cast, SUBMITTED_AT + timedelta(days=15))
            STEPS["refuse"](case.pk, cast, SUBMITTED_AT + timedelta(days=15))
        measure(on=date(2026, 6, 1))
        assert figures() == {"decision": (5, 11, 11), "review": (5, 2, 2)}

    @pytest.mark.parametrize(
        ("on", "counted"),
        [
            (date(2026, 1, 20), 0),
            (date(2026, 1, 21), 1),
            (date(2027, 1, 20), 1),
            (date(2027, 1, 21), 0),
        ],
    )
    def test_of_the_last_twelve_months(self, on, counted):
        decided(Cast(), 1)
        assert measure(on=on) == counted

    def test_a_leap_day_ends_no_year_too_early(self):
        measure(on=date(2028, 2, 28))
        assert {row.period_from for row in measured_durations()} == {date(2027, 3, 1)}

    def test_a_decision_at_night_belongs_to_its_local_day(self):
        decided(Cast(), 0, at=datetime(2026, 1, 20, 19, 30, tzinfo=UTC))  # the 21st in Almaty
        assert measure(on=date(2026, 1, 20)) == 0
        assert measure(on=date(2026, 1, 21)) == 1

    def test_measured_again_there_is_one_row_each(self):
        for _ in range(2):
            measure(on=date(2026, 6, 1))
        assert MeasuredDuration.objects.count() == len(Measure)

    @pytest.mark.parametrize("cases", [1, 3])
    def test_costs_the_same_queries_however_many(self, django_assert_num_queries, cases):
        cast = Cast()
        for _ in range(cases):
            decided(cast, 1)
        measure(on=date(2026, 6, 1))
        with django_assert_num_queries(13):
            measure(on=date(2026, 6, 1))

    def test_the_pages_say_it_with_sample_and_period(self, client):
        cast = Cast()
        case = make_case(cast=cast)
        MeasuredDuration.objects.create(
            measure="decision",
            period_from="2025-06-02",
            period_to="2026-06-01",
            sample_size=12,
            median_days=8,
            ninetieth_days=15,
        )
        client.force_login(cast.applicant.user)
        own = client.get(reverse("applications:case", args=[case.pk])).content.decode()
        client.force_login(cast.agent.user)
        queue = client.get(reverse("applications:queue")).content.decode()
        for text in (own, queue):
            assert "half of the cases took at most 8 working days, nine of ten at most 15" in text
            assert "12 cases decided from 2 Jun 2025 to 1 Jun 2026" in text
