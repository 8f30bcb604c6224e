"""The officers' pages: what they show, what they refuse, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from applications import case_workflow as workflow
from applications.models import Case, CaseState
from applications.refusal_forms import RefuseForm
from files.uploads import PDF, store_bytes
from notices.models import Notice
from tests.applications.cases import SUBMITTED_AT, Cast, make_case
from tests.people import make_membership, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_kazakh():
    with translation.override("kk"):
        yield


@pytest.fixture
def as_(client):
    """The client signed in as a membership's person."""

    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in


def page_of(case):
    return reverse("applications:review", args=[case.pk])


def act_url(case, act):
    return reverse("applications:act", args=[case.pk, act])


def seen(case):
    return Case.objects.get(pk=case.pk).events.count()


class TestQueue:
    def numbers(self, client, **query):
        response = client.get(reverse("applications:queue"), query)
        assert response.status_code == 200
        return [row.case.number for row in response.context["rows"]]

    def test_open_cases_what_waits_for_the_agent_first_then_the_oldest(self, as_):
        cast = Cast()
        later = make_case(cast=cast, at=SUBMITTED_AT + timedelta(days=1))
        awaiting = make_case(CaseState.AWAITING_DECISION, cast=cast)
        older = make_case(cast=cast)
        taken = make_case(CaseState.AGENT_REVIEW, cast=cast)
        make_case(CaseState.APPROVED, cast=cast)
        make_case(CaseState.DRAFT, cast=cast)
        expected = [case.number for case in (taken, older, later, awaiting)]
        assert self.numbers(as_(cast.agent)) == expected

    def test_the_ministry_reads_what_awaits_its_decision_first(self, as_):
        cast = Cast()
        submitted = make_case(cast=cast)
        awaiting = make_case(CaseState.AWAITING_DECISION, cast=cast)
        assert self.numbers(as_(cast.ministry)) == [awaiting.number, submitted.number]

    def test_filters_by_state_mine_number_bin_and_name_in_any_case(self, as_):
        cast, other = Cast(), Cast()
        other.applicant = make_membership(
            organisation=make_organisation(name_ru="ТОО «Жетысу Агро»", name_kk="«Жетісу» ЖШС")
        )
        mine = make_case(CaseState.AGENT_REVIEW, cast=cast)
        theirs = make_case(cast=other)
        refused = make_case(CaseState.REFUSED, cast=other)
        client = as_(cast.agent)
        assert self.numbers(client, reviewer="me") == [mine.number]
        assert self.numbers(client, state="refused") == [refused.number]
        assert len(self.numbers(client, state="all")) == 3
        assert self.numbers(client, q=mine.number.lower()) == [mine.number]
        assert self.numbers(client, q="жетысу") == [theirs.number]
        assert self.numbers(client, q="(") == []
        bin_ = other.applicant.organisation.business_number
        assert self.numbers(client, q=bin_) == [theirs.number]

    def test_counts_working_days_from_the_submission(self, as_, monkeypatch):
        case = make_case()
        now = SUBMITTED_AT + timedelta(days=9)  # Thursday to Thursday week
        monkeypatch.setattr("applications.queue_views.timezone.now", lambda: now)
        response = as_(case.cast.agent).get(reverse("applications:queue"))
        clock = response.context["rows"][0].clock.clock
        assert (clock.day, clock.days, clock.is_overdue) == (7, 5, True)

    @pytest.mark.parametrize("many", [1, 3])
    def test_costs_the_same_queries_however_many_cases(self, as_, django_assert_num_queries, many):
        cast = Cast()
        for _ in range(many):
            make_case(CaseState.AGENT_REVIEW, cast=cast)
        client = as_(cast.agent)
        with django_assert_num_queries(13):
            client.get(reverse("applications:queue"))


class TestCasePage:
    @pytest.mark.parametrize("state", [s for s in CaseState.values if s != CaseState.DRAFT])
    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_shows_every_state_in_every_language(self, as_, state, language):
        case = make_case(state)
        for staff in (case.cast.agent, case.cast.ministry):
            response = as_(staff).get(page_of(case).replace("/kk/", f"/{language}/"))
            assert response.status_code == 200
            text = response.content.decode()
            assert "Volga Agro LLC" in text
            assert "EX-2025/17" in text

    def test_failed_checks_stand_on_top_with_values_and_source(self, as_):
        case = make_case(buyer={"buyer_country": "KZ"})
        response = as_(case.cast.agent).get(page_of(case))
        first = response.context["checks"].open[0]
        assert (first.rule, first.state) == ("buyer_foreign", "failed")
        assert first.source.paragraph == "1"
        assert "389-НҚ" in response.content.decode()

    def test_a_draft_is_not_there_for_officers(self, as_):
        case = make_case(CaseState.DRAFT)
        assert as_(case.cast.agent).get(page_of(case)).status_code == 404

    def test_every_submission_can_be_read_with_what_changed(self, as_):
        case = make_case(CaseState.RETURNED)
        buyer = case.sections.get(section="buyer")
        buyer.answers = {**buyer.answers, "buyer_name": "Samarkand Agro LLC"}
        buyer.save()
        workflow.submit_case(case.pk, by=case.cast.applicant, at=SUBMITTED_AT + timedelta(days=2))
        client = as_(case.cast.agent)
        latest = client.get(page_of(case))
        assert [(c.before, c.after) for c in latest.context["changes"]] == [
            ("Volga Agro LLC", "Samarkand Agro LLC")
        ]
        first = client.get(page_of(case), {"version": "1"})
        assert first.context["submission"].ordinal == 1
        assert not first.context["is_latest"]

    def test_only_what_the_person_may_do_is_offered(self, as_):
        case = make_case(CaseState.AWAITING_DECISION)

        def offered(membership):
            response = as_(membership).get(page_of(case))
            return [decision["act"] for decision in response.context["decisions"]]

        assert offered(case.cast.ministry) == ["approve", "remit", "refuse"]
        assert offered(case.cast.agent) == []

    def test_four_eyes_are_explained(self, as_):
        case = make_case(CaseState.AWAITING_DECISION)
        agent = case.cast.agent
        agent.ended_at = SUBMITTED_AT
        agent.save()
        promoted = make_membership(Role.MINISTRY_OFFICER, user=agent.user)
        response = as_(promoted).get(page_of(case))
        assert response.context["decisions"] == []
        assert str(response.context["hindrance"]) != ""


class TestActs:
    def test_take_return_conclude_and_approve_by_their_forms(self, as_):
        case = make_case()
        agent = as_(case.cast.agent)
        for act, data in [
            ("take", {}),
            ("return", {"return-remark_buyer": "Who is it?", "return-written_in": "ru"}),
        ]:
            response = agent.post(act_url(case, act), {f"{act}-seen": seen(case), **data})
            assert response.status_code == 302, response.context["form"].errors
        workflow.submit_case(case.pk, by=case.cast.applicant)
        agent.post(act_url(case, "take"), {"take-seen": seen(case)})
        agent.post(
            act_url(case, "conclude"),
            {
                "conclude-seen": seen(case),
                "conclude-in_favour": "yes",
                "conclude-reasons": "Everything is there.",
            },
        )
        ministry = as_(case.cast.ministry)
        ministry.post(act_url(case, "approve"), {"approve-seen": seen(case)})
        after = Case.objects.get(pk=case.pk)
        assert after.state == CaseState.APPROVED
        kinds = list(after.events.order_by("ordinal").values_list("kind", flat=True))
        assert kinds == [
            "submitted",
            "taken",
            "returned",
            "resubmitted",
            "taken",
            "concluded",
            "approved",
        ]

    def test_errors_stand_at_their_fields_and_keep_what_was_typed(self, as_):
        case = make_case(CaseState.AGENT_REVIEW)
        response = as_(case.cast.agent).post(
            act_url(case, "conclude"),
            {"conclude-seen": seen(case), "conclude-reasons": "Because of the list."},
        )
        assert list(response.context["form"].errors) == ["in_favour"]
        assert "Because of the list." in response.content.decode()
        assert seen(case) == 2

    def test_a_return_without_remarks_says_so(self, as_):
        case = make_case(CaseState.AGENT_REVIEW)
        data = {"return-seen": "2", "return-written_in": "kk"}
        response = as_(case.cast.agent).post(act_url(case, "return"), data)
        assert list(response.context["form"].errors) == ["remark_applicant"]

    def test_a_second_click_does_nothing_and_complains_of_nothing(self, as_):
        case = make_case(CaseState.AWAITING_DECISION)
        client, at = as_(case.cast.ministry), seen(case)
        data = {
            "refuse-seen": at,
            "refuse-ground_goods_not_listed": "No.",
            "refuse-written_in": "ru",
        }
        for _ in range(2):
            response = client.post(act_url(case, "refuse"), data)
            assert response.status_code == 302
        assert seen(case) == at + 1

    def test_who_comes_second_is_told_and_gets_their_text_back(self, as_):
        case = make_case(CaseState.AWAITING_DECISION)
        at = seen(case)
        workflow.approve_case(case.pk, by=case.cast.ministry)
        colleague = make_membership(Role.MINISTRY_OFFICER)
        response = as_(colleague).post(
            act_url(case, "refuse"),
            {
                "refuse-seen": at,
                "refuse-ground_goods_not_listed": "Not on the list.",
                "refuse-written_in": "ru",
            },
        )
        assert response.status_code == 409
        assert [words for _label, words in response.context["unsent"]] == [
            str(RefuseForm.base_fields["written_in"].choices[1][1]),  # type: ignore[attr-defined]
            "Not on the list.",
        ]
        assert "Not on the list." in response.content.decode()
        assert Case.objects.get(pk=case.pk).state == CaseState.APPROVED

    def test_a_stale_page_comes_back_with_the_text_ready_to_be_sent_again(self, as_):
        case = make_case(CaseState.AWAITING_DECISION)
        at = seen(case)
        workflow.remit_case(case.pk, reasons="More.", by=case.cast.ministry)
        workflow.conclude_case(case.pk, in_favour=False, reasons="No.", by=case.cast.agent)
        client = as_(case.cast.ministry)
        data = {
            "refuse-seen": at,
            "refuse-ground_goods_not_listed": "Grounds.",
            "refuse-written_in": "kk",
        }
        response = client.post(act_url(case, "refuse"), data)
        assert response.status_code == 409
        again = next(d for d in response.context["decisions"] if d["act"] == "refuse")["form"]
        assert again["ground_goods_not_listed"].value() == "Grounds."
        data["refuse-seen"] = again["seen"].value()
        assert client.post(act_url(case, "refuse"), data).status_code == 302

    @pytest.mark.parametrize(("page", "offered"), [("kk", "kk"), ("ru", "ru"), ("en", "ru")])
    def test_the_language_of_the_words_is_asked_beginning_with_the_pages(self, as_, page, offered):
        case = make_case(CaseState.AGENT_REVIEW)
        response = as_(case.cast.agent).get(page_of(case).replace("/kk/", f"/{page}/"))
        form = next(d for d in response.context["decisions"] if d["act"] == "return")["form"]
        assert f'value="{offered}"' in next(
            line for line in str(form["written_in"]).splitlines() if "checked" in line
        )

    def test_taking_over_twice_is_once_and_its_reason_is_not_the_applicants(self, as_):
        case = make_case(CaseState.AGENT_REVIEW)
        colleague = make_membership(Role.AGENT_OFFICER, organisation=case.cast.agent.organisation)
        client, at = as_(colleague), seen(case)
        data = {"take_over-seen": at, "take_over-reasons": "She is ill."}
        for _ in range(2):
            assert client.post(act_url(case, "take_over"), data).status_code == 302
        assert seen(case) == at + 1
        assert "She is ill." in client.get(page_of(case)).content.decode()
        own_page = reverse("applications:case", args=[case.pk])
        assert "She is ill." not in as_(case.cast.applicant).get(own_page).content.decode()

    def test_words_without_a_language_are_not_sent(self, as_):
        case = make_case(CaseState.AWAITING_DECISION)
        data = {"refuse-seen": seen(case), "refuse-ground_goods_not_listed": "Grounds."}
        response = as_(case.cast.ministry).post(act_url(case, "refuse"), data)
        assert list(response.context["form"].errors) == ["written_in"]
        assert Case.objects.get(pk=case.pk).state == CaseState.AWAITING_DECISION

    @pytest.mark.parametrize("reader", ["agent", "applicant"])
    def test_the_pages_say_in_which_language_the_words_are(self, as_, reader):
        cast = Cast()
        case = make_case(CaseState.AWAITING_DECISION, cast=cast)
        workflow.refuse_case(
            case.pk, grounds={"budget_exhausted": "Поздно."}, written_in="ru", by=cast.ministry
        )
        url = page_of(case) if reader == "agent" else reverse("applications:case", args=[case.pk])
        text = as_(getattr(cast, reader)).get(url).content.decode()
        assert '<span lang="ru">Поздно.</span>' in text

    def test_an_unknown_act_is_no_address(self, client):
        case = make_case()
        assert client.post(page_of(case) + "promote/").status_code == 404


class TestLetters:
    def test_until_it_is_written_the_page_looks_again_then_hands_it_out(self, as_):
        case = make_case()
        notice = Notice.objects.get()
        url = reverse("applications:case_notice", args=[case.pk, notice.pk])
        client = as_(case.cast.applicant)
        waiting = client.get(url)
        assert (waiting.status_code, waiting["Refresh"]) == (200, "4")
        stored = store_bytes(b"%PDF-1.7 letter %%EOF", PDF)
        Notice.objects.filter(pk=notice.pk).update(pdf=stored, rendered_at=SUBMITTED_AT)
        ready = client.get(url)
        assert ready["Content-Type"] == PDF
        assert b"".join(ready.streaming_content) == b"%PDF-1.7 letter %%EOF"

    def test_is_no_letter_of_another_case_and_none_of_another_organisation(self, as_):
        case, other = make_case(), make_case()
        notice = other.events.get().notice
        client = as_(case.cast.applicant)
        for pk in (case.pk, other.pk):
            url = reverse("applications:case_notice", args=[pk, notice.pk])
            assert client.get(url).status_code == 404
