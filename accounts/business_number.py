"""Kazakhstan's twelve-digit numbers: BIN of a business, IIN of a person.

The check digit and the fifth digit of a BIN are sourced; the sixth digit's 2 and
3 and the seventh digit of an IIN are common knowledge, not verified against the
act. A number of the right form need not have been issued to anybody.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LENGTH = 12

_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


class NumberKind(StrEnum):
    BIN = "bin"
    IIN = "iin"


class Entity(StrEnum):
    """What a BIN was given to: its fifth digit."""

    RESIDENT = "resident"
    NON_RESIDENT = "non_resident"
    SOLE_TRADER = "sole_trader"


class Office(StrEnum):
    """Which unit of it: a BIN's sixth digit."""

    HEAD = "head_office"
    BRANCH = "branch"
    REPRESENTATIVE = "representative_office"
    FARM = "farm"


_ENTITIES = {"4": Entity.RESIDENT, "5": Entity.NON_RESIDENT, "6": Entity.SOLE_TRADER}
_OFFICES = {
    "0": Office.HEAD,
    "1": Office.BRANCH,
    "2": Office.REPRESENTATIVE,
    "3": Office.FARM,
}
_CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


class BusinessNumberError(ValueError):
    """A text that is no BIN or IIN.

    `code`: not_digits, wrong_length, unusable (no check digit exists for its first
    eleven), wrong_check_digit, impossible_date, unknown_kind, unknown_office,
    unknown_century.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class BusinessNumber:
    """A well-formed number. A BIN has an entity and an office and the year (two
    digits) and month of registration; an IIN has the day of birth, except a
    foreigner's, whose century it does not tell."""

    number: str
    kind: NumberKind
    entity: Entity | None = None
    office: Office | None = None
    registered: tuple[int, int] | None = None
    born: date | None = None

    def __str__(self) -> str:
        return self.number


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit, or None if the number is unusable. Raises BusinessNumberError.

    The eleventh digit's first weight is 11, so the sum modulo 11 does not see it:
    an error there goes unnoticed unless the second weights are in use.
    """
    _check_digits(first_eleven, LENGTH - 1)
    digits = [int(digit) for digit in first_eleven]
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        remainder = sum(d * w for d, w in zip(digits, weights, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def parse_business_number(text: str) -> BusinessNumber:
    """Reads a BIN or an IIN; spaces of any sort are left out, zeros in front kept.

    Eleven digits are refused, not filled up: a lost zero may as well be a lost
    digit. Raises BusinessNumberError.
    """
    number = "".join(text.split())
    _check_digits(number, LENGTH)
    expected = check_digit(number[:-1])
    if expected is None:
        raise BusinessNumberError("unusable")
    if int(number[-1]) != expected:
        raise BusinessNumberError("wrong_check_digit")
    return _bin(number) if number[4] > "3" else _iin(number)


def make_business_number(prefix: str) -> str | None:
    """Eleven digits completed by their check digit; None if they are unusable."""
    digit = check_digit(prefix)
    return None if digit is None else f"{prefix}{digit}"


def _check_digits(text: str, length: int) -> None:
    if not text:
        raise BusinessNumberError("wrong_length")
    if not (text.isascii() and text.isdigit()):
        raise BusinessNumberError("not_digits")
    if len(text) != length:
        raise BusinessNumberError("wrong_length")


def _bin(number: str) -> BusinessNumber:
    month = int(number[2:4])
    if not 1 <= month <= 12:
        raise BusinessNumberError("impossible_date")
    if number[4] not in _ENTITIES:
        raise BusinessNumberError("unknown_kind")
    if number[5] not in _OFFICES:
        raise BusinessNumberError("unknown_office")
    return BusinessNumber(
        number,
        NumberKind.BIN,
        entity=_ENTITIES[number[4]],
        office=_OFFICES[number[5]],
        registered=(int(number[:2]), month),
    )


def _iin(number: str) -> BusinessNumber:
    if number[6] == "0":
        # A leap year stands for the unknown one: 29 February may be right.
        _date(2000, number)
        return BusinessNumber(number, NumberKind.IIN)
    if number[6] not in _CENTURIES:
        raise BusinessNumberError("unknown_century")
    year = _CENTURIES[number[6]] + int(number[:2])
    return BusinessNumber(number, NumberKind.IIN, born=_date(year, number))


def _date(year: int, number: str) -> date:
    try:
        return date(year, int(number[2:4]), int(number[4:6]))
    except ValueError:
        raise BusinessNumberError("impossible_date") from None
