"""Countries and currencies by name, from CLDR, in the page's language and alphabet."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _

from languages.sorting import collation_key
from languages.text import current_language

# CLDR names these too; ISO 3166 has no such country.
NOT_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
CURRENCIES = ("KZT", "USD", "EUR", "CNY", "RUB", "UZS", "KGS", "TRY", "AED", "GBP", "CHF", "JPY")


def country_choices() -> list[tuple[str, str]]:
    """An empty first choice, then every country by name."""
    return [("", _("Choose a country")), *_countries(current_language())]


def country_name(code: str, language: str | None = None) -> str:
    """The country's name, or the code itself when it is unknown."""
    return _country_names(language or current_language()).get(code, code)


def currency_choices(codes: Iterable[str] = CURRENCIES) -> list[tuple[str, str]]:
    names = Locale.parse(current_language()).currencies
    choices = [(code, f"{code} — {names.get(code, code)}") for code in codes]
    return [("", _("Choose a currency")), *choices]


@cache
def _country_names(language: str) -> dict[str, str]:
    return dict(_countries(language))


@cache
def names_in_all_languages(code: str) -> tuple[str, ...]:
    """A country's or a currency's names in the portal's languages, its code apart."""
    locales = [Locale.parse(language) for language, _name in settings.LANGUAGES]
    known = [locale.territories if len(code) == 2 else locale.currencies for locale in locales]
    return tuple(str(names[code]) for names in known if code in names)


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language).territories
    countries = [
        (code, str(name))
        for code, name in names.items()
        if len(code) == 2 and code not in NOT_COUNTRIES
    ]
    return tuple(sorted(countries, key=lambda pair: collation_key(pair[1], language)))
