"""Programmes side by side: one table a channel, a fact a line, a programme a column."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from programs import wording
from programs.codes import Channel
from programs.models import Programme, TermsRow

MOST = 4


class Entry(NamedTuple):
    """What some rows of a programme say; ``titles`` is empty where all say the same."""

    titles: list[str]
    value: wording.Text


class Cell(NamedTuple):
    programme: Programme
    entries: list[Entry]


class Line(NamedTuple):
    label: str
    cells: list[Cell]


class ChannelTable(NamedTuple):
    code: str
    label: str
    lines: list[Line]


def side_by_side(
    programmes: Sequence[Programme], rows: Iterable[TermsRow], channel: str = ""
) -> list[ChannelTable]:
    """A table for each channel with terms; ``channel`` narrows to one."""
    listed = list(rows)
    wanted = [code for code in Channel.values if channel in ("", code)]
    return [
        ChannelTable(code, str(Channel(code).label), _lines(programmes, members))
        for code in wanted
        if (members := [row for row in listed if row.channel == code])
    ]


def _lines(programmes: Sequence[Programme], rows: list[TermsRow]) -> list[Line]:
    """Only what at least one of the programmes states."""
    lines = [
        Line(label, [Cell(programme, _entries(programme, rows, fact)) for programme in programmes])
        for label, fact in _facts()
    ]
    return [line for line in lines if any(cell.entries for cell in line.cells)]


def _entries(
    programme: Programme, rows: list[TermsRow], fact: Callable[[TermsRow], wording.Text]
) -> list[Entry]:
    """Equal values together, in the order of the rows."""
    by_value: dict[wording.Text, list[str]] = {}
    own = [row for row in rows if row.programme_id == programme.pk]
    for row in own:
        by_value.setdefault(fact(row), []).append(wording.row_title(row))
    by_value.pop("", None)
    if len(by_value) == 1 and sum(map(len, by_value.values())) == len(own):
        return [Entry([], value) for value in by_value]
    return [Entry(titles, value) for value, titles in by_value.items()]


def _facts() -> list[tuple[str, Callable[[TermsRow], wording.Text]]]:
    def field(name: str) -> Callable[[TermsRow], wording.Text]:
        return lambda row: wording.field_text(row, name)

    return [
        (_("Rate a year"), wording.rate_text),
        (_("Annual effective rate from"), field("effective_rate_from_percent")),
        (_("On-lending margin, at most"), field("margin_cap_percent")),
        (_("Rate for the end borrower, at most"), field("end_borrower_cap_percent")),
        (_("Rate after subsidy"), field("subsidised_rate_percent")),
        (_("Term"), wording.term_text),
        (_("Grace period"), wording.grace_text),
        (_("Amount"), wording.amount_text),
        (_("Currency"), field("currency")),
        (_("Collateral"), field("collateral")),
    ]
