"""A report's values as text, in the page's language."""

from django import template

from programs.calculators.report import Fact, Table, shown

register = template.Library()


@register.filter
def written_fact(fact: Fact) -> str:
    return shown(fact.value, fact.unit, fact.currency)


@register.filter
def written(table: Table) -> list[list[str]]:
    """The rows' cells as text."""
    return [
        [shown(value, unit) for value, unit in zip(row, table.units_of(number), strict=True)]
        for number, row in enumerate(table.rows)
    ]


@register.filter
def written_totals(table: Table) -> list[str]:
    return [shown(value, unit) for value, unit in zip(table.totals, table.units, strict=True)]
