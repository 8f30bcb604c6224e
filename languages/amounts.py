"""Amounts, percents, numbers and days as text, and amounts back from text.

Pure: the language is an argument, nothing reads the clock or a setting. An
unknown value has no text here; the caller says in words what is unknown.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date as babel_format_date
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_minus_sign_symbol

NO_BREAK_SPACE = "\u00a0"
# The country matters: plain "ru" knows no ₸.
LOCALES = {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en"}
DAY_PATTERNS = {
    "long": {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'года'", "en": "d MMMM y"},
    "short": {"kk": "dd.MM.y", "ru": "dd.MM.y", "en": "d MMM y"},
    "weekday": {
        "kk": "y 'жылғы' d MMMM, EEEE",
        "ru": "EEEE, d MMMM y 'года'",
        "en": "EEEE d MMMM y",
    },
    "month": {"kk": "y 'жылғы' MMMM", "ru": "LLLL y 'года'", "en": "MMMM y"},
}
CURRENCY_SIGNS = {"KZT": "₸"}
MONEY_MARKS = re.compile(
    r"^(?:[A-Z]{3}|US\$|CN¥|[₸$€¥₽£])|(?:[A-Z]{3}|US\$|CN¥|[₸$€¥₽£]|тг\.?|теңге|тенге)$"
)


def format_number(value: Decimal | int, language: str, places: int | None = None) -> str:
    """``1 234 567,5``: thousands by U+00A0; *places* fixes the decimals, half rounds up."""
    if places is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    minus, point = _signs(language)
    text = f"{Decimal(value):,f}"
    return text.replace("-", minus).translate({ord(","): NO_BREAK_SPACE, ord("."): point})


def format_amount(
    value: Decimal, currency: str, language: str, *, always_decimals: bool = False
) -> str:
    """``1 234 567,50 ₸``: two decimals, none for a whole sum unless *always_decimals*."""
    rounded = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole = rounded == rounded.to_integral_value() and not always_decimals
    number = format_number(rounded, language, 0 if whole else 2)
    return f"{number}{NO_BREAK_SPACE}{currency_sign(currency, language)}"


def format_percent(value: Decimal, language: str) -> str:
    """A rate in percent (``Decimal("12.60")`` is 12,6 %), never rounded."""
    number = format_number(Decimal(value).normalize(), language)
    return f"{number}{NO_BREAK_SPACE}%" if language == "ru" else f"{number}%"


@lru_cache(maxsize=4096)
def format_date(value: date, language: str, length: str = "long") -> str:
    """A day in words (``long``, with its ``weekday``), in figures (``short``), or its ``month``."""
    return babel_format_date(value, DAY_PATTERNS[length][language], locale=_locale(language))


def currency_sign(currency: str, language: str) -> str:
    return CURRENCY_SIGNS.get(currency) or _symbol(currency, language)


@cache
def _symbol(currency: str, language: str) -> str:
    return str(get_currency_symbol(currency, _locale(language)))


def parse_amount(text: str) -> Decimal:
    """A number as people type or paste it: any spaces, a comma or a point, a currency sign.

    Raises ValueError when it is no number, or when its separators contradict
    each other (``1.23,456.7``). ``1,234`` is 1.234: a single separator is
    always decimal, as it is in Kazakh and Russian.
    """
    bare = MONEY_MARKS.sub("", re.sub(r"[\s'’]", "", text))
    bare = bare.replace("−", "-")
    if not re.fullmatch(r"-?[0-9]+(?:[.,][0-9]+)*", bare):
        raise ValueError(text)
    return Decimal(_with_decimal_point(bare))


def _with_decimal_point(bare: str) -> str:
    marks = re.findall(r"[.,]", bare)
    if len(marks) < 2:
        return bare.replace(",", ".")
    decimal_mark = marks[-1] if marks[-1] != marks[0] else ""
    whole, _, decimals = bare.rpartition(decimal_mark) if decimal_mark else (bare, "", "")
    if not re.fullmatch(r"-?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", whole):
        raise ValueError(bare)
    return re.sub(r"[.,]", "", whole) + (f".{decimals}" if decimals else "")


@cache
def _signs(language: str) -> tuple[str, str]:
    """Minus and decimal sign. Thousands stand apart by a no-break space in all three."""
    locale = _locale(language)
    return get_minus_sign_symbol(locale), get_decimal_symbol(locale)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES[language])
