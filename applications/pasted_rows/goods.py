"""A pasted block as rows of the goods table: pure.

What cannot be trusted stays empty and is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from applications.pasted_rows.cells import Block, Line, TooMuchPasted, read_block
from applications.pasted_rows.damage import (
    Damage,
    Kind,
    damage_of,
    is_doubtful_number,
    without_midnight,
)
from applications.pasted_rows.goods_columns import (
    COLUMN_OF_NAME,
    NAMES,
    column_headed,
    names_a_total,
    origin_proof_named,
)

Row = dict[str, str]
# So many cells of a line must be headings for it to be one.
LEAST_HEADINGS = 2


class Fault(StrEnum):
    """Why nothing of the block can be read."""

    TOO_MUCH = "too_much"
    EMPTY = "empty"
    ONE_COLUMN = "one_column"
    TOO_WIDE = "too_wide"
    UNEVEN = "uneven"
    SAME_HEADING = "same_heading"
    TOO_MANY_ROWS = "too_many_rows"


@dataclass(frozen=True)
class Remark:
    """Something about one cell; ``line`` as in what was pasted.

    ``why``: a Damage, and the cell was left empty; "which_proof", likewise; or "one_separator",
    and the number was taken as the portal reads it.
    """

    line: int
    column: str
    typed: str
    why: str

    @property
    def left_empty(self) -> bool:
        return self.why != "one_separator"


@dataclass(frozen=True)
class PastedGoods:
    """``lines`` tells for each row where it stood; ``totals`` the lines left out as totals."""

    rows: tuple[Row, ...] = ()
    lines: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()
    totals: tuple[int, ...] = ()
    ignored: tuple[str, ...] = ()
    has_heading: bool = False
    fault: Fault | None = None


def read_goods(text: str, *, most: int, first: str = NAMES[0]) -> PastedGoods:
    """At most ``most`` rows. Without a heading the columns follow each other from ``first`` on."""
    try:
        block = read_block(text)
    except TooMuchPasted:
        return PastedGoods(fault=Fault.TOO_MUCH)
    heading = _heading(block)
    names = heading or NAMES[NAMES.index(first) :]
    if fault := _fault(block, heading, names, first):
        return PastedGoods(fault=fault)
    return _read(block, names, has_heading=heading is not None, most=most)


def _heading(block: Block) -> tuple[str, ...] | None:
    """The columns' names by the first line, "" for an unknown one; None when it heads nothing."""
    if not block.lines:
        return None
    found = tuple(column_headed(cell) or "" for cell in block.lines[0].cells)
    return found if sum(map(bool, found)) >= LEAST_HEADINGS else None


def _fault(
    block: Block, heading: Sequence[str] | None, names: Sequence[str], first: str
) -> Fault | None:
    widths = {len(_trimmed(line)) for line in block.lines}
    if len(block.lines) <= (heading is not None):
        return Fault.EMPTY
    if heading is not None:
        known = [name for name in heading if name]
        return Fault.SAME_HEADING if len(known) > len(set(known)) else _uneven(block)
    if widths == {1} and first == NAMES[0]:
        return Fault.ONE_COLUMN
    return Fault.TOO_WIDE if max(widths) > len(names) else _uneven(block)


def _uneven(block: Block) -> Fault | None:
    """Commas that both separate and stand in numbers leave lines of different lengths."""
    widths = {len(line.cells) for line in block.lines}
    return Fault.UNEVEN if block.separator == "," and len(widths) > 1 else None


def _trimmed(line: Line) -> tuple[str, ...]:
    """Without the empty cells at its end."""
    cells = list(line.cells)
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _read(block: Block, names: Sequence[str], *, has_heading: bool, most: int) -> PastedGoods:
    body = block.lines[1:] if has_heading else block.lines
    totals = tuple(line.number for line in body if _is_total(line))
    kept = [line for line in body if line.number not in totals]
    if len(kept) > most:
        return PastedGoods(fault=Fault.TOO_MANY_ROWS)
    if not kept:
        return PastedGoods(fault=Fault.EMPTY)
    remarks: list[Remark] = []
    rows = [_row(line, names, remarks) for line in kept]
    heads = block.lines[0].cells if has_heading else ()
    return PastedGoods(
        rows=tuple(rows),
        lines=tuple(line.number for line in kept),
        remarks=tuple(remarks),
        totals=totals,
        ignored=tuple(head for head, name in zip(heads, names, strict=False) if head and not name),
        has_heading=has_heading,
    )


def _is_total(line: Line) -> bool:
    return names_a_total(next(cell for cell in line.cells if cell))


def _row(line: Line, names: Sequence[str], remarks: list[Remark]) -> Row:
    row = dict.fromkeys(NAMES, "")
    for name, cell in zip(names, line.cells, strict=False):
        if not name or not cell:
            continue
        row[name], why = _value(COLUMN_OF_NAME[name].kind, cell)
        remarks.extend(Remark(line.number, name, cell, reason) for reason in why)
    return row


def _value(kind: Kind, cell: str) -> tuple[str, tuple[str, ...]]:
    """What goes into the row, and what is to be told about it."""
    damage: Damage | None = damage_of(kind, cell)
    if damage:
        return "", (damage.value,)
    if kind == Kind.CHOICE:
        code = origin_proof_named(cell)
        return code or "", () if code else ("which_proof",)
    if kind == Kind.NUMBER and is_doubtful_number(cell):
        return cell, ("one_separator",)
    return without_midnight(cell) if kind == Kind.DAY else cell, ()
