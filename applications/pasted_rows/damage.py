"""What spreadsheets do to what was typed into them. It is named, and never repaired by a guess."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds."""

    HS_CODE = "hs_code"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"


class Damage(StrEnum):
    """Why a cell cannot be trusted."""

    EXPONENT = "exponent"
    LOST_ZERO = "lost_zero"
    BECAME_NUMBER = "became_number"
    BECAME_DAY = "became_day"
    DAY_NUMBER = "day_number"
    ERROR_VALUE = "error_value"


EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eEеЕ][+-]?[0-9]{1,3}")
ERROR_VALUES = re.compile(
    r"#+|#(?:N/?A|REF|VALUE|DIV/0|NAME|NUM|NULL|Н/Д|ССЫЛКА|ЗНАЧ|ДЕЛ/0|ИМЯ|ЧИСЛО|ПУСТО)[!?]?", re.I
)
WHOLE_WITH_ZEROS = re.compile(r"[0-9]+[.,]0+")
MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    "|янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек"
    "|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|қар|жел"
)
# As spreadsheets here show days: 12.05.2026, 2026-05-12, 12.май.26, 5/12/2026.
A_DAY = re.compile(
    r"(?:0?[1-9]|[12][0-9]|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)[0-9]{2}"
    r"|(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12][0-9]|3[01])/(?:(?:19|20)?[0-9]{2})"
    r"|(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    rf"|[0-9]{{1,2}}[.\- ](?:{MONTHS})[^\W\d_]{{0,7}}\.?(?:[.\- ](?:[0-9]{{2}}|[0-9]{{4}}))?",
    re.IGNORECASE,
)
# The days 1 January 1940 to 31 December 2199 as spreadsheets count them.
DAY_NUMBERS = range(14_611, 109_573)
ODD_LENGTHS = (5, 7, 9)
# One separator before three figures: 1,234 is one and a bit here, a thousand elsewhere.
ONE_SEPARATOR = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
MIDNIGHT = re.compile(r"(\S+?)[T ]+0?0:00(?::00(?:\.0+)?)?")


def damage_of(kind: Kind, cell: str) -> Damage | None:
    """What is wrong with a cell of a column, None when nothing shows."""
    if not cell:
        return None
    if ERROR_VALUES.fullmatch(cell):
        return Damage.ERROR_VALUE
    if EXPONENT.fullmatch(cell):
        return Damage.EXPONENT
    return {Kind.HS_CODE: _code_damage, Kind.NUMBER: _number_damage, Kind.DAY: _day_damage}.get(
        kind, lambda cell: None
    )(cell)


def _code_damage(cell: str) -> Damage | None:
    """Codes have an even number of figures: an odd one lost its zero, or a figure elsewhere."""
    if A_DAY.fullmatch(cell):
        return Damage.BECAME_DAY
    if WHOLE_WITH_ZEROS.fullmatch(cell) and len(cell.rstrip("0")) > 5:
        return Damage.BECAME_NUMBER
    digits = re.sub(r"[\s.]", "", cell)
    is_odd = digits.isascii() and digits.isdigit() and len(digits) in ODD_LENGTHS
    return Damage.LOST_ZERO if is_odd else None


def _number_damage(cell: str) -> Damage | None:
    return Damage.BECAME_DAY if A_DAY.fullmatch(cell) else None


def _day_damage(cell: str) -> Damage | None:
    whole = re.sub(r"[.,]0+$", "", cell)
    is_number = whole.isascii() and whole.isdigit() and int(whole[:9]) in DAY_NUMBERS
    return Damage.DAY_NUMBER if is_number and len(whole) < 7 else None


def is_doubtful_number(cell: str) -> bool:
    """Whether a reader elsewhere would read another number than the portal does."""
    return bool(ONE_SEPARATOR.fullmatch(cell))


def without_midnight(cell: str) -> str:
    """A day that the spreadsheet shows with its first moment."""
    found = MIDNIGHT.fullmatch(cell)
    return found.group(1) if found else cell
