"""The staff's page of the time limits: read by all, set by the ministry, weighed first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from applications.case_errors import NotAllowed
from applications.deadlines.limits import load_limits
from applications.deadlines.setting import set_limit
from applications.models import Case, StageLimit
from applications.tasks import recompute_due_dates
from notices.models import OutboxJob
from tests.applications.cases import Cast, make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db
URL = "/en/applications/time-limits/"


@pytest.fixture
def ministry(client):
    load_limits()
    client.force_login(make_membership(Role.MINISTRY_OFFICER).user)
    return client


def sent(days: int = 60, **changes: str) -> dict[str, str]:
    """Filled in for cases first submitted ``days`` days ago or later."""
    day = timezone.localdate() - timedelta(days=days)
    return {
        "stage": "review",
        "effective_from": day.strftime("%d.%m.%Y"),
        "working_days": "7",
        "remind_before": "1",
        "source": "Letter № 5 of the agent",
        **changes,
    }


def test_the_agents_officer_reads_without_a_form(client):
    load_limits()
    client.force_login(make_membership(Role.AGENT_OFFICER).user)
    page = client.get(URL)
    assert page.context["form"] is None
    assert "no time limit known" in page.content.decode()
    assert client.post(URL, sent()).status_code == 403
    assert StageLimit.objects.count() == 4


def test_what_changes_is_shown_before_anything_is_written(ministry):
    cast = Cast()
    case = make_case(cast=cast, at=timezone.now() - timedelta(days=10))
    make_case(cast=cast, at=timezone.now() - timedelta(days=90))
    page = ministry.post(URL, sent())
    assert [change.number for change in page.context["changes"]] == [case.number]
    before, after = page.context["changes"][0].before, page.context["changes"][0].after
    assert before < after
    assert StageLimit.objects.count() == 4

    answer = ministry.post(URL, sent(confirmed=page.context["digest"]))
    assert answer.status_code == 302
    row = StageLimit.objects.get(working_days=7)
    assert (row.verified, row.source) == (False, "Letter № 5 of the agent")
    job = OutboxJob.objects.get(key__startswith="due-dates:")
    recompute_due_dates(**job.arguments)
    assert Case.objects.get(pk=case.pk).due_on == after


def test_confirming_something_else_shows_it_first(ministry):
    page = ministry.post(URL, sent())
    make_case(at=timezone.now() - timedelta(days=10))
    again = ministry.post(URL, sent(confirmed=page.context["digest"]))
    assert again.status_code == 200
    assert again.context["total"] == 1
    assert StageLimit.objects.count() == 4


def test_a_second_click_writes_no_second_row(ministry):
    digest = ministry.post(URL, sent()).context["digest"]
    for expected in (302, 200):
        assert ministry.post(URL, sent(confirmed=digest)).status_code == expected
    assert StageLimit.objects.filter(working_days=7).count() == 1


def test_no_number_of_days_says_that_none_is_known(ministry):
    data = sent(working_days="", days=0)
    digest = ministry.post(URL, data).context["digest"]
    ministry.post(URL, {**data, "confirmed": digest})
    assert StageLimit.objects.filter(stage="review", working_days=None).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"working_days": "0"}, "working_days"),
        ({"source": " "}, "source"),
        ({"stage": "lunch"}, "stage"),
        ({"effective_from": "30.09.2022"}, "effective_from"),  # taken by the first row
    ],
)
def test_errors_stand_at_their_fields(ministry, changes, field):
    page = ministry.post(URL, sent(**changes))
    assert list(page.context["form"].errors) == [field]


def test_nobody_else_sets_a_limit():
    row = StageLimit(stage="review", working_days=7, effective_from="2026-01-01", source="x")
    for role in (Role.AGENT_OFFICER, Role.APPLICANT):
        with pytest.raises(NotAllowed):
            set_limit(row, by=make_membership(role), on=timezone.localdate())
    assert not StageLimit.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_history_costs_the_same_queries(client, django_assert_num_queries, rows):
    load_limits()
    ministry = make_membership(Role.MINISTRY_OFFICER)
    client.force_login(ministry.user)
    for n in range(rows):
        StageLimit.objects.create(
            stage="review", effective_from=f"2026-0{n + 1}-01", source="x", author=ministry
        )
    with django_assert_num_queries(4):
        client.get(reverse("applications:time_limits"))
