"""The pages about breaches through Django's client: the plan's form, answers, lists, letters."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from notices import tasks as notice_tasks
from notices.models import Notice
from prudential import breach_workflow as workflow
from prudential.models import Breach, PlanDraft, PlanVersion
from tests.people import make_membership
from tests.prudential.breach_matters import back_within, good_plan, in_state, opened
from tests.prudential.register_files import filed, mfo_reporter, portfolio
from tests.prudential.test_pages import _text, page, queries, signed_in, status

pytestmark = pytest.mark.django_db
STATES = ("plan_due", "filed", "remarks", "objected", "approved", "fulfilled", "corrected")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def typed(*rows: dict[str, str], **changes: str) -> dict[str, str]:
    """A plan's form as a browser posts it."""
    good = {"what": "Collect", "how": "In court", "until": "30.06.2026", "manager": "A. Bekova"}
    listed = [good | row for row in rows or ({},)]
    cells = {
        f"measures-{place}-{name}": text
        for place, row in enumerate(listed)
        for name, text in row.items()
    }
    count = str(len(listed))
    return {
        "begins_on": "01.04.2026",
        "ends_on": "01.07.2026",
        "measures-TOTAL_FORMS": count,
        "measures-INITIAL_FORMS": count,
        **cells,
        **changes,
    }


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_page_opens_in_every_language_and_state(language):
    supervisor = make_membership(Role.SUPERVISOR)
    with translation.override(language):
        for state in STATES:
            reporter = mfo_reporter()
            breach = in_state(state, reporter, supervisor)
            for by in (reporter, supervisor):
                response = signed_in(by).get(reverse("prudential:breach", args=[breach.pk]))
                assert f'<html lang="{language}"' in response.content.decode()
                assert b" style=" not in response.content
            if state in ("plan_due", "remarks"):
                plan = reverse("prudential:plan", args=[breach.pk])
                assert status(signed_in(reporter), plan) == 200
            assert status(signed_in(reporter), reverse("prudential:reports")) == 200
        for url in (
            reverse("prudential:breach_list"),
            reverse("prudential:breach_list") + "?all=1",
            reverse("prudential:supervised", args=[reporter.organisation_id]),
        ):
            assert status(signed_in(supervisor), url) == 200


def test_the_page_says_what_is_owed_until_when_and_why():
    reporter = mfo_reporter()
    breach = opened(reporter)
    text = page(signed_in(reporter), "prudential:breach", breach.pk)
    for told in (
        "The limit exceeded on 31 March 2026",
        "File the action plan",
        "Until 1 April 2026",
        "1 working day after the reporting date, 31 March 2026",
        "5 working days after the reporting date",
        "2 free days in between are not counted",
        "Overdue",
        "paragraph 5-1",
        "11.00%",
        "N-2026-000001",
        "Fill in the plan",
    ):
        assert told in text


def test_the_plan_is_typed_row_by_row_without_a_script_and_nothing_is_lost():
    reporter = mfo_reporter()
    breach = opened(reporter)
    client, url = signed_in(reporter), reverse("prudential:plan", args=[breach.pk])
    client.post(url, typed(ends_on="not yet known", add=""))
    text = client.get(url).content.decode()
    assert "not yet known" in text
    assert text.count("<fieldset") == 2
    client.post(url, typed({}, {"what": "Second"}, remove="0"))
    text = client.get(url).content.decode()
    assert "Second" in text
    assert text.count("<fieldset") == 1
    response = client.post(url, typed({"manager": ""}, save=""))
    assert response["Location"] == reverse("prudential:breach", args=[breach.pk])
    assert PlanDraft.objects.get().answers["measures"][0]["manager"] == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ends_on": "30.06.2026"}, "it may end on 1 July 2026 at the earliest"),
        ({"ends_on": ""}, "Enter a day"),
        ({"measures-0-manager": " "}, "Name the manager who answers for this measure"),
        ({"measures-0-until": "02.07.2026"}, "Choose a day within the term of the plan"),
        ({"measures-0-how": ""}, "Say how it will be carried out"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_at_its_field_and_kept(changes, told):
    reporter = mfo_reporter()
    breach = opened(reporter)
    url = reverse("prudential:plan", args=[breach.pk])
    response = signed_in(reporter).post(url, typed(**changes, file=""))
    assert told in _text(response)
    assert "govuk-error-summary" in response.content.decode()
    assert not PlanVersion.objects.exists()
    assert PlanDraft.objects.get().answers["begins_on"] == "01.04.2026"


def test_a_row_left_blank_does_not_count_but_a_plan_needs_one():
    reporter = mfo_reporter()
    breach = opened(reporter)
    client, url = signed_in(reporter), reverse("prudential:plan", args=[breach.pk])
    blank = {"what": "", "how": "", "until": "", "manager": ""}
    response = client.post(url, typed(blank, file=""))
    assert "Say what will be done" in _text(response)
    client.post(url, typed({}, blank, file=""))
    assert PlanVersion.objects.get().measures.count() == 1
    assert not PlanDraft.objects.exists()


@pytest.mark.parametrize("total", ["", "-1", "x", "9999999", "60"])
def test_a_tampered_form_is_cut_to_size(total):
    reporter = mfo_reporter()
    breach = opened(reporter)
    url = reverse("prudential:plan", args=[breach.pk])
    data = typed(save="") | {"measures-TOTAL_FORMS": total}
    assert signed_in(reporter).post(url, data).status_code == 302
    assert len(PlanDraft.objects.get().answers["measures"]) <= 50


def test_the_whole_course_through_the_pages():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = opened(reporter)
    organisation, regulator = signed_in(reporter), signed_in(supervisor)
    plan = reverse("prudential:plan", args=[breach.pk])
    organisation.post(plan, typed(file=""))
    assert "Approve the plan, or send remarks" in page(regulator, "prudential:breach", breach.pk)
    act(regulator, breach, "remark", {"remark-remarks": "Name the court"})
    assert "Name the court" in page(organisation, "prudential:plan", breach.pk)
    assert "In court" in organisation.get(plan).content.decode()
    organisation.post(plan, typed({"how": "In the city court"}, file=""))
    act(regulator, breach, "approve", {"approve-note": ""})
    text = page(organisation, "prudential:breach", breach.pk)
    assert "Carry the plan out" in text
    assert "Give notice that the share is back" not in text
    back_within(reporter)
    text = page(organisation, "prudential:breach", breach.pk)
    assert "1 calendar day after the period that ended on 30 April 2026" in text
    act(organisation, breach, "give_notice", {})
    assert Breach.objects.get(pk=breach.pk).state == "fulfilled"
    assert "The matter is closed" in page(organisation, "prudential:breach", breach.pk)


def act(client: Client, breach: Breach, name: str, data: dict[str, str]) -> None:
    url = reverse("prudential:breach_act", args=[breach.pk, name])
    response = client.post(url, data)
    assert response["Location"] == reverse("prudential:breach", args=[breach.pk])


def test_empty_remarks_are_an_error_at_their_field():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("filed", reporter, supervisor)
    url = reverse("prudential:breach_act", args=[breach.pk, "remark"])
    response = signed_in(supervisor).post(url, {"remark-remarks": ""})
    assert "Write what must be changed in the plan" in _text(response)
    assert Breach.objects.get(pk=breach.pk).state == "filed"


def test_a_stale_page_is_told_so_keeps_the_words_and_then_works():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("revised", reporter, supervisor)
    client = signed_in(supervisor)
    url = reverse("prudential:breach_act", args=[breach.pk, "remark"])
    response = client.post(url, {"remark-remarks": "My words", "remark-seen": "2"})
    assert response.status_code == 409
    html = response.content.decode()
    assert "My words" in html
    seen = re.search(r'name="remark-seen" value="(\d+)"', html)
    assert seen is not None
    client.post(url, {"remark-remarks": "My words", "remark-seen": seen[1]})
    assert Breach.objects.get(pk=breach.pk).state == "remarks"


def test_words_for_an_act_that_is_over_are_shown_to_be_copied():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("approved", reporter, supervisor)
    url = reverse("prudential:breach_act", args=[breach.pk, "remark"])
    response = signed_in(supervisor).post(url, {"remark-remarks": "Too late"})
    assert response.status_code == 409
    assert "What you had written, not sent Too late" in _text(response)


def test_a_plan_cannot_be_typed_when_none_is_awaited():
    reporter = mfo_reporter()
    breach = in_state("approved", reporter)
    url = reverse("prudential:plan", args=[breach.pk])
    for response in (signed_in(reporter).get(url), signed_in(reporter).post(url, typed(file=""))):
        assert response["Location"] == reverse("prudential:breach", args=[breach.pk])
    assert PlanVersion.objects.count() == 1


# Hand-written: own reporter, reporter elsewhere, supervisor, applicant, nobody.
ACCESS = {
    "breach": (200, 404, 200, 403, 302),
    "plan": (200, 404, 403, 403, 302),
    "breach_notice": (200, 404, 200, 403, 302),
    "breach_list": (403, 403, 200, 403, 302),
}


@pytest.mark.parametrize(("name", "statuses"), ACCESS.items())
def test_who_may_open_what(name, statuses):
    reporter = mfo_reporter()
    breach = opened(reporter)
    notice = Notice.objects.get()
    arguments = {"breach_list": [], "breach_notice": [breach.pk, notice.pk]}
    url = reverse(f"prudential:{name}", args=arguments.get(name, [breach.pk]))
    people = [reporter, mfo_reporter()]
    people += [make_membership(Role.SUPERVISOR), make_membership(Role.APPLICANT)]
    clients = [*(signed_in(by) for by in people), Client()]
    assert tuple(status(client, url) for client in clients) == statuses


@pytest.mark.parametrize("name", ["approve", "remark", "object", "give_notice"])
def test_a_foreign_breach_cannot_be_acted_upon(name):
    breach = in_state("filed", mfo_reporter())
    url = reverse("prudential:breach_act", args=[breach.pk, name])
    assert signed_in(mfo_reporter()).post(url).status_code == 404
    assert signed_in(make_membership(Role.APPLICANT)).post(url).status_code == 403


def test_the_letter_is_a_pdf_for_both_sides():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    breach = in_state("remarks", reporter, supervisor)
    notice = Notice.objects.get(kind="plan_remarks")
    url = reverse("prudential:breach_notice", args=[breach.pk, notice.pk])
    assert "is being prepared" in _text(signed_in(reporter).get(url))
    notice_tasks.render_notice(notice.pk)
    for by in (reporter, supervisor):
        response = signed_in(by).get(url)
        assert response.getvalue().startswith(b"%PDF")


def test_the_list_asks_the_database_as_often_for_three_as_for_one():
    reporter, supervisor = mfo_reporter(), make_membership(Role.SUPERVISOR)
    opened(reporter)
    pages = [
        (signed_in(supervisor), reverse("prudential:breach_list")),
        (signed_in(reporter), reverse("prudential:reports")),
    ]
    before = [queries(client, url) for client, url in pages]
    for month in (1, 2):
        opened(reporter, on=date(2026, month, 28))
        opened(on=date(2026, month, 28))
    assert [queries(client, url) for client, url in pages] == before


def test_the_register_and_the_organisations_page_lead_to_the_breach():
    reporter = mfo_reporter()
    breach = opened(reporter)
    url = reverse("prudential:breach", args=[breach.pk])
    register = reverse("prudential:register", args=[breach.result.run.register_id])
    supervised = reverse("prudential:supervised", args=[reporter.organisation_id])
    supervisor = signed_in(make_membership(Role.SUPERVISOR))
    for client, address in (
        (signed_in(reporter), register),
        (signed_in(reporter), reverse("prudential:reports")),
        (supervisor, supervised),
        (supervisor, reverse("prudential:breach_list")),
    ):
        assert url in client.get(address).content.decode()


def test_closed_ones_are_listed_on_request():
    reporter = mfo_reporter()
    breach = opened(reporter)
    filed(reporter, portfolio("9.00", "100.00"))
    client = signed_in(make_membership(Role.SUPERVISOR))
    url = reverse("prudential:breach_list")
    assert breach.number not in _text(client.get(url))
    assert breach.number in _text(client.get(url + "?all=1"))


def test_a_plan_filed_meanwhile_by_a_colleague_is_said():
    reporter = mfo_reporter()
    breach = opened(reporter)
    url = reverse("prudential:plan", args=[breach.pk])
    workflow.file_plan(breach.pk, good_plan(), by=reporter)
    assert signed_in(reporter).get(url).status_code == 302
