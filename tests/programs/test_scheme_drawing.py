"""A scheme's picture: nothing overlaps, every step is drawn, everything is inside."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.instruments.scheme_drawing import (
    BADGE_RADIUS,
    LINE,
    Scheme,
    SchemeParty,
    SchemeStep,
    draw_scheme,
    order_of_parties,
    text_width,
    wrapped,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz АӘБВГҒДЕЖЗИЙКҚЛМНҢОӨабвгғәөұүіщ-."
TEXTS = st.text(LETTERS, min_size=1, max_size=70)


@st.composite
def schemes(draw: st.DrawFn) -> tuple[tuple[SchemeParty, ...], tuple[SchemeStep, ...]]:
    names = draw(st.lists(TEXTS, min_size=2, max_size=6))
    parties = tuple(SchemeParty(f"party{place}", name) for place, name in enumerate(names))
    ends = st.permutations([party.code for party in parties])
    steps = []
    for number in range(draw(st.integers(0, 9))):
        giver, taker, *others = draw(ends)
        joined = tuple(others[: draw(st.integers(0, 1))])
        numbered = draw(st.sampled_from([number + 1, None]))
        steps.append(SchemeStep(numbered, giver, taker, draw(TEXTS), joined, draw(st.booleans())))
    return parties, tuple(steps)


def draw_one(found: tuple[tuple[SchemeParty, ...], tuple[SchemeStep, ...]]) -> Scheme:
    return draw_scheme(*found)


@given(schemes())
def test_boxes_stand_apart_and_inside(
    found: tuple[tuple[SchemeParty, ...], tuple[SchemeStep, ...]],
) -> None:
    scheme = draw_one(found)
    assert sorted(box.code for box in scheme.boxes) == sorted(one.code for one in found[0])
    for left, right in combinations(scheme.boxes, 2):
        assert left.x + left.width < right.x or right.x + right.width < left.x
    for box in scheme.boxes:
        assert box.x > 0
        assert box.x + box.width < scheme.width
        assert box.bottom <= scheme.height


@given(schemes())
def test_every_step_has_its_arrow_between_its_parties(
    found: tuple[tuple[SchemeParty, ...], tuple[SchemeStep, ...]],
) -> None:
    scheme = draw_one(found)
    middles = {box.code: box.middle for box in scheme.boxes}
    assert [arrow.step for arrow in scheme.arrows] == list(found[1])
    for arrow in scheme.arrows:
        assert (arrow.start, arrow.end) == (middles[arrow.step.giver], middles[arrow.step.taker])
        assert bool(arrow.head) != bool(arrow.dots)
        assert set(arrow.dots) >= {middles[code] for code in arrow.step.joined_by}


@given(schemes())
def test_rows_follow_each_other_below_the_boxes(
    found: tuple[tuple[SchemeParty, ...], tuple[SchemeStep, ...]],
) -> None:
    scheme = draw_one(found)
    lowest = max(box.bottom for box in scheme.boxes)
    for arrow in scheme.arrows:
        assert arrow.row_top > lowest
        assert arrow.row_top < arrow.y < arrow.row_bottom <= scheme.height
    for upper, lower in pairwise(scheme.arrows):
        assert upper.row_bottom <= lower.row_top


@given(schemes())
def test_a_label_lies_between_two_lanes_above_its_arrow(
    found: tuple[tuple[SchemeParty, ...], tuple[SchemeStep, ...]],
) -> None:
    scheme = draw_one(found)
    lanes = [box.middle for box in scheme.boxes]
    for arrow in scheme.arrows:
        for line in arrow.lines:
            half = text_width(line.text) / 2
            assert 0 <= line.x - half <= line.x + half <= scheme.width
            assert not any(line.x - half <= lane <= line.x + half for lane in lanes)
            assert abs(line.x - arrow.start) - half >= BADGE_RADIUS
            assert arrow.row_top < line.y - LINE / 2 < line.y < arrow.y


@given(schemes())
def test_a_name_stays_in_its_box(
    found: tuple[tuple[SchemeParty, ...], tuple[SchemeStep, ...]],
) -> None:
    for box in draw_one(found).boxes:
        for line in box.lines:
            assert text_width(line.text) < box.width
            assert box.y < line.y - LINE / 2 < line.y < box.bottom


@given(TEXTS, st.integers(40, 400))
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    together = "".join(wrapped(text, width))
    assert together.replace(" ", "") == text.replace(" ", "")


def test_parties_that_act_together_stand_together() -> None:
    parties = [SchemeParty(code, code) for code in ("exporter", "buyer", "bank", "agency")]
    steps = [
        SchemeStep(1, "exporter", "agency", ""),
        SchemeStep(2, "agency", "bank", ""),
        SchemeStep(3, "bank", "buyer", ""),
    ]
    order = [party.code for party in order_of_parties(parties, steps)]
    assert order == ["exporter", "agency", "bank", "buyer"]


@pytest.mark.parametrize(
    "step",
    [
        SchemeStep(1, "a", "a", ""),
        SchemeStep(1, "a", "nobody", ""),
        SchemeStep(1, "a", "b", "", ("nobody",)),
    ],
)
def test_an_arrow_that_cannot_be_drawn_is_refused(step: SchemeStep) -> None:
    with pytest.raises(ValueError, match="no arrow"):
        draw_scheme((SchemeParty("a", "A"), SchemeParty("b", "B")), (step,))


def test_a_party_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="once"):
        draw_scheme((SchemeParty("a", "A"), SchemeParty("a", "B")), ())
