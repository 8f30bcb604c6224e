"""Two people's raw answers of one section brought together over what both began with.

Whatever only one side changed is taken; where both changed the same answer differently,
or one removed an entry that the other changed, they clash and a person decides. Entries
of a table have no numbers of their own: they are matched by what stands in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

Side = Literal["theirs", "mine"]
Row = dict[str, str]


@dataclass(frozen=True)
class Clash:
    """An answer both sides left differently.

    ``row`` is the entry's place in the merged table, None for an answer outside of it.
    Without a ``name`` the whole entry clashes: one side removed it (None).
    """

    row: int | None
    name: str
    theirs: str | Row | None
    mine: str | Row | None

    def of(self, side: Side) -> str | Row | None:
        return self.theirs if side == "theirs" else self.mine


@dataclass(frozen=True)
class Taken:
    """What came from the other side without a question; without a name an entire entry."""

    row: int | None
    name: str
    value: str


@dataclass(frozen=True)
class Merge:
    """``answers`` hold the other side's word wherever there is a clash."""

    answers: dict[str, Any]
    rows_key: str = ""
    clashes: tuple[Clash, ...] = ()
    taken: tuple[Taken, ...] = ()

    def settled(self, sides: Sequence[Side]) -> dict[str, Any]:
        """The answers with each clash decided, in the order of ``clashes``."""
        answers = dict(self.answers)
        rows: list[Row | None] = [dict(row) for row in answers.get(self.rows_key, [])]
        for clash, side in zip(self.clashes, sides, strict=True):
            _settle(answers, rows, clash, clash.of(side))
        if self.rows_key:
            answers[self.rows_key] = [row for row in rows if row is not None]
        return answers


def _settle(
    answers: dict[str, Any], rows: list[Row | None], clash: Clash, chosen: str | Row | None
) -> None:
    if clash.row is None:
        answers[clash.name] = chosen
    elif not clash.name:
        rows[clash.row] = dict(chosen) if isinstance(chosen, dict) else None
    elif (row := rows[clash.row]) is not None:
        row[clash.name] = str(chosen)


@dataclass
class _Findings:
    clashes: list[Clash] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


def merge_answers(
    base: Mapping[str, Any] | None,
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    rows_key: str = "",
) -> Merge:
    """Merge two sets of answers that both began as ``base``; None: nobody knows it any more.

    Without a base every difference clashes, and entries of either side are kept.
    """
    found = _Findings()
    answers: dict[str, Any] = _merged_row(
        None if base is None else _fields(base, rows_key),
        _fields(theirs, rows_key),
        _fields(mine, rows_key),
        None,
        found,
    )
    if rows_key:
        known = None if base is None else base.get(rows_key, [])
        sides = theirs.get(rows_key, []), mine.get(rows_key, [])
        answers[rows_key] = _merged_rows(_slots(known, *sides), found)
    return Merge(answers, rows_key, tuple(found.clashes), tuple(found.taken))


def _fields(raw: Mapping[str, Any], rows_key: str) -> Row:
    return {name: value for name, value in raw.items() if name != rows_key}


def _merged_row(
    base: Row | None, theirs: Row, mine: Row, place: int | None, found: _Findings
) -> Row:
    merged = {}
    for name in {**theirs, **mine}:
        stored, typed = theirs.get(name, ""), mine.get(name, "")
        began = None if base is None else base.get(name, "")
        merged[name] = typed if stored == began else stored
        if stored in (typed, began):
            continue
        if typed == began:
            found.taken.append(Taken(place, name, stored))
        else:
            found.clashes.append(Clash(place, name, stored, typed))
    return merged


@dataclass(frozen=True)
class _Slot:
    """An entry as each side has it; ``is_new``: it was not there at the beginning."""

    base: Row | None
    theirs: Row | None
    mine: Row | None
    is_new: bool = False


def _slots(base: list[Row] | None, theirs: list[Row], mine: list[Row]) -> list[_Slot]:
    if base is None:
        pairs = _aligned(theirs, mine)
        return [_unknown_slot(_at(theirs, here), _at(mine, there)) for here, there in pairs]
    their_own, my_own = _by_gap(base, theirs), _by_gap(base, mine)
    slots = []
    for gap in range(len(base) + 1):
        slots += _new_slots(their_own.new[gap], my_own.new[gap])
        if gap < len(base):
            slots.append(_Slot(base[gap], their_own.kept.get(gap), my_own.kept.get(gap)))
    return slots


def _unknown_slot(theirs: Row | None, mine: Row | None) -> _Slot:
    return _Slot(None, theirs, mine, is_new=theirs is None or mine is None)


def _at(rows: list[Row], place: int | None) -> Row | None:
    return None if place is None else rows[place]


def _new_slots(theirs: list[Row], mine: list[Row]) -> list[_Slot]:
    """Entries added in one place: alike ones once, an empty one only where nobody wrote."""
    slots, rest = [], list(mine)
    for row in theirs:
        both = row in rest
        if both:
            rest.remove(row)
        slots.append(_Slot(None, row, row if both else None, is_new=True))
    slots = [slot for slot in slots if slot.mine or not (rest and _is_blank(slot.theirs))]
    own = [row for row in rest if not (theirs and _is_blank(row))]
    return slots + [_Slot(None, None, row, is_new=True) for row in own]


def _is_blank(row: Row | None) -> bool:
    return row is not None and not any(row.values())


@dataclass
class _Placed:
    """One side's rows against the base: kept ones by its row, new ones by the gap before it."""

    kept: dict[int, Row]
    new: list[list[Row]]


def _by_gap(base: list[Row], rows: list[Row]) -> _Placed:
    placed, gap = _Placed({}, [[] for _ in range(len(base) + 1)]), 0
    for before, now in _aligned(base, rows):
        if before is None and now is not None:
            placed.new[gap].append(rows[now])
        elif before is not None:
            gap = before + 1
            if now is not None:
                placed.kept[before] = rows[now]
    return placed


def _merged_rows(slots: list[_Slot], found: _Findings) -> list[Row]:
    merged: list[Row] = []
    for slot in slots:
        row = _merged_slot(slot, len(merged), found)
        if row is not None:
            merged.append(row)
    return merged


def _merged_slot(slot: _Slot, place: int, found: _Findings) -> Row | None:
    theirs, mine = slot.theirs, slot.mine
    if theirs is not None and mine is not None:
        return _merged_row(slot.base, theirs, mine, place, found)
    left = theirs if theirs is not None else mine
    if left is None:
        return None
    if not slot.is_new and left != slot.base:
        found.clashes.append(Clash(place, "", theirs, mine))
        return left
    if slot.is_new == (left is theirs):
        found.taken.append(Taken(place, "", ""))
    return left if slot.is_new else None


Pair = tuple[int | None, int | None]


def _aligned(first: list[Row], second: list[Row]) -> list[Pair]:
    """Which row became which, in order; None stands where one side has no counterpart."""
    start, end = _common_start(first, second), 0
    most = min(len(first), len(second)) - start
    while end < most and first[-1 - end] == second[-1 - end]:
        end += 1
    middle = _best_alignment(
        first[start : len(first) - end], second[start : len(second) - end], start
    )
    tail = [(len(first) - place, len(second) - place) for place in range(end, 0, -1)]
    return [*((place, place) for place in range(start)), *middle, *tail]


def _common_start(first: list[Row], second: list[Row]) -> int:
    for place, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return place
    return min(len(first), len(second))


def _best_alignment(first: list[Row], second: list[Row], start: int) -> list[Pair]:
    """The pairing, order kept, in which most answers stay as they are."""
    best = _scores(first, second)
    pairs: list[Pair] = []
    here = there = 0
    put = partial(_shifted, start)
    while here < len(first) and there < len(second):
        if best[here][there] == best[here + 1][there + 1] + _likeness(first[here], second[there]):
            pairs.append(put(here, there))
            here, there = here + 1, there + 1
        elif best[here][there] == best[here + 1][there]:
            pairs.append(put(here, None))
            here += 1
        else:
            pairs.append(put(None, there))
            there += 1
    pairs += [put(place, None) for place in range(here, len(first))]
    return pairs + [put(None, place) for place in range(there, len(second))]


def _shifted(start: int, here: int | None, there: int | None) -> Pair:
    return (
        None if here is None else here + start,
        None if there is None else there + start,
    )


def _scores(first: list[Row], second: list[Row]) -> list[list[int]]:
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for here in range(len(first) - 1, -1, -1):
        for there in range(len(second) - 1, -1, -1):
            best[here][there] = max(
                best[here + 1][there],
                best[here][there + 1],
                best[here + 1][there + 1] + _likeness(first[here], second[there]),
            )
    return best


def _likeness(one: Row, other: Row) -> int:
    """Equal answers count; any two rows in the same place are rather one than two."""
    return 1 + 10 * sum(1 for name, value in one.items() if value and other.get(name) == value)
