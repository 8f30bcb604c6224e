"""Chosen cases, the workload, who leaves, who stands in: what the pages show and do."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from accounts.absences import state_absence
from accounts.models import Absence, Membership, Role
from applications import case_workflow as workflow
from applications.models import Case, CaseState, ListExport
from applications.tasks import tell_of_assignment
from notices.models import OutboxJob
from tests.applications.cases import Cast, make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db


class Office:
    def __init__(self) -> None:
        self.lead = make_membership(Role.AGENT_OFFICER, may_assign=True, may_invite=True)
        self.reviewer, self.colleague = (
            make_membership(Role.AGENT_OFFICER, organisation=self.lead.organisation)
            for _one in range(2)
        )
        self.cast = Cast(agent=self.reviewer)

    def case(self, state: str = CaseState.AGENT_REVIEW) -> Any:
        return make_case(state, cast=self.cast)

    def away_today(self, person: Membership, substitute: Membership) -> Absence:
        today = timezone.localdate()
        return state_absence(
            person.pk,
            substitute_id=substitute.pk,
            first_day=today,
            last_day=today,
            by=person,
            at=timezone.now(),
            today=today,
        )


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def as_(client):
    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in


def on_the_page(*cases: Case) -> list[str]:
    """What the page of the chosen sends for each case."""
    return [f"{case.pk}-{case.events.count()}" for case in cases]


class TestChosen:
    def assign(self, client, cases, **fields):
        sent = {"case": on_the_page(*cases), "batch": str(uuid4()), "reasons": "", **fields}
        return client.post(reverse("applications:assign_chosen"), sent)

    def test_the_list_offers_every_row_and_the_page_names_the_chosen(self, as_, office):
        first, second, other = (office.case(CaseState.SUBMITTED) for _one in range(3))
        client = as_(office.lead)
        listed = client.get(reverse("applications:queue")).content.decode()
        for case in (first, second, other):
            assert f'name="case" value="{case.pk}"' in listed
        query = {"case": [first.pk, second.pk, 10**9], "from": "state=submitted"}
        page = client.get(reverse("applications:chosen"), query)
        assert [case.pk for case in page.context["cases"]] == [first.pk, second.pk]
        assert page.context["missing"] == 1
        assert page.context["list_url"].endswith("?state=submitted")

    def test_each_case_answers_for_itself_and_again_nothing_happens_twice(self, as_, office):
        new, with_somebody = office.case(CaseState.SUBMITTED), office.case()
        decided, moved = office.case(CaseState.APPROVED), office.case()
        cases = (new, with_somebody, decided, moved)
        sent = {"case": on_the_page(*cases), "batch": str(uuid4())}
        sent |= {"to": office.colleague.pk, "reasons": "Fewer for one."}
        workflow.recheck_case(moved.pk, by=office.reviewer)
        workflow.return_case(moved.pk, remarks={"buyer": "Who?"}, by=office.reviewer)
        client = as_(office.lead)
        first = client.post(reverse("applications:assign_chosen"), sent)
        assert [answer.is_done for answer in first.context["answers"]] == [True, True, False, False]
        counts = [case.events.count() for case in cases]
        again = client.post(reverse("applications:assign_chosen"), sent)
        assert [answer.is_done for answer in again.context["answers"]] == [True, True, False, False]
        assert counts == [case.events.count() for case in cases]
        for case in (new, with_somebody):
            now = Case.objects.get(pk=case.pk)
            assert (now.state, now.reviewer) == (CaseState.AGENT_REVIEW, office.colleague)

    def test_one_letter_for_all(self, as_, office):
        cases = [office.case(CaseState.SUBMITTED) for _one in range(3)]
        self.assign(as_(office.lead), cases, to=office.colleague.pk)
        (job,) = OutboxJob.objects.filter(key__startswith="assigned:")
        tell_of_assignment(**job.arguments)
        assert mail.outbox[0].to == [office.colleague.user.email]

    def test_a_colleagues_case_is_taken_away_only_with_words(self, as_, office):
        case = office.case()
        response = self.assign(as_(office.lead), [case], to=office.colleague.pk)
        assert "reasons" in response.context["form"].errors
        assert Case.objects.get(pk=case.pk).reviewer == office.reviewer

    def test_only_a_lead_assigns_and_nobody_sees_drafts(self, as_, office):
        case, draft = office.case(CaseState.SUBMITTED), office.case(CaseState.DRAFT)
        response = self.assign(as_(office.colleague), [case], to=office.colleague.pk)
        assert response.status_code == 403
        self.assign(as_(office.lead), [draft], to=office.colleague.pk)
        assert Case.objects.get(pk=draft.pk).state == CaseState.DRAFT
        page = as_(office.colleague).get(reverse("applications:chosen"), {"case": case.pk})
        assert page.context["form"] is None

    def test_the_chosen_leave_as_a_file_on_record(self, as_, office):
        first, _second = office.case(CaseState.SUBMITTED), office.case()
        draft = office.case(CaseState.DRAFT)
        address = reverse("applications:export_chosen", args=["csv"])
        response = as_(office.cast.ministry).post(address, {"case": on_the_page(first, draft)})
        lines = b"".join(response).decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert first.number in lines[1]
        assert ListExport.objects.get().filters == {"case": [first.number]}

    @pytest.mark.parametrize("key", ["9" * 5000, "9" * 30, "²"])
    def test_a_key_that_no_case_has_is_left_out(self, as_, office, key):
        client = as_(office.lead)
        asked = client.get(reverse("applications:chosen"), {"case": key})
        sent = client.post(reverse("applications:assign_chosen"), {"case": f"{key}-{key}"})
        assert [asked.status_code, sent.status_code] == [302, 302]

    def test_nothing_chosen_is_said_on_the_list(self, as_, office):
        response = as_(office.lead).get(reverse("applications:chosen"), {"case": "x"}, follow=True)
        assert "Choose at least one case." in response.content.decode()

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_page_costs_the_same_queries(self, as_, office, many, django_assert_num_queries):
        cases = [office.case(CaseState.SUBMITTED) for _one in range(many)]
        client = as_(office.lead)
        with django_assert_num_queries(6):
            client.get(reverse("applications:chosen"), {"case": [case.pk for case in cases]})


class TestWorkload:
    def loads(self, client) -> dict[str, Any]:
        page = client.get(reverse("applications:workload"))
        assert page.status_code == 200
        loads = page.context["loads"]
        return {str(load.person.user) if load.person else "": load for load in loads}

    def test_counts_what_lies_with_each_and_leads_to_it(self, as_, office):
        office.case(CaseState.SUBMITTED)
        late, _returned = office.case(), office.case(CaseState.RETURNED)
        Case.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        client = as_(office.lead)
        loads = self.loads(client)
        mine = loads[str(office.reviewer.user)]
        assert (mine.to_review, mine.elsewhere, mine.overdue) == (1, 1, 1)
        assert mine.oldest == late.submitted_at
        assert loads[""].to_review == 1
        assert loads[str(office.colleague.user)].to_review == 0
        for query in (mine.query, mine.overdue_query):
            rows = client.get(f"{reverse('applications:queue')}?{query}").context["rows"]
            assert [row.case.pk for row in rows] == [late.pk]

    def test_cases_of_a_closed_account_stand_first_and_can_be_handed_over(self, as_, office):
        case = office.case()
        office.reviewer.user.is_active = False
        office.reviewer.user.save()
        client = as_(office.lead)
        assert self.loads(client)[str(office.reviewer.user)].has_left
        listed = client.get(reverse("applications:queue"), {"reviewer": "left"}).context["rows"]
        assert [row.case.pk for row in listed] == [case.pk]
        address = reverse("applications:hand_over", args=[office.reviewer.pk])
        client.post(address, {"to": office.colleague.pk})
        assert Case.objects.get(pk=case.pk).reviewer == office.colleague
        assert str(office.reviewer.user) not in self.loads(client)

    def test_is_for_who_assigns(self, as_, office):
        client = as_(office.colleague)
        assert client.get(reverse("applications:workload")).status_code == 403

    @pytest.mark.parametrize("many", [1, 3])
    def test_costs_the_same_queries(self, as_, office, many, django_assert_num_queries):
        for _one in range(many):
            make_case(CaseState.AGENT_REVIEW, cast=Cast(agent=office.reviewer))
            make_membership(Role.AGENT_OFFICER, organisation=office.lead.organisation)
        client = as_(office.lead)
        with django_assert_num_queries(6):
            client.get(reverse("applications:workload"))


class TestLeaving:
    def test_ending_an_access_asks_where_the_cases_go(self, as_, office):
        case = office.case()
        address = reverse("accounts:end_membership", args=[office.reviewer.pk])
        page = as_(office.lead).post(address, follow=True)
        assert case.number in page.content.decode()
        office.reviewer.refresh_from_db()
        assert office.reviewer.ended_at is None
        as_(office.lead).post(page.request["PATH_INFO"], {"to": office.colleague.pk})
        office.reviewer.refresh_from_db()
        assert office.reviewer.ended_at is not None
        assert Case.objects.get(pk=case.pk).reviewer == office.colleague

    def test_who_has_nothing_open_is_not_asked(self, as_, office):
        as_(office.lead).post(reverse("accounts:end_membership", args=[office.colleague.pk]))
        office.colleague.refresh_from_db()
        assert office.colleague.ended_at is not None

    def test_leaving_oneself_hands_over_first(self, as_, office):
        case = office.case()
        page = as_(office.reviewer).get(reverse("accounts:leave"), follow=True)
        assert page.context["is_own"]
        as_(office.reviewer).post(page.request["PATH_INFO"], {})
        assert Case.objects.get(pk=case.pk).reviewer == office.reviewer, "nothing chosen"
        as_(office.reviewer).post(page.request["PATH_INFO"], {"to": "nobody"})
        now = Case.objects.get(pk=case.pk)
        assert (now.reviewer, now.state) == (None, CaseState.SUBMITTED)

    def test_a_colleague_without_the_right_hands_nobodys_cases_over(self, as_, office):
        office.case()
        address = reverse("applications:hand_over", args=[office.reviewer.pk])
        assert as_(office.colleague).get(address).status_code == 403
        assert as_(office.colleague).post(address, {"to": "nobody"}).status_code == 403


class TestStandingIn:
    def test_the_list_and_the_case_say_it_and_offer_the_reviewers_acts(self, as_, office):
        case = office.case()
        office.away_today(office.reviewer, office.colleague)
        client = as_(office.colleague)
        page = client.get(reverse("applications:queue"))
        assert [absence.membership for absence in page.context["covered"]] == [office.reviewer]
        (row,) = page.context["rows"]
        assert (row.stands_in, row.is_mine) == (True, False)
        shown = client.get(reverse("applications:review", args=[case.pk]))
        offered = [decision["act"] for decision in shown.context["decisions"]]
        assert {"conclude", "return", "release"} <= set(offered)
        assert shown.context["absence"].substitute == office.colleague

    def test_a_double_click_on_assigning_leads_to_the_case(self, as_, office):
        case = office.case()
        address = reverse("applications:act", args=[case.pk, "reassign"])
        sent = {"reassign-to": office.colleague.pk, "reassign-reasons": "Ill."}
        sent["reassign-seen"] = case.events.count()
        client = as_(office.lead)
        assert [client.post(address, sent).status_code for _click in range(2)] == [302, 302]
        assert case.events.filter(kind="reassigned").count() == 1


class TestAbsences:
    def test_stated_shown_and_ended(self, as_, office):
        today = timezone.localdate()
        day = f"{today:%d.%m.%Y}"
        sent = {"person": office.reviewer.pk, "substitute": office.colleague.pk}
        sent |= {"first_day": day, "last_day": day}
        client = as_(office.reviewer)
        for _click in range(2):
            assert client.post(reverse("accounts:absences"), sent).status_code == 302
        absence = Absence.objects.get()
        team = client.get(reverse("accounts:team")).content.decode()
        assert f"{office.colleague.user.full_name} stands in" in team
        other = {**sent, "substitute": office.lead.pk}
        assert (
            "first_day" in client.post(reverse("accounts:absences"), other).context["form"].errors
        )
        address = reverse("accounts:end_absence", args=[absence.pk])
        assert as_(office.colleague).post(address).status_code == 403
        for _click in range(2):
            assert as_(office.lead).post(address).status_code == 302
        assert not Absence.objects.in_force(today).exists()

    def test_nobody_states_a_colleagues_without_the_right(self, as_, office):
        form = as_(office.reviewer).get(reverse("accounts:absences")).context["form"]
        assert [key for key, _name in form.fields["person"].choices] == [office.reviewer.pk]

    def test_who_may_invite_lets_assign_and_takes_it_back(self, as_, office):
        address = reverse("accounts:allow_assigning", args=[office.colleague.pk])
        for may, expected in (("1", True), ("1", True), ("0", False)):
            as_(office.lead).post(address, {"may": may})
            office.colleague.refresh_from_db()
            assert office.colleague.may_assign is expected
        assert as_(office.colleague).post(address, {"may": "1"}).status_code == 403
