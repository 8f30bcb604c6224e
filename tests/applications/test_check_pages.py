"""The findings where people meet them: officers, applicants, letters, plain data, everybody."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from applications import case_workflow as workflow
from applications.check_panel import VALUE_NAMES
from applications.check_runs import last_run
from applications.checks.applicant_wording import APPLICANT_ADVICE, STAFF_ONLY_VALUES
from applications.checks.declarations import RULES
from applications.checks.reliance import relied_on
from applications.checks.wording import LABELS, MESSAGES, TITLES
from applications.findings_data import findings_as_data, last_findings_as_data
from applications.models import CaseState, SubsidyBudget
from notices.models import NoticeKind
from tests.applications.cases import SUBMITTED_AT, make_case
from tests.applications.test_check_runs import FACTS, import_list, runs_of

pytestmark = pytest.mark.django_db
LATER = SUBMITTED_AT + timedelta(days=1)


@pytest.fixture
def as_(client):
    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in


def review(case):
    return reverse("applications:review", args=[case.pk])


def recheck(case):
    return reverse("applications:recheck", args=[case.pk])


def test_every_finding_that_is_not_met_tells_the_applicant_what_to_do():
    not_met = {(r.code, reason) for r in RULES for reason, end in r.ends.items() if end != "pass"}
    assert set(APPLICANT_ADVICE) == not_met
    assert set(LABELS) >= STAFF_ONLY_VALUES
    assert set(VALUE_NAMES) == set(relied_on(FACTS))


class TestWhatIsChecked:
    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_lists_every_rule_in_every_language_to_anyone(self, client, language):
        with translation.override(language):
            response = client.get(reverse("applications:what_is_checked"))
            assert response.status_code == 200
            codes = [rule.code for rule in response.context["rules"]]
        assert codes == [rule.code for rule in RULES]

    def test_shows_source_ends_and_the_values_in_force(self, client):
        make_case()
        import_list()
        SubsidyBudget.objects.create(year=2026, amount=Decimal(30_000_000), source="a decree")
        response = client.get(reverse("applications:what_is_checked"))
        shown = {rule.code: rule for rule in response.context["rules"]}
        text = response.content.decode()
        assert shown["lender_kind"].source.paragraph == "1, 4"
        assert shown["goods_on_list"].dated.value == "Annex 2 2026-01-01"
        assert shown["budget"].dated.source.words == "a decree"
        for rule in RULES:
            assert len(shown[rule.code].endings) == len(rule.ends)
            assert shown[rule.code].endings[0].state == "passed"
        assert "180" in text

    def test_names_no_case(self, client):
        case = make_case()
        text = client.get(reverse("applications:what_is_checked")).content.decode()
        assert case.number not in text
        assert case.organisation.business_number not in text


class TestOfficersPage:
    def test_says_which_values_moved_and_offers_the_run(self, as_):
        case = make_case(CaseState.AWAITING_DECISION)
        client = as_(case.cast.ministry)
        assert client.get(review(case)).context["checks"].moved == []
        import_list()
        response = client.get(review(case))
        assert [str(name) for name in response.context["checks"].moved] == ["the goods list"]
        assert recheck(case) in response.content.decode()
        client.post(recheck(case))
        panel = client.get(review(case)).context["checks"]
        assert (panel.moved, panel.asked_by) == ([], case.cast.ministry.user.full_name)
        (turn,) = panel.turns
        assert [str(name) for name in turn.because] == ["the goods list"]
        assert [(str(c.title), str(c.before), str(c.after)) for c in turn.changes] == [
            (str(TITLES["goods_on_list"]), "Not known", "Met")
        ]

    def test_unchanged_findings_are_said_to_be(self, as_):
        case = make_case(CaseState.AGENT_REVIEW)
        client = as_(case.cast.agent)
        response = client.post(recheck(case), follow=True)
        assert "the findings are unchanged" in response.content.decode()
        assert (len(runs_of(case)), case.events.count()) == (1, 2)

    def test_a_double_click_leaves_one_run_and_one_event(self, as_):
        case = make_case(CaseState.AGENT_REVIEW)
        import_list()
        client = as_(case.cast.agent)
        for _click in range(2):
            client.post(recheck(case))
        assert (len(runs_of(case)), case.events.count()) == (2, 3)

    def test_a_closed_case_is_neither_watched_nor_run_again(self, as_):
        case = make_case(CaseState.REFUSED)
        import_list()
        client = as_(case.cast.agent)
        response = client.get(review(case))
        assert response.context["checks"].moved == []
        assert recheck(case) not in response.content.decode()
        client.post(recheck(case))
        assert len(runs_of(case)) == 1

    def test_an_earlier_submission_is_read_with_its_own_run(self, as_):
        case = make_case(CaseState.RETURNED)
        workflow.submit_case(case.pk, by=case.cast.applicant, at=LATER)
        client = as_(case.cast.agent)
        panel = client.get(review(case), {"version": "1"}).context["checks"]
        assert panel.run.submission.ordinal == 1
        assert recheck(case) not in client.get(review(case), {"version": "1"}).content.decode()


class TestApplicantsPages:
    def test_the_case_page_tells_what_the_applicant_can_do(self, as_):
        case = make_case(buyer={"buyer_country": "KZ"})
        response = as_(case.cast.applicant).get(reverse("applications:case", args=[case.pk]))
        first = response.context["checks"].open[0]
        assert (first.rule, str(first.advice)) == (
            "buyer_foreign",
            "Correct the country of the buyer.",
        )

    def test_others_approvals_are_not_told(self, as_):
        SubsidyBudget.objects.create(year=2026, amount=Decimal(30_000_000), source="a decree")
        case = make_case()
        staff = as_(case.cast.agent).get(review(case)).content.decode()
        own = as_(case.cast.applicant).get(reverse("applications:case", args=[case.pk]))
        label = str(LABELS["budget_committed"])
        assert label in staff
        assert label not in own.content.decode()

    def test_an_officers_name_is_not_told(self, as_):
        case = make_case(CaseState.AGENT_REVIEW)
        import_list()
        workflow.recheck_case(case.pk, by=case.cast.agent, at=LATER)
        response = as_(case.cast.applicant).get(reverse("applications:case", args=[case.pk]))
        assert response.context["checks"].turns
        assert case.cast.agent.user.full_name not in response.content.decode()

    def test_before_submission_the_same_rules_run_on_the_draft(self, as_):
        case = make_case(CaseState.DRAFT, buyer={"buyer_country": "KZ"})
        page = as_(case.cast.applicant).get(reverse("applications:check_answers", args=[case.pk]))
        panel = page.context["checks"]
        assert panel.open[0].rule == "buyer_foreign"
        assert len(panel.open) + len(panel.met) == len(RULES)
        assert "The portal checks again on submission" in page.content.decode()
        assert not runs_of(case)

    def test_an_incomplete_draft_is_not_checked(self, as_):
        case = make_case(CaseState.DRAFT)
        case.sections.filter(section="buyer").delete()
        page = as_(case.cast.applicant).get(reverse("applications:check_answers", args=[case.pk]))
        assert page.context["checks"] is None

    def test_the_draft_and_its_submission_agree(self, as_, monkeypatch):
        monkeypatch.setattr("applications.submission_views.timezone.now", lambda: SUBMITTED_AT)
        case = make_case(CaseState.DRAFT, goods={}, insurance={"insured_amount": "1"})
        page = as_(case.cast.applicant).get(reverse("applications:check_answers", args=[case.pk]))
        panel = page.context["checks"]
        before = {f.rule: f.outcome for f in [*panel.open, *panel.met]}
        workflow.submit_case(case.pk, by=case.cast.applicant, at=SUBMITTED_AT)
        (run,) = runs_of(case)
        assert before == {f["rule"]: f["outcome"] for f in run.findings}


class TestLetters:
    @pytest.mark.parametrize(
        ("state", "kind"),
        [
            (CaseState.SUBMITTED, NoticeKind.RECEIPT),
            (CaseState.RETURNED, NoticeKind.RETURN),
            (CaseState.APPROVED, NoticeKind.APPROVAL),
            (CaseState.REFUSED, NoticeKind.REFUSAL),
        ],
    )
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_each_letter_freezes_the_findings_before_it(self, state, kind, language):
        case = make_case(state, insurance={"insured_amount": "99 999 999"})
        notice = case.events.filter(notice__kind=kind).latest("ordinal").notice
        with translation.override(language):
            title = str(TITLES["insured_amount"])
            message = str(MESSAGES["insured_amount", "too_low"][0])
            heading = translation.gettext("Automatic checks")
        (part,) = [p for p in notice.content[language]["sections"] if p["heading"] == heading]
        (line,) = [item for item in part["items"] if item.startswith(f"{title}:")]
        assert message in line

    def test_what_is_found_later_does_not_reach_a_letter(self):
        case = make_case(CaseState.AGENT_REVIEW)
        notice = case.events.get(ordinal=1).notice
        frozen = json.dumps(notice.content)
        import_list()
        workflow.recheck_case(case.pk, by=case.cast.agent, at=LATER)
        notice.refresh_from_db()
        assert json.dumps(notice.content) == frozen


class TestPlainData:
    def test_holds_codes_words_source_and_exact_values(self):
        case = make_case(insurance={"insured_amount": "99 999 999,50"})
        data = findings_as_data(last_run(case.submissions.get()))
        assert json.loads(json.dumps(data)) == data
        found = {finding["rule"]: finding for finding in data["findings"]}
        insured = found["insured_amount"]
        assert (insured["outcome"], insured["reason"]) == ("fail", "too_low")
        assert insured["values"][0]["value"] == "99999999.5"
        assert insured["message"] == str(MESSAGES["insured_amount", "too_low"][0])
        assert found["lender_kind"]["source"]["paragraph"] == "1, 4"
        assert (data["case"], data["submission"], data["why"]) == (case.number, 1, "submission")

    def test_the_applicants_has_other_advice_and_no_others_sums(self):
        SubsidyBudget.objects.create(year=2026, amount=Decimal(30_000_000), source="a decree")
        submission = make_case(buyer={"buyer_country": "KZ"}).submissions.get()
        data = last_findings_as_data(submission, for_applicant=True)
        found = {finding["rule"]: finding for finding in data["findings"]}
        assert found["buyer_foreign"]["what_to_do"] == "Correct the country of the buyer."
        assert "budget_committed" not in {v["label"] for v in found["budget"]["values"]}
