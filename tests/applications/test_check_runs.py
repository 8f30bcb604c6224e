"""Runs of the checks: why each ran, what it relied on, when another one is kept."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from applications import case_workflow as workflow
from applications.check_runs import finding_changes, last_run, turns, values_moved_since
from applications.checks import run_checks
from applications.checks.reliance import moved, relied_on
from applications.events import verify_chain
from applications.models import (
    CaseState,
    CheckRun,
    EventKind,
    GoodsListEdition,
    GoodsListEntry,
    OrderEdition,
    SubsidyBudget,
    WhyChecked,
)
from norms.hash_chain import sha256_of
from programs.models import ReferenceRate
from tests.applications.cases import SUBMITTED_AT, make_case
from tests.applications.test_checks import BUDGET, FACTS, LISTED, REFERENCE
from tests.people import make_membership

LATER = SUBMITTED_AT + timedelta(days=1)

MOVES = [
    ("organisation", {"organisation_confirmed": False}),
    ("edition", {"edition_of_first_day": None}),
    ("reference", {"reference": replace(REFERENCE, value_percent=Decimal("9.25"))}),
    ("published_reference", {"published_reference": None}),
    ("term_norm", {"maximum_term": None}),
    ("goods_list", {"goods_list": replace(LISTED, sha256="other prefixes")}),
    ("budget", {"budget": replace(BUDGET, amount=Decimal(5000))}),
    ("budget", {"budget": replace(BUDGET, committed=Decimal(999))}),
    ("same_contract", {"same_contract_cases": ("KR-2026-000009",)}),
]


@pytest.mark.parametrize(("name", "changes"), MOVES)
def test_each_value_behind_a_run_is_told_by_its_name(name, changes):
    assert moved(relied_on(FACTS), relied_on(replace(FACTS, **changes))) == [name]


def test_every_value_of_the_reliance_has_a_row_above():
    assert {name for name, _changes in MOVES} == set(relied_on(FACTS))


@given(st.decimals(Decimal(0), Decimal(983), places=2))
def test_an_approval_that_leaves_room_moves_nothing(committed):
    after = replace(FACTS, budget=replace(BUDGET, committed=committed))
    assert moved(relied_on(FACTS), relied_on(after)) == []


def test_the_reliance_is_plain_data():
    assert json.loads(json.dumps(relied_on(FACTS))) == relied_on(FACTS)


def found(**changes):
    return [finding.as_json() for finding in run_checks(replace(FACTS, **changes))]


def test_a_changed_value_and_a_changed_outcome_are_told_apart():
    bin_changed = finding_changes(found(), found(lender_bin="200440000018"))
    assert [(c.rule, c.is_of_outcome) for c in bin_changed] == [("lender_bin", True)]
    contract = replace(FACTS.contract, number="18")
    number_changed = finding_changes(found(), found(contract=contract))
    assert [(c.rule, c.is_of_outcome) for c in number_changed] == [("not_twice", False)]
    assert finding_changes(found(), found()) == []


def test_a_rule_of_one_side_only_is_a_change():
    (change,) = finding_changes(found()[1:], found())
    assert (change.rule, change.before) == ("organisation_confirmed", None)
    (change,) = finding_changes(found(), found()[1:])
    assert (change.rule, change.after) == ("organisation_confirmed", None)


def runs_of(case):
    return list(CheckRun.objects.filter(submission__case=case).order_by("pk"))


def import_list(prefix="8433", *, on=date(2026, 1, 1)):
    listed = GoodsListEdition.objects.create(effective_from=on, title=f"Annex 2 {on}", source="o")
    GoodsListEntry.objects.create(edition=listed, hs_prefix=prefix)
    return listed


@pytest.mark.django_db
class TestRuns:
    def test_a_submission_keeps_why_and_what_it_relied_on(self):
        case = make_case()
        (run,) = runs_of(case)
        assert (run.why, run.by, run.moved) == (WhyChecked.SUBMISSION, None, [])
        assert run.findings_sha256 == sha256_of(run.findings)
        assert run.relied_sha256 == sha256_of(run.relied_on)
        assert run.relied_on["reference"]["value_percent"] == "9"
        assert case.events.latest("ordinal").details["check_run"] == run.pk

    def test_a_list_imported_since_moves_the_values_of_the_last_run(self):
        case = make_case()
        submission, (run,) = case.submissions.get(), runs_of(case)
        assert values_moved_since(run, submission, at=LATER) == []
        import_list()
        assert values_moved_since(run, submission, at=LATER) == ["goods_list"]

    def test_on_demand_the_findings_are_kept_with_who_asked_and_an_event(self):
        case = make_case(CaseState.AGENT_REVIEW)
        import_list()
        workflow.recheck_case(case.pk, by=case.cast.agent, at=LATER)
        first, second = runs_of(case)
        assert (second.why, second.by, second.moved) == (
            WhyChecked.ON_DEMAND,
            case.cast.agent,
            ["goods_list"],
        )
        event = case.events.latest("ordinal")
        assert (event.kind, event.from_state, event.to_state) == (
            EventKind.RECHECKED,
            CaseState.AGENT_REVIEW,
            CaseState.AGENT_REVIEW,
        )
        assert event.details["findings_sha256"] == second.digest()
        assert verify_chain(case) is None
        (turn,) = turns([first, second])
        assert [(c.rule, c.before["outcome"], c.after["outcome"]) for c in turn.changes] == [
            ("goods_on_list", "unknown", "pass")
        ]

    def test_a_second_click_changes_nothing(self):
        case = make_case(CaseState.AGENT_REVIEW)
        import_list()
        for _click in range(3):
            workflow.recheck_case(case.pk, by=case.cast.agent, at=LATER)
        assert (len(runs_of(case)), case.events.count()) == (2, 3)

    def test_unchanged_findings_do_not_grow_the_history(self):
        case = make_case(CaseState.AGENT_REVIEW)
        workflow.recheck_case(case.pk, by=case.cast.agent, at=LATER)
        assert (len(runs_of(case)), case.events.count()) == (1, 2)

    def test_a_value_that_moved_without_a_finding_is_kept_without_an_event(self):
        case = make_case(CaseState.AGENT_REVIEW)
        edition = OrderEdition.objects.in_force(date(2026, 1, 20)).get()
        OrderEdition.objects.filter(pk=edition.pk).update(source="a better scan")
        workflow.recheck_case(case.pk, by=case.cast.ministry, at=LATER)
        assert [run.moved for run in runs_of(case)] == [[], ["edition"]]
        assert case.events.count() == 2

    def test_a_rate_entered_since_is_told_and_counts_only_once_recomputed(self):
        case = make_case(CaseState.AGENT_REVIEW, financing={"financing_currency": "RUB"})
        ReferenceRate.objects.create(
            kind="key_rate",
            currency="RUB",
            effective_from=date(2025, 12, 22),
            value_percent=Decimal(16),
            source="a test",
        )
        workflow.recheck_case(case.pk, by=case.cast.agent, at=LATER)
        told = {f["rule"]: f["reason"] for f in runs_of(case)[-1].findings}
        assert (told["rate_above_reference"], told["reference_stands"]) == (
            "no_rate",
            "entered_since",
        )
        workflow.recompute_case(case.pk, by=case.cast.agent, at=LATER)
        last = runs_of(case)[-1]
        told = {f["rule"]: f["reason"] for f in last.findings}
        assert (told["rate_above_reference"], told["reference_stands"]) == ("above", "stands")
        assert (last.why, last.by) == (WhyChecked.RECOMPUTED, case.cast.agent)

    def test_a_decision_keeps_the_run_that_lay_before_it(self):
        case = make_case(CaseState.APPROVED)
        (run,) = runs_of(case)
        for kind in (EventKind.CONCLUDED, EventKind.APPROVED):
            assert case.events.get(kind=kind).details["check_run"] == run.pk
        refused = make_case(CaseState.REFUSED)
        assert refused.events.get(kind=EventKind.REFUSED).details["findings_sha256"]

    def test_findings_written_over_break_the_chain(self):
        case = make_case()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE applications_checkrun SET findings = '[]'")
        found = verify_chain(case)
        assert found is not None
        assert (found.ordinal, found.reason) == (1, "findings")

    def test_who_filed_it_may_not_ask_in_another_role(self):
        case = make_case()
        officer = make_membership("agent_officer", user=case.cast.applicant.user)
        with pytest.raises(workflow.NotAllowed):
            workflow.recheck_case(case.pk, by=officer)

    def test_last_run_is_the_newest_of_the_submission(self):
        case = make_case(CaseState.AGENT_REVIEW)
        SubsidyBudget.objects.create(year=2026, amount=Decimal(30_000_000), source="a test")
        workflow.recheck_case(case.pk, by=case.cast.agent, at=LATER)
        run = last_run(case.submissions.get())
        assert run == runs_of(case)[-1]
        assert run.moved == ["budget"]
