"""Where the parts of a scheme stand: parties as boxes in a row, steps as arrows in time.

Every party has a lane below its box; each arrow has a row of its own, from the giver's
lane to the taker's, its label in the gap beside its number. So nothing can overlap.
All lengths are units of the picture (one CSS pixel at its natural size).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

FONT_SIZE = 14
LINE = 18
LANE_MIN = 172
MARGIN = 8
BOX_GAP = 20
BOX_PADDING = 12
BADGE_RADIUS = 13
LABEL_PADDING = 8
LABEL_RISE = 9
ROW_GAP = 30
HEAD_LENGTH = 11
HEAD_HALF = 6
REORDERED_PARTIES_MAX = 7
NARROW = frozenset("ijltfrIі.,:;'’!|()-/ ")
WIDE = frozenset("mwMWжшщюыфЖШЩЮЫФМДОӨҚ—%@№")


@dataclass(frozen=True)
class SchemeParty:
    code: str
    name: str


@dataclass(frozen=True)
class SchemeStep:
    """``number`` is None beside the steps; ``contingent`` happens only if a risk comes true."""

    number: int | None
    giver: str
    taker: str
    label: str
    joined_by: tuple[str, ...] = ()
    contingent: bool = False


@dataclass(frozen=True)
class Line:
    """A line of text: the middle of its baseline."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Box:
    code: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Arrow:
    """From ``start`` to ``end`` at the height ``y``; ``dots`` where parties act together."""

    step: SchemeStep
    start: float
    end: float
    y: float
    head: str
    dots: tuple[float, ...]
    lines: tuple[Line, ...]
    row_top: float
    row_bottom: float

    @property
    def left(self) -> float:
        return min(self.start, *self.dots)

    @property
    def right(self) -> float:
        return max(self.start, *self.dots)

    @property
    def neck(self) -> float:
        """Where the line ends and the head begins."""
        return self.end + HEAD_LENGTH * (1 if self.start > self.end else -1)

    @property
    def row_height(self) -> float:
        return self.row_bottom - self.row_top


@dataclass(frozen=True)
class Scheme:
    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


@lru_cache(maxsize=512)
def draw_scheme(parties: tuple[SchemeParty, ...], steps: tuple[SchemeStep, ...]) -> Scheme:
    """The picture of a scheme. ValueError for a step to nobody known, or to oneself."""
    _refuse_impossible(parties, steps)
    ordered = order_of_parties(parties, steps)
    lane = lane_width(parties, steps)
    boxes = _boxes(ordered, lane)
    arrows = tuple(_arrows(boxes, steps, lane))
    bottom = arrows[-1].row_bottom if arrows else boxes[0].bottom
    return Scheme(2 * MARGIN + lane * len(boxes), bottom + MARGIN, boxes, arrows)


def order_of_parties(
    parties: Sequence[SchemeParty], steps: Sequence[SchemeStep]
) -> tuple[SchemeParty, ...]:
    """The order in which arrows are shortest; of equal ones the order given."""
    if len(parties) > REORDERED_PARTIES_MAX:
        return tuple(parties)
    ends = [(step.giver, step.taker) for step in steps]
    joined = [(step.giver, other) for step in steps for other in step.joined_by]
    return min(permutations(parties), key=lambda order: _length(order, ends + joined))


def lane_width(parties: Sequence[SchemeParty], steps: Sequence[SchemeStep]) -> float:
    """Wide enough for the longest word of every box and label."""
    in_boxes = max(_longest_word(party.name) for party in parties) + 2 * BOX_PADDING + BOX_GAP
    labels = [_longest_word(step.label) + _beside_label() for step in steps]
    return max(LANE_MIN, in_boxes, *labels)


def text_width(text: str) -> float:
    """An upper estimate for the portal's typeface at FONT_SIZE."""
    return FONT_SIZE * sum(_share(letter) for letter in text)


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Lines no wider than *width*, broken at spaces and after hyphens."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return tuple(line.strip() for line in lines)


def _refuse_impossible(parties: Sequence[SchemeParty], steps: Sequence[SchemeStep]) -> None:
    codes = {party.code for party in parties}
    if not parties or len(codes) != len(parties):
        raise ValueError("a scheme needs parties, each of them once")
    for step in steps:
        if step.giver == step.taker or not {step.giver, step.taker, *step.joined_by} <= codes:
            raise ValueError(f"no arrow can be drawn from {step.giver} to {step.taker}")


def _length(order: Sequence[SchemeParty], ends: Sequence[tuple[str, str]]) -> int:
    place = {party.code: position for position, party in enumerate(order)}
    return sum(abs(place[giver] - place[taker]) for giver, taker in ends)


def _beside_label() -> float:
    return BADGE_RADIUS + 2 * LABEL_PADDING


def _longest_word(text: str) -> float:
    return max((text_width(piece.strip()) for piece in _pieces(text)), default=0)


def _share(letter: str) -> float:
    if letter in NARROW:
        return 0.36
    if letter in WIDE:
        return 0.92
    return 0.7 if letter.isupper() else 0.61


def _pieces(text: str) -> Iterator[str]:
    """Words with the space or hyphen behind them."""
    breaks = [place + 1 for place, letter in enumerate(text) if letter in " -"]
    for begin, end in pairwise(sorted({0, *breaks, len(text)})):
        yield text[begin:end]


def _boxes(parties: Sequence[SchemeParty], lane: float) -> tuple[Box, ...]:
    width = lane - BOX_GAP
    names = [wrapped(party.name, width - 2 * BOX_PADDING) for party in parties]
    height = max(map(len, names)) * LINE + 2 * BOX_PADDING
    return tuple(
        _box(party, name, MARGIN + BOX_GAP / 2 + lane * place, width, height)
        for place, (party, name) in enumerate(zip(parties, names, strict=True))
    )


def _box(party: SchemeParty, name: tuple[str, ...], x: float, width: float, height: float) -> Box:
    first = MARGIN + (height - len(name) * LINE) / 2 + FONT_SIZE
    lines = (Line(x + width / 2, first + LINE * place, text) for place, text in enumerate(name))
    return Box(party.code, x, MARGIN, width, height, tuple(lines))


def _arrows(boxes: Sequence[Box], steps: Sequence[SchemeStep], lane: float) -> Iterator[Arrow]:
    middles = {box.code: box.middle for box in boxes}
    top = boxes[0].bottom + LABEL_PADDING
    for step in steps:
        arrow = _arrow(step, middles, lane, top)
        yield arrow
        top = arrow.row_bottom


def _arrow(step: SchemeStep, middles: dict[str, float], lane: float, top: float) -> Arrow:
    start, taker = middles[step.giver], middles[step.taker]
    onward = 1 if taker > start else -1
    text = wrapped(step.label, lane - _beside_label())
    y = top + LINE * len(text) + LABEL_RISE + LABEL_PADDING
    together = [middles[code] for code in (step.taker, *step.joined_by)] if step.joined_by else []
    centre = start + onward * (BADGE_RADIUS + lane) / 2
    first = top + LABEL_PADDING + FONT_SIZE
    return Arrow(
        step=step,
        start=start,
        end=taker,
        y=y,
        head="" if together else _head(taker, y, onward),
        dots=tuple(sorted(together)),
        lines=tuple(Line(centre, first + LINE * place, line) for place, line in enumerate(text)),
        row_top=top,
        row_bottom=y + ROW_GAP - LABEL_PADDING,
    )


def _head(x: float, y: float, onward: int) -> str:
    """The points of a triangle whose tip touches the taker's lane."""
    back = x - onward * HEAD_LENGTH
    return f"{x:g},{y:g} {back:g},{y - HEAD_HALF:g} {back:g},{y + HEAD_HALF:g}"
