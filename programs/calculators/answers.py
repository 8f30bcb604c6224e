"""From a form to what its page shows; a refusal of the rules becomes an error of its field."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from languages.amounts import format_date
from languages.text import current_language
from norms.parameters import NormNotInForce, norm
from norms.schema import NormValue
from programs.calculators.charts import YearChart, YearParts, largest_total, year_chart
from programs.calculators.comparison import Line, credit_lines, subsidy_lines
from programs.calculators.credits import Credit, SubsidisedCredit, credit_of, subsidised_credit
from programs.calculators.flows import FlowTable
from programs.calculators.forms import CreditForm, ScheduleForm, SubsidyForm
from programs.calculators.wording import NO_RATE, REFUSALS
from programs.effective_rate import (
    EffectiveRate,
    EffectiveRateError,
    Flow,
    SeveralEffectiveRates,
    effective_rate,
)
from programs.interest_subsidy import ReferenceKind, SubsidyError, reference_kind, term_bucket
from programs.reference_wording import REFERENCE_NAMES, TERM_NAMES, WHY_NOT_KNOWN
from programs.schedules import ZERO, ScheduleError
from programs.subsidy_calculation import TERM_NORM, Financing, SubsidyCalculation

# A longer schedule is folded.
LONG_SCHEDULE = 24

FIELDS = {
    "principal": "amount",
    "annual_rate_percent": "rate",
    "nominal": "rate",
    "term_months": "term",
    "first_disbursement": "start",
    "grace_principal_months": "grace_principal",
    "grace_interest_months": "grace_interest",
}
OTHER_FIELDS = {
    "rate": "other_rate",
    "term": "other_term",
    "grace_principal": "other_term",
    "grace_interest": "other_term",
}


@dataclass(frozen=True)
class CreditAnswer:
    credit: Credit
    chart: YearChart | None
    other: Credit | None = None
    other_chart: YearChart | None = None

    @property
    def is_long(self) -> bool:
        return self.credit.financing.term_months > LONG_SCHEDULE

    @property
    def lines(self) -> list[Line]:
        return credit_lines(self.credit, self.other) if self.other else []


def credit_answer(form: ScheduleForm) -> CreditAnswer | None:
    """None while the form is not right; then its errors say why."""
    if not form.is_valid():
        return None
    fee = form.cleaned_data["fee"] or ZERO
    asked = (form.financing(), form.other_financing())
    found: list[Credit | None] = []
    for financing, is_other in zip(asked, (False, True), strict=True):
        try:
            found.append(credit_of(financing, fee=fee) if financing else None)
        except ScheduleError as error:
            _refuse(form, error, is_other=is_other)
    if not form.is_valid() or found[0] is None:
        return None
    charts = _charts([_interest(credit) for credit in found])
    return CreditAnswer(found[0], charts[0], found[1], charts[1])


@dataclass(frozen=True)
class Reference:
    """The reference rate in words: which, as of when, known or why not."""

    subsidised: SubsidisedCredit
    on: date

    @property
    def kind(self) -> ReferenceKind:
        return reference_kind(self.subsidised.financing.currency)

    @property
    def name(self) -> str | Promise:
        return REFERENCE_NAMES[self.kind]

    @property
    def is_halved(self) -> bool:
        return self.kind != ReferenceKind.CIRR

    @property
    def term_name(self) -> str | Promise:
        return TERM_NAMES[term_bucket(self.subsidised.financing.term_months)]

    @property
    def why_not_known(self) -> str | Promise:
        missing = self.subsidised.missing
        return WHY_NOT_KNOWN[missing.reason] if missing else ""


@dataclass(frozen=True)
class SubsidyAnswer:
    """``term_norm`` is the limit of the term on that day, within which the credit lies."""

    credit: SubsidisedCredit
    on: date
    term_norm: NormValue
    other: SubsidisedCredit | None = None

    @property
    def calculation(self) -> SubsidyCalculation | None:
        return self.credit.calculation

    @property
    def reference(self) -> Reference:
        return Reference(self.credit, self.on)

    @property
    def other_reference(self) -> Reference | None:
        return Reference(self.other, self.on) if self.other else None

    @property
    def is_long(self) -> bool:
        return self.credit.financing.term_months > LONG_SCHEDULE

    @property
    def state_share(self) -> int:
        """The state's part of the nominal rate in whole percents, for a picture."""
        nominal = self.credit.financing.nominal_rate_percent
        if not self.calculation or not nominal:
            return 0
        return round(100 * self.calculation.rates.subsidised / nominal)

    @property
    def lines(self) -> list[Line]:
        if not (self.calculation and self.other and self.other.calculation):
            return []
        terms = (self.credit.financing, self.other.financing)
        return subsidy_lines(terms, self.calculation, self.other.calculation)

    @property
    def charts(self) -> list[YearChart | None]:
        return _charts([_split(self.credit), _split(self.other)])


def subsidy_answer(form: SubsidyForm) -> SubsidyAnswer | None:
    """None while the form is not right, the term too long or the order not in force."""
    if not form.is_valid():
        return None
    on = form.cleaned_data["as_of"]
    financing, other_financing = form.financing(), form.other_financing()
    try:
        limit = norm(TERM_NORM, on=on)
        first = _subsidised(form, financing, on)
        other = _subsidised(form, other_financing, on, is_other=True)
    except NormNotInForce as error:
        form.add_error("as_of", _outside_the_order(error))
        return None
    if first is None or not form.is_valid():
        return None
    return SubsidyAnswer(first, on, limit, other)


def _subsidised(
    form: SubsidyForm, financing: Financing | None, on: date, *, is_other: bool = False
) -> SubsidisedCredit | None:
    if financing is None:
        return None
    try:
        return subsidised_credit(financing, as_of=on)
    except (ScheduleError, SubsidyError) as error:
        _refuse(form, error, is_other=is_other, on=on)
        return None


@dataclass(frozen=True)
class RateAnswer:
    """The effective rate, or in words why there is none; ``several`` lists the candidates."""

    payouts: Decimal
    payments: Decimal
    rate: EffectiveRate | None = None
    why_not: str | Promise = ""
    several: tuple[Decimal, ...] = ()

    @property
    def cost(self) -> Decimal:
        return self.payments - self.payouts


def rate_answer(table: FlowTable) -> RateAnswer | None:
    """None while a row is not right, or an amount is beyond what is computed."""
    if not table.is_right:
        return None
    payouts, payments = table.payouts.flows(), table.payments.flows()
    sums = RateAnswer(_sum(payouts), _sum(payments))
    try:
        return replace(sums, rate=effective_rate(payouts, payments))
    except SeveralEffectiveRates as error:
        return replace(sums, why_not=NO_RATE[error.code], several=error.percents)
    except EffectiveRateError as error:
        if not error.field:
            return replace(sums, why_not=NO_RATE[error.code])
        side = table.payouts if error.field == "payouts" else table.payments
        side.non_form_errors.append(REFUSALS[error.code])
        return None


def _sum(flows: list[Flow]) -> Decimal:
    return sum((flow.amount for flow in flows), ZERO)


def _interest(credit: Credit | None) -> list[YearParts]:
    years = credit.by_year if credit else []
    return [YearParts(year.year, year.interest, ZERO) for year in years]


def _split(credit: SubsidisedCredit | None) -> list[YearParts]:
    calculation = credit.calculation if credit else None
    years = calculation.schedule.by_year if calculation else ()
    return [
        YearParts(year.year or 0, year.interest_subsidised, year.interest_recipient)
        for year in years
    ]


def _charts(compared: list[list[YearParts]]) -> list[YearChart | None]:
    most = max(largest_total(years) for years in compared)
    return [year_chart(years, most=most) for years in compared]


def _refuse(
    form: CreditForm,
    error: ScheduleError | SubsidyError,
    *,
    is_other: bool = False,
    on: date | None = None,
) -> None:
    field = FIELDS.get(error.field, error.field)
    if is_other and form.is_filled(OTHER_FIELDS.get(field, "")):
        field = OTHER_FIELDS[field]
    words = _too_long(on) if on and error.code == "over_maximum" else REFUSALS[error.code]
    if field not in form.errors:
        form.add_error(field, str(words))


def _too_long(on: date) -> str:
    limit = norm(TERM_NORM, on=on)
    values: dict[str, Any] = {
        "months": int(limit.required_value()),
        "act": limit.citation[current_language()],
    }
    if limit.verified:
        words = _("Enter at most %(months)s months: longer terms are not subsidised (%(act)s)")
    else:
        words = _(
            "Enter at most %(months)s months: longer terms are not subsidised (%(act)s; not "
            "verified against the act)"
        )
    return words % values


def _outside_the_order(error: NormNotInForce) -> str:
    language = current_language()
    first = format_date(error.first_day, language)
    if error.last_day is None:
        return _("Choose %(first)s or a later day: before it the order was not in force") % {
            "first": first
        }
    days = {"first": first, "last": format_date(error.last_day, language)}
    return _("Choose a day from %(first)s to %(last)s, when the order was in force") % days
