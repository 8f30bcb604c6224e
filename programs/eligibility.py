"""The conditions beside the rows of terms: one named predicate each, answered with grounds.

Pure: facts and the day are arguments, None is a fact nobody gave; thresholds come from
the data of that day. Amounts of one call are in one currency, years and terms as named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from programs.codes import FundSource, RatingStep
from programs.general_conditions import Condition, conditions_on
from programs.terms_in_force import rating_step


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class MfoRating(StrEnum):
    """Grades of the Corporation's own methodology for rating MFOs that suffice, and the rest."""

    HIGHLY_RELIABLE = "highly_reliable"
    RELIABLE = "reliable"
    OTHER = "other"


class MfoBusiness(StrEnum):
    """What an MFO borrows for under programme 47: each has its own limit of leverage."""

    PRODUCTIVE_EMPLOYMENT = "productive_employment"
    BASTAU_BUSINESS = "bastau_business"


@dataclass(frozen=True)
class Answer:
    """``reason`` is a code; ``effective_from`` None: no conditions are known for the day."""

    condition: str
    verdict: Verdict
    reason: str
    paragraph: str
    effective_from: date | None
    threshold: Decimal | None = None


@dataclass(frozen=True)
class NewPartnership:
    """A credit partnership the Corporation has not dealt with; amounts in tenge."""

    members: int | None = None
    expected_members: int | None = None
    charter_capital: Decimal | None = None
    deposit: Decimal | None = None


@dataclass(frozen=True)
class MfoFacts:
    """``provisions_ratio`` is provisions to the portfolio over 90 days late; ``k3`` counts
    the new financing; years are of core activity before the application."""

    rating: MfoRating | None = None
    provisions_ratio: Decimal | None = None
    k3: Decimal | None = None
    years_active: Decimal | None = None
    processes_audited: bool | None = None
    of_state_or_atameken: bool | None = None
    statements_audited: bool | None = None
    founders_guarantee: bool | None = None
    founders_state_or_noncommercial: bool | None = None


@dataclass(frozen=True)
class _Rule:
    """A condition on a day, ready to answer; without one every answer is not known."""

    code: str
    on: date

    @property
    def condition(self) -> Condition | None:
        edition = conditions_on(self.on)
        return edition.conditions.get(self.code) if edition else None

    def limit(self, name: str) -> Decimal | None:
        return self.condition.thresholds[name].value if self.condition else None

    def answer(self, verdict: bool | None, reason: str, threshold: Decimal | None = None) -> Answer:
        edition = conditions_on(self.on)
        if edition is None or self.condition is None:
            return Answer(self.code, Verdict.NOT_KNOWN, "no_conditions_known", "", None)
        known = {True: Verdict.YES, False: Verdict.NO, None: Verdict.NOT_KNOWN}[verdict]
        place = self.condition.paragraph
        return Answer(self.code, known, reason, place, edition.effective_from, threshold)

    def at_least(self, value: Decimal | int | None, name: str, reason: str) -> Answer:
        limit = self.limit(name)
        known = None if value is None or limit is None else value >= limit
        return self.answer(known, reason, limit)

    def at_most(self, value: Decimal | int | None, name: str, reason: str) -> Answer:
        limit = self.limit(name)
        known = None if value is None or limit is None else value <= limit
        return self.answer(known, reason, limit)


def overall(answers: Iterable[Answer]) -> Verdict:
    """No where any is no; else not known where any is not known; else yes."""
    verdicts = {answer.verdict for answer in answers}
    for decisive in (Verdict.NO, Verdict.NOT_KNOWN):
        if decisive in verdicts:
            return decisive
    return Verdict.YES


def credit_line_within_limit(term_months: int | None, *, on: date) -> Answer:
    """7-1: a credit partnership's line runs for at most so many months."""
    return _Rule("credit_line_term", on).at_most(term_months, "term_months_max", "line_term")


def new_credit_partnership_may_be_financed(
    facts: NewPartnership, *, on: date
) -> tuple[Answer, ...]:
    """7-2: members now, members within the year after financing, the deposit."""
    rule = _Rule("new_credit_partnership", on)
    return (
        rule.at_least(facts.members, "members_min", "members"),
        rule.at_least(facts.expected_members, "members_potential", "members_potential"),
        _deposit_covers(rule, facts.deposit, facts.charter_capital),
    )


def deposit_may_be_lowered(years_since_financing: Decimal | None, *, on: date) -> Answer:
    """7-2: the credit committee may lower the deposit after so many years."""
    rule = _Rule("new_credit_partnership", on)
    return rule.at_least(years_since_financing, "deposit_reducible_after_years", "deposit_age")


def equity_share_has_priority(
    source: FundSource,
    *,
    funds_short: bool | None,
    several_applications: bool | None,
    own_share: Decimal | None,
    other_share: Decimal | None,
    on: date,
) -> Answer:
    """7-3: where budget money is short or wanted by several, the larger equity share goes first.

    Shares in percent of the project's cost; both projects meet every other requirement.
    """
    rule = _Rule("equity_share_priority", on)
    if rule.condition is not None and source not in rule.condition.allowed:
        return rule.answer(False, "priority_other_source")
    if funds_short is False and several_applications is False:
        return rule.answer(False, "priority_no_shortage")
    if not (funds_short or several_applications) or own_share is None or other_share is None:
        return rule.answer(None, "equity_share")
    return rule.answer(own_share > other_share, "equity_share", other_share)


def mfo_rating_suffices(rating: MfoRating | None, *, on: date) -> Answer:
    rule = _Rule("mfo_unsecured_rating", on)
    allowed = rule.condition.allowed if rule.condition else ()
    return rule.answer(None if rating is None else rating in allowed, "mfo_rating")


def mfo_provisions_suffice(ratio: Decimal | None, *, on: date) -> Answer:
    rule = _Rule("mfo_unsecured_provisions", on)
    return rule.at_least(ratio, "provisions_to_overdue_portfolio_min", "mfo_provisions")


def mfo_k3_within_limit(k3: Decimal | None, *, on: date) -> Answer:
    """``k3`` as it would be with the new financing; the MFO's own figure."""
    return _Rule("mfo_unsecured_k3", on).at_most(k3, "k3_max", "mfo_k3")


def mfo_active_long_enough(facts: MfoFacts, *, on: date) -> Answer:
    """Two years, or one when the Corporation audits the MFO's processes."""
    rule = _Rule("mfo_unsecured_activity", on)
    if facts.of_state_or_atameken:
        return rule.answer(True, "mfo_activity_exempt")
    in_full = rule.at_least(facts.years_active, "core_activity_years_min", "mfo_activity")
    if in_full.verdict is not Verdict.NO:
        return in_full
    with_audit = rule.at_least(
        facts.years_active, "core_activity_years_min_with_audit", "mfo_activity_with_audit"
    )
    if with_audit.verdict is Verdict.YES:
        return _unless_exempt(rule, facts, facts.processes_audited, with_audit)
    return _unless_exempt(rule, facts, False, with_audit)


def mfo_statements_are_audited(facts: MfoFacts, *, on: date) -> Answer:
    """For the year before; not asked of an MFO new or under a year at its core activity."""
    rule = _Rule("mfo_unsecured_audited_statements", on)
    youngest = rule.limit("exempt_if_core_activity_years_less_than")
    if facts.statements_audited:
        return rule.answer(True, "mfo_statements")
    if facts.years_active is not None and youngest is not None and facts.years_active < youngest:
        return rule.answer(True, "mfo_statements_exempt", youngest)
    known = None if facts.years_active is None else facts.statements_audited
    return rule.answer(known, "mfo_statements")


def mfo_founders_guarantee_given(facts: MfoFacts, *, on: date) -> Answer:
    """Not asked where the founders are of the State or non-commercial."""
    rule = _Rule("mfo_unsecured_founders_guarantee", on)
    if facts.founders_state_or_noncommercial:
        return rule.answer(True, "mfo_guarantee_exempt")
    if facts.founders_guarantee or facts.founders_state_or_noncommercial is None:
        return rule.answer(facts.founders_guarantee or None, "mfo_guarantee")
    return rule.answer(facts.founders_guarantee, "mfo_guarantee")


def mfo_may_borrow_without_collateral(facts: MfoFacts, *, on: date) -> tuple[Answer, ...]:
    """The six criteria of programmes 47, 50-2 and 50-3; all must hold."""
    return (
        mfo_rating_suffices(facts.rating, on=on),
        mfo_provisions_suffice(facts.provisions_ratio, on=on),
        mfo_k3_within_limit(facts.k3, on=on),
        mfo_active_long_enough(facts, on=on),
        mfo_statements_are_audited(facts, on=on),
        mfo_founders_guarantee_given(facts, on=on),
    )


def leverage_within_limit(
    business: MfoBusiness, liabilities: Decimal | None, equity: Decimal | None, *, on: date
) -> Answer:
    """47: ``liabilities``, the new financing included, to own capital; the limit inclusive."""
    rule = _Rule(f"mfo_leverage_{business.value}", on)
    limit = rule.limit("liabilities_to_equity_max")
    if liabilities is None or equity is None or limit is None:
        return rule.answer(None, "leverage", limit)
    return rule.answer(equity > 0 and liabilities <= limit * equity, "leverage", limit)


def bank_rate_by_rating(rating: str, *, on: date) -> tuple[RatingStep | None, Answer]:
    """45: the ladder's step for a bank's rating, and its rate on budget money, percent a year.

    Below the ladder there is no step. Raises ``terms_in_force.UnknownRating``.
    """
    rule = _Rule("bank_rating_ladder", on)
    if not rating.strip():
        return None, rule.answer(None, "bank_rating")
    step = rating_step(rating)
    if step is None:
        return None, rule.answer(False, "bank_rating_below")
    return step, rule.answer(True, "bank_rating", rule.limit(step.value))


def _deposit_covers(rule: _Rule, deposit: Decimal | None, capital: Decimal | None) -> Answer:
    share = rule.limit("deposit_share_of_charter_capital_percent")
    if deposit is None or capital is None or share is None:
        return rule.answer(None, "deposit", share)
    return rule.answer(deposit * 100 >= capital * share, "deposit", share)


def _unless_exempt(rule: _Rule, facts: MfoFacts, verdict: bool | None, found: Answer) -> Answer:
    """A no holds only for an MFO known to be neither of the State nor of Atameken."""
    if verdict is False and facts.of_state_or_atameken is None:
        verdict = None
    return rule.answer(verdict, found.reason, found.threshold)
