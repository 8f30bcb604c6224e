"""The lending terms on a day, narrowed to the rows that apply to what is asked.

A row without a code in a column holds for every value of it, so each filter keeps it.
"""

from dataclasses import dataclass, field
from datetime import date

from programs.codes import RatingStep
from programs.models import Revision, TermsRow
from programs.revision_rows import rows_of

CODE_FILTERS = ("channel", "source", "purpose", "instrument", "herd")

# The scale of Standard & Poor's and Fitch, best first.
_SCALE = (
    *("AAA", "AA+", "AA", "AA-", "A+", "A", "A-", "BBB+", "BBB", "BBB-", "BB+", "BB", "BB-"),
    *("B+", "B", "B-", "CCC+", "CCC", "CCC-", "CC", "C", "RD", "SD", "D"),
)
_LADDER = {
    "BB": RatingStep.BB,
    "BB-": RatingStep.BB_MINUS,
    "B+": RatingStep.B_PLUS,
    "B": RatingStep.B,
    "B-": RatingStep.B_MINUS,
}
# The source writes ratings in Cyrillic letters; a plus in an address arrives as a space.
_SIGNS = str.maketrans({"А": "A", "В": "B", "С": "C", "−": "-", "–": "-", " ": "+"})


class UnknownRating(ValueError):
    """A text that is no rating of the scale."""


@dataclass(frozen=True)
class TermsInForce:
    """``revision`` is None on a day for which no revision is known."""

    revision: Revision | None
    rows: list[TermsRow] = field(default_factory=list)


def rating_step(rating: str) -> RatingStep | None:
    """The step of programme 45's ladder for a lender's rating; None below the ladder.

    Cyrillic and Latin letters are alike. Raises UnknownRating.
    """
    level = rating.upper().translate(_SIGNS)
    if level not in _SCALE:
        raise UnknownRating(rating)
    if _SCALE.index(level) <= _SCALE.index("BB+"):
        return RatingStep.BB_PLUS_AND_ABOVE
    return _LADDER.get(level)


def terms_in_force(
    on: date, *, programme: str = "", rating: str = "", **codes: str
) -> TermsInForce:
    """Rows of the revision in force on ``on``; an empty filter narrows nothing.

    ``codes`` are those of CODE_FILTERS. For a lender rated below the ladder there is
    nothing. Raises UnknownRating.
    """
    revision = Revision.objects.in_force(on)
    if revision is None:
        return TermsInForce(None)
    if programme:
        codes["programme"] = programme
    if rating:
        step = rating_step(rating)
        if step is None:
            return TermsInForce(revision)
        codes["rating_step"] = step
    asked = {name: code for name, code in codes.items() if code}
    rows = [row for row in rows_of(revision) if _applies(row, asked)]
    return TermsInForce(revision, rows)


def _applies(row: TermsRow, asked: dict[str, str]) -> bool:
    return all(
        row.programme.paragraph == code if name == "programme" else getattr(row, name) in ("", code)
        for name, code in asked.items()
    )
