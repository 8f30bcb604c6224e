"""From a form to what its page shows; a refusal of the rules becomes an error of its field."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from languages.amounts import format_date
from languages.text import current_language
from norms.parameters import NormNotInForce, norm
from norms.schema import NormValue
from programs.calculators.charts import YearChart, YearParts, largest_total, year_chart
from programs.calculators.comparison import Comparison, compare_credits, compare_subsidies
from programs.calculators.credits import Credit, SubsidisedCredit, credit_of, subsidised_credit
from programs.calculators.flows import FlowTable
from programs.calculators.forms import CreditForm, OtherTerms, ScheduleForm, SubsidyForm
from programs.calculators.wording import NO_RATE, OTHER_TERMS, REFUSALS, THESE_TERMS
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
from programs.subsidy_calculation import TERM_NORM, SubsidyCalculation

Worked = TypeVar("Worked", Credit, SubsidisedCredit)
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
    "rows": "own",
    "date": "own",
}
# Where a further set of terms is at fault, if it says anything there.
OTHER_FIELDS = {
    "rate": "rate",
    "term": "term",
    "grace_principal": "term",
    "grace_interest": "term",
}


@dataclass(frozen=True)
class Named(Generic[Worked]):
    """A credit worked out, the name of its terms, and its chart on the common measure."""

    name: str | Promise
    credit: Worked
    chart: YearChart | None = None


@dataclass(frozen=True)
class CreditAnswer:
    """``all`` has the credit asked about first, then those it is compared with."""

    all: list[Named[Credit]]

    @property
    def credit(self) -> Credit:
        return self.all[0].credit

    @property
    def others(self) -> list[Named[Credit]]:
        return self.all[1:]

    @property
    def is_long(self) -> bool:
        return len(self.credit.schedule.rows) > LONG_SCHEDULE

    @property
    def comparison(self) -> Comparison | None:
        if not self.others:
            return None
        return compare_credits([one.name for one in self.all], [one.credit for one in self.all])


def credit_answer(form: ScheduleForm) -> CreditAnswer | None:
    """None while the form is not right; then its errors say why."""
    if not form.is_valid():
        return None
    fee = form.cleaned_data["fee"] or ZERO
    found: list[Named[Credit]] = []
    for name, financing in _asked(form):
        try:
            found.append(Named(_title(name), credit_of(financing, fee=fee)))
        except ScheduleError as error:
            _refuse(form, error, name)
    if not form.is_valid():
        return None
    charts = _charts([_interest(one.credit) for one in found])
    return CreditAnswer(
        [replace(one, chart=chart) for one, chart in zip(found, charts, strict=True)]
    )


def _asked(form: CreditForm) -> list[OtherTerms]:
    """The credit asked about, its name empty, then the other terms."""
    return [OtherTerms("", form.financing()), *form.other_financings()]


def _title(name: str) -> str | Promise:
    return OTHER_TERMS[name] if name else THESE_TERMS


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
    def currency(self) -> str:
        return self.subsidised.financing.currency

    @property
    def day(self) -> str:
        return format_date(self.on, current_language())

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
    """``term_norm`` is the limit of the term on that day, within which every credit lies."""

    all: list[Named[SubsidisedCredit]]
    on: date
    term_norm: NormValue

    @property
    def credit(self) -> SubsidisedCredit:
        return self.all[0].credit

    @property
    def calculation(self) -> SubsidyCalculation | None:
        return self.credit.calculation

    @property
    def reference(self) -> Reference:
        return Reference(self.credit, self.on)

    @property
    def compared(self) -> list[tuple[Named[SubsidisedCredit], SubsidyCalculation]]:
        """The first and those beside it whose subsidy is worked out; none without the first."""
        if not self.calculation:
            return []
        return [(one, one.credit.calculation) for one in self.all if one.credit.calculation]

    @property
    def others(self) -> list[Named[SubsidisedCredit]]:
        return [one for one, _calculation in self.compared[1:]]

    @property
    def unknown(self) -> list[tuple[str | Promise, Reference]]:
        """The other terms whose reference rate is missing."""
        return [
            (one.name, Reference(one.credit, self.on)) for one in self.all[1:] if one.credit.missing
        ]

    @property
    def first_chart(self) -> YearChart | None:
        return self.all[0].chart

    @property
    def is_long(self) -> bool:
        calculation = self.calculation
        return calculation is not None and len(calculation.schedule.rows) > LONG_SCHEDULE

    @property
    def state_share(self) -> int:
        """The state's part of the nominal rate in whole percents, for a picture."""
        nominal = self.credit.financing.nominal_rate_percent
        if not self.calculation or not nominal:
            return 0
        return round(100 * self.calculation.rates.subsidised / nominal)

    @property
    def comparison(self) -> Comparison | None:
        if not self.others:
            return None
        compared = [self.all[0], *self.others]
        return compare_subsidies([one.name for one in compared], [one.credit for one in compared])


def subsidy_answer(form: SubsidyForm) -> SubsidyAnswer | None:
    """None while the form is not right, the term too long or the order not in force."""
    if not form.is_valid():
        return None
    on = form.cleaned_data["as_of"]
    try:
        limit = norm(TERM_NORM, on=on)
        found = _subsidised_credits(form, on)
    except NormNotInForce as error:
        form.add_error("as_of", _outside_the_order(error))
        return None
    if not form.is_valid():
        return None
    charts = _charts([_split(one.credit) for one in found])
    named = [replace(one, chart=chart) for one, chart in zip(found, charts, strict=True)]
    return SubsidyAnswer(named, on, limit)


def _subsidised_credits(form: SubsidyForm, on: date) -> list[Named[SubsidisedCredit]]:
    found = []
    for name, financing in _asked(form):
        try:
            found.append(Named(_title(name), subsidised_credit(financing, as_of=on)))
        except (ScheduleError, SubsidyError) as error:
            _refuse(form, error, name, on=on)
    return found


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


def _interest(credit: Credit) -> list[YearParts]:
    return [YearParts(year.year, year.interest, ZERO) for year in credit.by_year]


def _split(credit: SubsidisedCredit) -> list[YearParts]:
    years = credit.calculation.schedule.by_year if credit.calculation else ()
    return [
        YearParts(year.year or 0, year.interest_subsidised, year.interest_recipient)
        for year in years
    ]


def _charts(compared: list[list[YearParts]]) -> list[YearChart | None]:
    most = max(largest_total(years) for years in compared)
    return [year_chart(years, most=most) for years in compared]


def _refuse(
    form: CreditForm, error: ScheduleError | SubsidyError, name: str = "", *, on: date | None = None
) -> None:
    """Put the error at its field, for further terms at theirs where they changed it."""
    field = FIELDS.get(error.field, error.field)
    other = f"{name}_{OTHER_FIELDS.get(field, '')}"
    if name and form.is_filled(other):
        field = other
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
