"""The tables of a calculator's file: terms compared, years, every payment."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from programs.calculators.answers import Named
from programs.calculators.comparison import Comparison
from programs.calculators.credits import Credit
from programs.calculators.report import Table, Text, Unit, Value
from programs.interest_subsidy import SubsidyInstalment, SubsidySchedule, SubsidyTotals
from programs.schedules import Schedule

LINE_UNITS = {
    "money": Unit.MONEY,
    "percent": Unit.PERCENT,
    "effective": Unit.EFFECTIVE,
    "months": Unit.COUNT,
}
DIFFERENCES = {
    Unit.MONEY: Unit.MORE_MONEY,
    Unit.COUNT: Unit.MORE_COUNT,
    Unit.PERCENT: Unit.POINTS,
    Unit.EFFECTIVE: Unit.POINTS,
}


def comparison_table(comparison: Comparison, currency: str) -> Table:
    plain = [LINE_UNITS[line.unit] for line in comparison.lines]
    units = [
        [Unit.TEXT, *([DIFFERENCES[unit] for unit in plain] if row.is_difference else plain)]
        for row in comparison.rows
    ]
    return Table(
        name=_("Comparison"),
        title=_("Compared with other terms, amounts in %(currency)s") % {"currency": currency},
        headings=["", *(line.label for line in comparison.lines)],
        units=units[0],
        rows=[[row.name, *row.values] for row in comparison.rows],
        row_units=units,
    )


def credit_tables(one: Named[Credit], number: int, count: int) -> list[Table]:
    schedule, currency = one.credit.schedule, one.credit.financing.currency
    money = [_("Principal repaid"), _("Interest"), _("Payment")]
    totals = schedule.totals
    sums: list[Value] = [totals.principal, totals.interest, totals.payment]
    years = [(y.year, y.principal, y.interest, y.payment) for y in one.credit.by_year]
    return [
        _years_table(one.name, currency, number, count, money, years, sums),
        Table(
            name=_tab(_("Payments"), number),
            title=_titled(_("Every payment, in %(currency)s"), one.name, currency, count),
            headings=[_("Repayment date"), _("Principal balance"), *money],
            units=[Unit.DAY, *[Unit.MONEY] * 4],
            rows=_payments(schedule),
            totals=[_("Total"), "", *sums],
        ),
    ]


def _payments(schedule: Schedule) -> list[tuple[Value, ...]]:
    return [
        (row.date, row.principal_balance, row.principal, row.interest, row.payment)
        for row in schedule.rows
    ]


def subsidy_tables(
    name: Text, schedule: SubsidySchedule, currency: str, number: int, count: int
) -> list[Table]:
    """Every payment in the columns of the agent's own schedule."""
    money = [
        _("Principal repaid"),
        _("Interest paid by the agent"),
        _("Interest paid by the recipient"),
        _("Total interest"),
    ]
    years: list[list[Value]] = [[year.year, *_split(year)] for year in schedule.by_year]
    payments: list[list[Value]] = [
        [row.date, row.principal_balance, *_split(row)] for row in schedule.rows
    ]
    return [
        _years_table(name, currency, number, count, money, years, _split(schedule.totals)),
        Table(
            name=_tab(_("Payments"), number),
            title=_titled(_("Every payment, in %(currency)s"), name, currency, count),
            headings=[_("Repayment date"), _("Principal balance"), *money],
            units=[Unit.DAY, *[Unit.MONEY] * 5],
            rows=payments,
            totals=[_("Total"), "", *_split(schedule.totals)],
        ),
    ]


def _split(part: SubsidyInstalment | SubsidyTotals) -> list[Decimal]:
    return [part.principal, part.interest_subsidised, part.interest_recipient, part.interest]


def _years_table(
    name: Text,
    currency: str,
    number: int,
    count: int,
    money: list[str],
    years: Sequence[Sequence[Value]],
    sums: Sequence[Value],
) -> Table:
    return Table(
        name=_tab(_("Years"), number),
        title=_titled(_("Totals by year, in %(currency)s"), name, currency, count),
        headings=[_("Year"), *money],
        units=[Unit.YEAR, *[Unit.MONEY] * len(money)],
        rows=years,
        totals=[_("Total"), *sums],
    )


def _tab(name: str, number: int) -> str:
    return name if number == 1 else f"{name} {number}"


def _titled(title: str, name: Text, currency: str, count: int) -> str:
    words = title % {"currency": currency}
    return words if count == 1 else f"{name}: {words}"
