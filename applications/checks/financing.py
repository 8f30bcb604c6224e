"""Checks of the money: insurance, term, rate, dates, amounts, budget."""

from datetime import date
from decimal import Decimal

from applications.checks.facts import Facts
from applications.checks.finding import (
    Compared,
    Finding,
    Outcome,
    Source,
    code,
    count,
    day,
    money,
    percent,
)
from applications.checks.sources import PORTAL, PRACTICE, order

INSTRUMENT_OF_KIND = {"credit": "credit_institution", "lease": "financial_leasing"}


def insured(facts: Facts) -> Finding:
    """One of the agency's two instruments: leasing for a lease, the other for a credit."""
    instrument = INSTRUMENT_OF_KIND.get(facts.financing.kind)
    fits = instrument == facts.insurance.instrument
    outcome, reason = (Outcome.PASS, "fits") if fits else (Outcome.FAIL, "other_instrument")
    values = (
        code("financing_kind", facts.financing.kind),
        code("insurance_instrument", facts.insurance.instrument),
    )
    return Finding("insured", outcome, reason, order(facts.edition, "1, 4"), values)


def insured_amount(facts: Facts) -> Finding:
    """The insured sum is in the financing's currency and not below it."""
    insurance, financing = facts.insurance, facts.financing
    values = (
        money("insured_amount", insurance.amount, insurance.currency),
        money("financing_amount", financing.amount, financing.currency),
    )
    if insurance.currency != financing.currency:
        outcome, reason = Outcome.FAIL, "other_currency"
    elif insurance.amount < financing.amount:
        outcome, reason = Outcome.FAIL, "too_low"
    else:
        outcome, reason = Outcome.PASS, "covers"
    return Finding("insured_amount", outcome, reason, PORTAL, values)


def term(facts: Facts) -> Finding:
    """Not longer than the norm of the day, in months."""
    months = count("term_months", facts.financing.term_months)
    if facts.maximum_term is None:
        return Finding("term", Outcome.UNKNOWN, "no_norm", PRACTICE, (months,))
    limit = facts.maximum_term
    within = facts.financing.term_months <= limit.months
    outcome, reason = (Outcome.PASS, "within") if within else (Outcome.FAIL, "too_long")
    values = (months, count("maximum_term_months", limit.months))
    return Finding("term", outcome, reason, limit.source, values)


def rate_above_reference(facts: Facts) -> Finding:
    """Something to subsidise: the nominal rate is above the reference rate."""
    nominal = percent("nominal_rate", facts.financing.nominal_percent)
    if facts.reference is None:
        return Finding("rate_above_reference", Outcome.UNKNOWN, "no_rate", PRACTICE, (nominal,))
    reference = facts.reference
    above = facts.financing.nominal_percent > reference.value_percent
    outcome, reason = (Outcome.PASS, "above") if above else (Outcome.FAIL, "not_above")
    source = Source(
        sure="P",
        words=reference.source,
        effective_from=reference.effective_from.isoformat(),
    )
    values = (nominal, percent("reference_rate", reference.value_percent))
    return Finding("rate_above_reference", outcome, reason, source, values)


def dates(facts: Facts) -> Finding:
    """No contract of the future, no delivery or payout before its contract."""
    faults = _future(facts) or _out_of_order(facts)
    outcome, reason = (Outcome.FAIL, faults[0]) if faults else (Outcome.PASS, "in_order")
    return Finding("dates", outcome, reason, PORTAL, _days(facts))


def _future(facts: Facts) -> list[str]:
    signed = [facts.contract.on, facts.financing.agreed_on, facts.insurance.on]
    return ["in_the_future"] if any(moment > facts.on for moment in signed) else []


def _out_of_order(facts: Facts) -> list[str]:
    pairs: list[tuple[date, date | None, str]] = [
        (facts.contract.on, facts.contract.delivery_until, "delivery_before_contract"),
        (facts.contract.on, facts.financing.agreed_on, "financing_before_contract"),
        (facts.financing.agreed_on, facts.financing.first_disbursement, "paid_before_agreed"),
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
    contract, financing = facts.contract, facts.financing
    goods = sum((line.amount for line in facts.goods), Decimal(0))
    values = (
        money("contract_amount", contract.amount, contract.currency),
        money("goods_amount", goods, contract.currency),
        money("financing_amount", financing.amount, financing.currency),
        money("advance_amount", financing.advance_amount or Decimal(0), contract.currency),
    )
    outcome, reason = _amounts_outcome(facts, goods)
    return Finding("amounts", outcome, reason, PORTAL, values)


def _amounts_outcome(facts: Facts, goods: Decimal) -> tuple[Outcome, str]:
    contract, financing = facts.contract, facts.financing
    if goods > contract.amount:
        return Outcome.FAIL, "goods_above_contract"
    if financing.currency != contract.currency:
        return Outcome.UNKNOWN, "other_currency"
    if financing.amount + (financing.advance_amount or 0) > contract.amount:
        return Outcome.FAIL, "financing_above_contract"
    return Outcome.PASS, "consistent"


def budget(facts: Facts) -> Finding:
    """First come, first served: a warning, never a refusal by itself."""
    year, asked = facts.budget, facts.subsidy_amount
    if year is None:
        return Finding("budget", Outcome.UNKNOWN, "no_budget", PORTAL)
    source = Source(sure="A", words=year.source)
    values: tuple[Compared, ...] = (
        count("budget_year", year.year),
        money("budget_amount", year.amount, year.currency),
        money("budget_committed", year.committed, year.currency),
    )
    if asked is None or facts.financing.currency != year.currency or year.uncounted:
        return Finding("budget", Outcome.UNKNOWN, "not_comparable", source, values)
    values = (*values, money("subsidy_asked", asked, year.currency))
    exceeded = year.committed + asked > year.amount
    outcome, reason = (Outcome.WARNING, "exceeded") if exceeded else (Outcome.PASS, "within")
    return Finding("budget", outcome, reason, source, values)
