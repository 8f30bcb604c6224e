"""Content kept in Kazakh, Russian and English, and which of them a reader gets."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

FALLBACK = ("kk", "ru", "en")


class LocalizedText(NamedTuple):
    """A text and the language it is really in."""

    text: str
    language: str


def current_language() -> str:
    """The page's language as one of ours: a thread without one reads Kazakh."""
    language = (get_language() or FALLBACK[0]).split("-")[0]
    return language if language in FALLBACK else FALLBACK[0]


def in_language(source: Any, field: str = "", language: str | None = None) -> LocalizedText:
    """*source*'s ``field_kk``/``field_ru``/``field_en``, or its kk/ru/en keys.

    A missing text falls back to Kazakh, then Russian, then English; the answer
    tells which it was. With no text at all it is empty and in *language*.
    """
    wanted = language or current_language()
    for candidate in (wanted, *FALLBACK):
        text = _text_of(source, field, candidate)
        if text:
            return LocalizedText(str(text), candidate)
    return LocalizedText("", wanted)


def with_lang(text: str, language: str) -> SafeString | str:
    """*text*, marked for screen readers and hyphenation when not in the page's language."""
    if not text or language == current_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


def _text_of(source: Any, field: str, language: str) -> str:
    key = f"{field}_{language}" if field else language
    if isinstance(source, Mapping):
        nested = source.get(field) if field else None
        if isinstance(nested, Mapping):
            return nested.get(language) or ""
        return source.get(key) or ""
    nested = getattr(source, field, None) if field else None
    if isinstance(nested, Mapping):
        return nested.get(language) or ""
    return getattr(source, key, "") or ""
