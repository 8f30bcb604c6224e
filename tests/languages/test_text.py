"""Content in three languages: which one a reader gets, and that the page says so."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from languages.choices import country_choices, country_name, currency_choices
from languages.sorting import collation_key
from languages.text import in_language

NAMES = {"kk": "Керуен", "ru": "Караван", "en": ""}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("kk", ("Керуен", "kk")), ("ru", ("Караван", "ru")), ("en", ("Керуен", "kk"))],
)
def test_a_missing_text_falls_back(wanted: str, expected: tuple[str, str]) -> None:
    assert in_language(NAMES, language=wanted) == expected
    as_object = SimpleNamespace(**{f"name_{code}": text for code, text in NAMES.items()})
    assert in_language(as_object, "name", wanted) == expected
    assert in_language({"name": NAMES}, "name", wanted) == expected
    assert in_language(SimpleNamespace(name=NAMES), "name", wanted) == expected


def test_fallback_order_is_kazakh_russian_english() -> None:
    assert in_language({"ru": "а", "en": "b"}, language="kk") == ("а", "ru")
    assert in_language({"en": "b"}, language="kk") == ("b", "en")
    assert in_language({}, language="ru") == ("", "ru")


def render(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


def test_a_text_in_another_language_carries_its_lang() -> None:
    with translation.override("en"):
        assert render("{{ n|localized }}", n=NAMES) == '<span lang="kk">Керуен</span>'
        assert render('{% official "Приказ" "ru" %}') == '<span lang="ru">Приказ</span>'
    with translation.override("ru"):
        assert render("{{ n|localized }}", n=NAMES) == "Караван"
        assert render('{% official "Приказ" "ru" %}') == "Приказ"


def test_content_is_escaped() -> None:
    rendered = render('{% localized o "name" %}', o={"name": {"ru": "<b>"}})
    assert "<b>" not in rendered
    assert "&lt;b&gt;" in rendered


@pytest.mark.urls("tests.languages.urls")
@pytest.mark.parametrize(
    ("path", "code", "there"),
    [
        ("/kk/page/5/?a=1&b=%D0%B0", "ru", "/ru/page/5/?a=1&amp;b=%D0%B0"),
        ("/kk/page/5/", "kk", "/kk/page/5/"),
        ("/kk/nowhere/5/?a=1", "ru", "/ru/nowhere/5/?a=1"),
        ("/elsewhere", "ru", "/ru/"),
    ],
)
def test_the_switch_keeps_the_page_and_query(path: str, code: str, there: str) -> None:
    context = Context({"request": RequestFactory().get(path), "code": code})
    with translation.override("kk"):
        assert Template("{% switch_language_url code %}").render(context) == there


def test_kazakh_names_follow_the_kazakh_alphabet() -> None:
    names = ["Ямайка", "Әзербайжан", "Үндістан", "Албания", "Қазақстан", "Канада", "Өзбекстан"]
    assert sorted(names, key=lambda name: collation_key(name, "kk")) == [
        "Албания",
        "Әзербайжан",
        "Канада",
        "Қазақстан",
        "Өзбекстан",
        "Үндістан",
        "Ямайка",
    ]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_countries_are_iso_codes(language: str) -> None:
    with translation.override(language):
        codes = [code for code, _ in country_choices()]
    assert codes[0] == ""
    assert len(codes) == len(set(codes)) == 250  # ISO 3166-1 lists 249
    assert "XK" not in codes
    assert country_name("KZ", "kk") == "Қазақстан"


def test_a_currency_shows_its_code_and_name() -> None:
    with translation.override("ru"):
        assert currency_choices(["KZT"])[1] == ("KZT", "KZT — казахский тенге")
