"""Differences between any two submissions, and what they put in doubt."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from applications import case_workflow as workflow
from applications.differences.answers import (
    How,
    answer_changes,
    changed_sections,
    document_changes,
)
from applications.differences.doubts import RELIED_ON
from applications.differences.page import differences_context, runs_of, timeline_marks, two_of
from applications.differences.rows import match_rows
from applications.models import CaseState
from applications.timeline import events_of
from files.uploads import PDF, store_bytes
from tests.applications.cases import RAW_ANSWERS, SUBMITTED_AT, make_case
from tests.applications.test_check_runs import import_list

GOODS = RAW_ANSWERS["goods"]["rows"][0]
OTHER = {
    **GOODS,
    "hs_code": "8504 23",
    "description": "Transformer",
    "quantity": "1",
    "price": "10",
    "amount": "10",
    "origin_proof_number": "KZ 2",
}
WIDE = {"contract_amount": "130 000 000"}
CORRECTED = {**GOODS, "quantity": "3", "price": "40 000 000"}
ROWS = st.lists(
    st.fixed_dictionaries(
        {"code": st.sampled_from("abc"), "name": st.sampled_from("xyz"), "sum": st.integers(0, 3)}
    ),
    max_size=6,
)


class TestMatchingOfRows:
    TABLE = [
        ([], [], []),
        (["a1"], ["a1"], [(0, 0)]),
        (["a1", "b2"], ["b2", "a1"], [(1, 0), (0, 1)]),
        (["a1"], ["b2", "a1"], [(None, 0), (0, 1)]),
        (["a1", "b2", "c3"], ["a1", "c3"], [(0, 0), (2, 1), (1, None)]),
        (["a1"], ["a2"], [(0, 0)]),
        (["a1", "b1"], ["b2", "a2"], [(1, 0), (0, 1)]),
        (["a1"], ["b2"], [(None, 0), (0, None)]),
        (["a1", "a1"], ["a1"], [(0, 0), (1, None)]),
    ]

    @pytest.mark.parametrize(("before", "after", "pairs"), TABLE)
    def test_on_a_table_of_code_and_sum(self, before, after, pairs):
        def rows(words):
            return [{"code": word[0], "sum": word[1]} for word in words]

        assert match_rows(rows(before), rows(after), key=("code",)) == pairs

    @given(ROWS, ROWS)
    def test_each_row_stands_in_one_pair(self, before, after):
        pairs = match_rows(before, after, key=("code",))
        assert sorted(old for old, _new in pairs if old is not None) == [*range(len(before))]
        assert sorted(new for _old, new in pairs if new is not None) == [*range(len(after))]
        assert (None, None) not in pairs

    @given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
    def test_reordering_alone_is_no_difference(self, both):
        before, after = both
        for old, new in match_rows(before, after, key=("code",)):
            assert old is not None
            assert new is not None
            assert before[old] == after[new]

    @given(ROWS, ROWS)
    def test_there_and_back_are_the_same_counts(self, before, after):
        there = match_rows(before, after, key=("code",))
        back = match_rows(after, before, key=("code",))
        assert sum(None in pair for pair in there) == sum(None in pair for pair in back)


pytestmark = pytest.mark.django_db


def resubmit(case, *, days=2, documents=(), remove=(), **changes):
    """Correct single raw answers by section, change documents, and submit again."""
    for code, answers in changes.items():
        section = case.sections.get(section=code)
        section.answers = {**section.answers, **answers}
        section.save()
    for kind, content, name in documents:
        old = case.documents.filter(kind=kind, removed_at=None)
        old.update(removed_at=SUBMITTED_AT + timedelta(days=1))
        case.documents.create(
            kind=kind,
            version=case.documents.filter(kind=kind).count() + 1,
            name=name,
            file=store_bytes(content, PDF),
            uploaded_by=case.cast.applicant,
        )
    at = SUBMITTED_AT + timedelta(days=days)
    workflow.submit_case(case.pk, by=case.cast.applicant, at=at)
    return list(case.submissions.order_by("ordinal"))


def returned(**changes):
    return make_case(CaseState.RETURNED, **changes)


class TestAnswers:
    def test_a_field_before_and_after(self):
        first, second = resubmit(returned(), buyer={"buyer_name": "Samarkand Agro LLC"})
        (change,) = answer_changes(first, second)
        assert (change.code, change.before, change.after) == (
            "buyer",
            "Volga Agro LLC",
            "Samarkand Agro LLC",
        )
        assert changed_sections(first, second) == ["buyer"]
        (back,) = answer_changes(second, first)
        assert (back.before, back.after) == (change.after, change.before)

    def test_nothing_changed_is_no_difference(self):
        first, second = resubmit(returned())
        assert answer_changes(first, second) == []
        assert changed_sections(first, second) == []

    def test_a_row_put_before_another_is_one_row_added(self):
        first, second = resubmit(returned(contract=WIDE), goods={"rows": [OTHER, GOODS]})
        (change,) = answer_changes(first, second)
        assert (change.how, change.before) == (How.ADDED, "")
        assert "Transformer" in change.after

    def test_a_moved_and_corrected_row_is_told_by_both_places(self):
        case = returned(goods={"rows": [GOODS, OTHER]}, contract=WIDE)
        first, second = resubmit(case, goods={"rows": [OTHER, CORRECTED]})
        quantity, price = answer_changes(first, second)
        assert (quantity.how, quantity.before, quantity.after) == (How.CHANGED, "2", "3")
        assert quantity.place.endswith("1 → 2")
        assert price.place == quantity.place

    def test_a_row_taken_away(self):
        case = returned(goods={"rows": [GOODS, OTHER]}, contract=WIDE)
        first, second = resubmit(case, goods={"rows": [GOODS]})
        (change,) = answer_changes(first, second)
        assert (change.how, change.after) == (How.REMOVED, "")


class TestDocuments:
    def test_other_content_under_the_same_name_is_replaced(self):
        content = b"%PDF-1.7 signed\n%%EOF"
        first, second = resubmit(
            returned(), documents=[("export_contract", content, "export_contract.pdf")]
        )
        (change,) = document_changes(first, second)
        assert change.how == How.REPLACED
        assert change.before["sha256"] != change.after["sha256"]
        assert changed_sections(first, second) == ["documents"]

    def test_the_same_content_anew_is_no_difference_but_for_its_name(self):
        content = b"%PDF-1.7 export_contract\n%%EOF"
        first, second = resubmit(
            returned(), documents=[("export_contract", content, "export_contract.pdf")]
        )
        assert document_changes(first, second) == []
        case = returned()
        first, second = resubmit(case, documents=[("export_contract", content, "other.pdf")])
        (change,) = document_changes(first, second)
        assert change.how == How.RENAMED

    def test_added_and_removed_mirror_each_other(self):
        content = b"%PDF-1.7 schedule\n%%EOF"
        first, second = resubmit(
            returned(), documents=[("repayment_schedule", content, "schedule.pdf")]
        )
        (change,) = document_changes(first, second)
        assert (change.kind, change.how, change.before) == ("repayment_schedule", How.ADDED, None)
        (back,) = document_changes(second, first)
        assert (back.how, back.after) == (How.REMOVED, None)


class TestSubsidyAndFindings:
    def test_rates_sums_and_years_stand_side_by_side(self):
        case = returned()
        submissions = resubmit(case, financing={"nominal_rate_percent": "18"})
        context = differences_context(case, submissions, tuple(submissions), staff=True)
        figures = {figure.label: figure for figure in context["figures"]}
        assert (figures["Nominal annual rate"].is_changed, figures["Term"].is_changed) == (
            True,
            False,
        )
        assert not figures["Reference rate"].is_changed
        assert not figures["Rate that the buyer pays"].is_changed
        years = [figure for label, figure in figures.items() if label.startswith("Subsidy in 20")]
        assert [figure.label[-4:] for figure in years] == ["2026", "2027", "2028", "2029"]
        assert all(figure.is_changed for figure in years)

    def test_turned_outcomes_come_before_other_values(self):
        case = returned()
        submissions = resubmit(
            case, buyer={"buyer_country": "KZ"}, contract={"contract_number": "18"}
        )
        found = differences_context(case, submissions, tuple(submissions), staff=True)["findings"]
        assert found[0].is_of_outcome
        assert (str(found[0].words.before), str(found[0].words.after)) == ("Met", "Not met")
        assert not found[-1].is_of_outcome


def concluded_then_corrected(**changes):
    """Concluded on submission 1, sent back, returned, corrected: submission 2."""
    case = make_case(CaseState.AWAITING_DECISION)
    cast, at = case.cast, SUBMITTED_AT + timedelta(hours=5)
    workflow.remit_case(case.pk, reasons="More.", by=cast.ministry, at=at)
    remarks = {"buyer": "Which one?", "goods": "Name them.", "whole": "Read it again."}
    workflow.return_case(case.pk, remarks=remarks, by=cast.agent, at=at)
    return case, resubmit(case, **changes)


def marks_of(case, submissions):
    return timeline_marks(events_of(case), submissions, runs_of(case))


class TestDoubts:
    @pytest.mark.parametrize("code", sorted(RELIED_ON - {"documents"}))
    def test_every_section_that_a_check_reads_puts_the_conclusion_in_doubt(self, code):
        changes = {
            "buyer": {"buyer_name": "Other"},
            "lender": {"lender_name": "Other"},
            "contract": {"incoterms": "DAP"},
            "goods": {"rows": [CORRECTED]},
            "financing": {"agreement_number": "8"},
            "insurance": {"insurance_number": "45"},
        }
        case, submissions = concluded_then_corrected(**{code: changes[code]})
        (mark,) = [m for m in marks_of(case, submissions).values() if m.is_conclusion]
        assert mark.is_in_doubt
        assert len(mark.sections) == 1

    def test_a_new_document_puts_it_in_doubt(self):
        paper = ("insurance_contract", b"%PDF-1.7 other\n%%EOF", "new.pdf")
        case, submissions = concluded_then_corrected(documents=[paper])
        (mark,) = [m for m in marks_of(case, submissions).values() if m.is_conclusion]
        assert [str(title) for title in mark.sections] == ["Documents"]

    def test_the_applicants_own_data_do_not(self):
        case, submissions = concluded_then_corrected(applicant={"contact_name": "Other"})
        (mark,) = [m for m in marks_of(case, submissions).values() if m.is_conclusion]
        assert not mark.is_in_doubt

    def test_remarks_are_answered_where_their_section_changed(self):
        case, submissions = concluded_then_corrected(buyer={"buyer_name": "Other"})
        (mark,) = [m for m in marks_of(case, submissions).values() if not m.is_conclusion]
        assert [remark.is_changed for remark in mark.answered] == [True, False, True]

    def test_remarks_wait_unmarked_until_a_new_submission(self):
        case = returned()
        assert marks_of(case, list(case.submissions.all())) == {}

    def test_a_finding_that_turned_after_the_conclusion_puts_it_in_doubt(self):
        case = make_case(CaseState.AWAITING_DECISION)
        submissions = list(case.submissions.all())
        (mark,) = marks_of(case, submissions).values()
        assert not mark.is_in_doubt
        import_list("01")
        workflow.recheck_case(case.pk, by=case.cast.ministry, at=SUBMITTED_AT + timedelta(days=1))
        (mark,) = marks_of(case, submissions).values()
        assert [str(change.after) for change in mark.turned] == ["Not met"]
        assert mark.sections == []


class TestPage:
    def address(self, case):
        return reverse("applications:differences", args=[case.pk])

    @pytest.mark.parametrize("person", ["applicant", "agent", "ministry"])
    def test_the_last_two_by_default_any_two_on_demand(self, client, person):
        case = returned()
        resubmit(case, buyer={"buyer_name": "Second"})
        workflow.take_case(case.pk, by=case.cast.agent)
        workflow.return_case(case.pk, remarks={"buyer": "?"}, by=case.cast.agent)
        resubmit(case, days=400, buyer={"buyer_name": "Third"})
        client.force_login(getattr(case.cast, person).user)
        page = client.get(self.address(case))
        assert (page.context["before"].ordinal, page.context["after"].ordinal) == (2, 3)
        page = client.get(self.address(case), {"from": "3", "to": "1"})
        (group,) = page.context["sections"]
        assert [(c.before, c.after) for c in group["changes"]] == [("Third", "Volga Agro LLC")]
        assert "Volga Agro LLC" in page.content.decode()

    def test_senseless_choices_are_the_default(self):
        case = returned()
        submissions = resubmit(case)
        for first, second in [("0", "9"), ("x", ""), ("-1", "١")]:
            assert two_of(submissions, first, second) == tuple(submissions)

    def test_one_submission_is_said_to_be_one(self, client):
        case = make_case()
        client.force_login(case.cast.applicant.user)
        assert "nothing to compare" in client.get(self.address(case)).content.decode()

    def test_the_applicant_reads_remarks_but_no_conclusion(self, client):
        case, _submissions = concluded_then_corrected(buyer={"buyer_name": "Other"})
        client.force_login(case.cast.applicant.user)
        own = client.get(self.address(case)).context["doubts"]
        assert [mark.is_conclusion for mark in own] == [False]
        client.force_login(case.cast.ministry.user)
        theirs = client.get(self.address(case)).context["doubts"]
        assert {mark.is_conclusion for mark in theirs} == {True, False}

    def test_the_mark_stands_at_the_conclusion_in_the_timeline(self, client):
        case, _submissions = concluded_then_corrected(buyer={"buyer_name": "Other"})
        client.force_login(case.cast.agent.user)
        page = client.get(reverse("applications:review", args=[case.pk])).content.decode()
        assert "In doubt: what this conclusion rested on has changed" in page
        assert "answered by a change" in page
        assert "not touched" in page
        assert self.address(case) in page

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_in_every_language(self, client, language):
        case, _submissions = concluded_then_corrected(
            goods={"rows": [OTHER, CORRECTED]}, contract=WIDE
        )
        client.force_login(case.cast.ministry.user)
        url = self.address(case).replace("/en/", f"/{language}/")
        assert client.get(url).status_code == 200


def many_times(many):
    """A case with so many submissions, each after a return."""
    case = make_case(CaseState.RETURNED if many > 1 else CaseState.AGENT_REVIEW)
    for number in range(1, many):
        resubmit(case, days=2 * number, buyer={"buyer_name": f"Buyer {number}"})
        at = SUBMITTED_AT + timedelta(days=2 * number, hours=1)
        workflow.take_case(case.pk, by=case.cast.agent, at=at)
        if number < many - 1:
            workflow.return_case(case.pk, remarks={"buyer": "?"}, by=case.cast.agent, at=at)
    return case


def queries_of(client, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as counted:
        assert client.get(url).status_code == 200
    return len(counted.captured_queries)


@pytest.mark.parametrize("page", ["differences", "review"])
def test_pages_cost_the_same_queries_at_two_and_four_submissions(
    client, django_assert_max_num_queries, page
):
    counts = []
    for many in (2, 4):
        case = many_times(many)
        client.force_login(case.cast.agent.user)
        url = reverse(f"applications:{page}", args=[case.pk])
        client.get(url)
        counts.append(queries_of(client, url, django_assert_max_num_queries))
    assert counts[0] == counts[1]
