"""Checks of the money: insurance, term, rate, dates, amounts, budget."""

from datetime import date
from decimal import Decimal

from applications.checks.declarations import RULE
from applications.checks.facts import Facts, KnownReference
from applications.checks.finding import (
    Compared,
    Finding,
    Source,
    code,
    count,
    day,
    money,
    percent,
)

INSTRUMENT_OF_KIND = {"credit": "credit_institution", "lease": "financial_leasing"}


def insured(facts: Facts) -> Finding:
    """One of the agency's two instruments: leasing for a lease, the other for a credit."""
    rule, instrument = RULE["insured"], INSTRUMENT_OF_KIND.get(facts.financing.kind)
    return rule.found(
        "fits" if instrument == facts.insurance.instrument else "other_instrument",
        rule.source(facts.edition),
        code("financing_kind", facts.financing.kind),
        code("insurance_instrument", facts.insurance.instrument),
    )


def insured_amount(facts: Facts) -> Finding:
    """The insured sum is in the financing's currency and not below it."""
    rule, insurance, financing = RULE["insured_amount"], facts.insurance, facts.financing
    reason = "covers"
    if insurance.currency != financing.currency:
        reason = "other_currency"
    elif insurance.amount < financing.amount:
        reason = "too_low"
    return rule.found(
        reason,
        rule.source(facts.edition),
        money("insured_amount", insurance.amount, insurance.currency),
        money("financing_amount", financing.amount, financing.currency),
    )


def term(facts: Facts) -> Finding:
    """Not longer than the norm of the day, in months."""
    rule, months = RULE["term"], count("term_months", facts.financing.term_months)
    if facts.maximum_term is None:
        return rule.found("no_norm", rule.source(facts.edition), months)
    limit = facts.maximum_term
    reason = "within" if facts.financing.term_months <= limit.months else "too_long"
    return rule.found(reason, limit.source, months, count("maximum_term_months", limit.months))


def rate_above_reference(facts: Facts) -> Finding:
    """Something to subsidise: the nominal rate is above the reference rate."""
    rule = RULE["rate_above_reference"]
    nominal = percent("nominal_rate", facts.financing.nominal_percent)
    if facts.reference is None:
        return rule.found("no_rate", rule.source(facts.edition), nominal)
    reference = facts.reference
    above = facts.financing.nominal_percent > reference.value_percent
    value = percent("reference_rate", reference.value_percent)
    return rule.found("above" if above else "not_above", _published(reference), nominal, value)


def _published(reference: KnownReference) -> Source:
    return Source(
        sure="P",
        words=reference.source,
        effective_from=reference.effective_from.isoformat(),
    )


def reference_stands(facts: Facts) -> Finding:
    """The rate frozen with the case is the one published for its first day, as known now.

    It never changes by itself: a rate entered or corrected since is told, and an officer
    recomputes where none was known.
    """
    rule, frozen, published = RULE["reference_stands"], facts.reference, facts.published_reference
    known = {"reference_frozen": frozen, "reference_published": published}
    rates = [percent(label, rate.value_percent) for label, rate in known.items() if rate]
    source = _published(published) if published else rule.source(facts.edition)
    reason = _standing(frozen, published)
    return rule.found(reason, source, day("first_day", facts.first_day), *rates)


def _standing(frozen: KnownReference | None, published: KnownReference | None) -> str:
    if frozen is None:
        return "entered_since" if published else "still_unknown"
    if published is None:
        return "withdrawn"
    return "stands" if frozen.value_percent == published.value_percent else "corrected"


def dates(facts: Facts) -> Finding:
    """No contract of the future, no delivery, payout or insurance before its contract."""
    faults = _future(facts) or _out_of_order(facts)
    rule = RULE["dates"]
    reason = faults[0] if faults else "in_order"
    return rule.found(reason, rule.source(facts.edition), *_days(facts))


def _future(facts: Facts) -> list[str]:
    signed = [facts.contract.on, facts.financing.agreed_on, facts.insurance.on]
    return ["in_the_future"] if any(moment > facts.on for moment in signed) else []


def _out_of_order(facts: Facts) -> list[str]:
    pairs: list[tuple[date, date | None, str]] = [
        (facts.contract.on, facts.contract.delivery_until, "delivery_before_contract"),
        (facts.contract.on, facts.financing.agreed_on, "financing_before_contract"),
        (facts.financing.agreed_on, facts.financing.first_disbursement, "paid_before_agreed"),
        (facts.contract.on, facts.insurance.on, "insured_before_contract"),
    ]
    return [reason for first, second, reason in pairs if second is not None and second < first]


def _days(facts: Facts) -> tuple[Compared, ...]:
    known = {
        "submitted_on": facts.on,
        "contract_date": facts.contract.on,
        "delivery_until": facts.contract.delivery_until,
        "agreement_date": facts.financing.agreed_on,
        "first_disbursement": facts.financing.first_disbursement,
        "insurance_date": facts.insurance.on,
    }
    return tuple(day(label, value) for label, value in known.items() if value is not None)


def amounts(facts: Facts) -> Finding:
    """Goods, and financing with the advance, are not above the contract's amount."""
    rule, contract, financing = RULE["amounts"], facts.contract, facts.financing
    goods = sum((line.amount for line in facts.goods), Decimal(0))
    return rule.found(
        _amounts_reason(facts, goods),
        rule.source(facts.edition),
        money("contract_amount", contract.amount, contract.currency),
        money("goods_amount", goods, contract.currency),
        money("financing_amount", financing.amount, financing.currency),
        money("advance_amount", financing.advance_amount or Decimal(0), contract.currency),
    )


def _amounts_reason(facts: Facts, goods: Decimal) -> str:
    contract, financing = facts.contract, facts.financing
    if goods > contract.amount:
        return "goods_above_contract"
    if financing.currency != contract.currency:
        return "other_currency"
    if financing.amount + (financing.advance_amount or 0) > contract.amount:
        return "financing_above_contract"
    return "consistent"


def budget(facts: Facts) -> Finding:
    """First come, first served: a warning, never a refusal by itself."""
    rule, year, asked = RULE["budget"], facts.budget, facts.subsidy_amount
    if year is None:
        return rule.found("no_budget", rule.source(facts.edition))
    source = Source(sure="A", words=year.source)
    values: tuple[Compared, ...] = (
        count("budget_year", year.year),
        money("budget_amount", year.amount, year.currency),
        money("budget_committed", year.committed, year.currency),
    )
    if asked is None or facts.financing.currency != year.currency or year.uncounted:
        return rule.found("not_comparable", source, *values)
    reason = "exceeded" if year.committed + asked > year.amount else "within"
    return rule.found(reason, source, *values, money("subsidy_asked", asked, year.currency))
