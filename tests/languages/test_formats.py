"""Days and numbers are read and shown the same way round in all three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import formats, translation

from languages.formats.numeric import DATE_INPUT_FORMATS

LANGUAGES = ["kk", "ru", "en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_is_read_day_first(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("DATE_INPUT_FORMATS") == DATE_INPUT_FORMATS
        assert "%m/%d/%Y" not in formats.get_format("DATETIME_INPUT_FORMATS")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("kk", "05.03.2026"), ("ru", "5 марта 2026 года"), ("en", "5 March 2026")],
)
def test_a_day_shown_without_a_filter(language: str, shown: str) -> None:
    with translation.override(language):
        assert Template("{{ day }}").render(Context({"day": date(2026, 3, 5)})) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("kk", "1234567,50"),
        ("ru", "1234567,50"),
        ("en", "1234567.50"),
    ],
)
def test_a_number_without_a_filter_is_not_grouped(language: str, shown: str) -> None:
    with translation.override(language):
        rendered = Template("{{ n }}").render(Context({"n": Decimal("1234567.50")}))
    assert rendered == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("kk", "2026 жылғы 5 наурыз, 23:30"),
        ("ru", "5 марта 2026 года, 23:30"),
        ("en", "5 March 2026, 23:30"),
    ],
)
def test_a_moment_is_shown_on_its_local_day(language: str, shown: str) -> None:
    moment = datetime(2026, 3, 5, 18, 30, tzinfo=UTC)
    with translation.override(language):
        assert Template("{{ m|local_datetime }}").render(Context({"m": moment})) == shown


@pytest.mark.parametrize("name", ["long_date", "short_date", "month_of", "local_datetime", "money"])
def test_an_absent_value_shows_nothing(name: str) -> None:
    assert Template("[{{ v|%s }}]" % name).render(Context({"v": None})) == "[]"  # noqa: UP031
