"""Which row of a list became which: by what the rows say, not by where they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Pair = tuple[int | None, int | None]

# A row that still says this share of what it said is the same row, corrected.
ENOUGH = 0.5


def match_rows(before: Sequence[Row], after: Sequence[Row], *, key: Sequence[str]) -> list[Pair]:
    """Places of each row before and after; None where it was added or removed.

    Equal rows come first, so that reordering alone is no difference; of the rest the
    most alike, where the fields of ``key`` count double and ties go to the nearest
    place. In the order of ``after``, removed rows at the end.
    """
    same = _equal_rows(before, after)
    rest_before = [place for place in range(len(before)) if place not in same]
    rest_after = sorted(set(range(len(after))) - set(same.values()))
    alike = _alike(before, after, rest_before, rest_after, key)
    origin = {new: old for old, new in {**same, **alike}.items()}
    kept: list[Pair] = [(origin.get(new), new) for new in range(len(after))]
    gone = set(range(len(before))) - set(origin.values())
    return kept + [(old, None) for old in sorted(gone)]


def _equal_rows(before: Sequence[Row], after: Sequence[Row]) -> dict[int, int]:
    free: dict[str, list[int]] = {}
    for place, row in enumerate(after):
        free.setdefault(_content(row), []).append(place)
    return {
        place: free[_content(row)].pop(0)
        for place, row in enumerate(before)
        if free.get(_content(row))
    }


def _content(row: Row) -> str:
    return repr(sorted(row.items()))


def _alike(
    before: Sequence[Row],
    after: Sequence[Row],
    rest_before: list[int],
    rest_after: list[int],
    key: Sequence[str],
) -> dict[int, int]:
    scored = [
        (-likeness(before[old], after[new], key), abs(old - new), old, new)
        for old in rest_before
        for new in rest_after
    ]
    found: dict[int, int] = {}
    for score, _distance, old, new in sorted(scored):
        if -score >= ENOUGH and old not in found and new not in found.values():
            found[old] = new
    return found


def likeness(one: Row, other: Row, key: Sequence[str]) -> float:
    """The share of fields that say the same, between 0 and 1."""
    names = sorted({*one, *other})
    weights = {name: 2 if name in key else 1 for name in names}
    same = sum(weights[name] for name in names if one.get(name) == other.get(name))
    return same / sum(weights.values()) if names else 1.0
