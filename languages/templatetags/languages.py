"""Filters and tags of every template (a builtin: nothing to load)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import translate_url
from django.utils import timezone
from django.utils.safestring import SafeString

from languages import amounts
from languages.text import current_language, in_language, with_lang

register = template.Library()


@register.filter
def money(value: Decimal | None, currency: str = "KZT") -> str:
    """``1 234 567,50 ₸``; nothing for None: the template says what is unknown."""
    return "" if value is None else amounts.format_amount(value, currency, current_language())


@register.filter
def exact_money(value: Decimal | None, currency: str = "KZT") -> str:
    """As ``money`` with both decimals always, for columns of figures."""
    if value is None:
        return ""
    return amounts.format_amount(value, currency, current_language(), always_decimals=True)


@register.filter
def percent(value: Decimal | None) -> str:
    return "" if value is None else amounts.format_percent(value, current_language())


@register.filter
def number(value: Decimal | int | None, places: int | None = None) -> str:
    return "" if value is None else amounts.format_number(value, current_language(), places)


@register.filter
def long_date(value: date | None) -> str:
    """``2026 жылғы 5 наурыз``; a moment is taken to its local day first."""
    return _day(value, "long")


@register.filter
def short_date(value: date | None) -> str:
    return _day(value, "short")


@register.filter
def weekday_date(value: date | None) -> str:
    """``long_date`` with the day of the week."""
    return _day(value, "weekday")


@register.filter
def month_of(value: date | None) -> str:
    return _day(value, "month")


@register.filter
def local_datetime(value: datetime | None) -> str:
    """Day and minute in the portal's time zone, where legal days begin and end."""
    if value is None or value == "":
        return ""
    moment = _local(value)
    return f"{_day(moment, 'long')}, {moment:%H:%M}"


@register.filter
def exact_datetime(value: datetime) -> str:
    """Day and second in the portal's time zone, with that day's distance from UTC."""
    moment = _local(value)
    zone = f"{moment:%z}"
    return f"{_day(moment, 'short')}, {moment:%H:%M:%S} (UTC{zone[:3]}:{zone[3:]})"


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """``mapping[key]`` for a key with a dash or a variable key; empty when absent."""
    if isinstance(mapping, Mapping):
        return mapping.get(key, "")
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return ""


@register.filter(name="localized")
def localized_filter(source: Mapping[str, str] | None) -> SafeString | str:
    """``{"kk": …, "ru": …}`` in the page's language, with its ``lang`` when it is another."""
    return with_lang(*in_language(source or {}))


@register.simple_tag(name="localized")
def localized_tag(source: Any, field: str) -> SafeString | str:
    """``{% localized organisation "name" %}``: name_kk, name_ru or name_en."""
    return with_lang(*in_language(source, field))


@register.simple_tag
def localized_text(source: Any, field: str) -> str:
    """As ``localized`` without markup, for a page's title."""
    return in_language(source, field).text


@register.simple_tag
def official(text: str, language: str) -> SafeString | str:
    """An official name as its act writes it, with the ``lang`` it is written in."""
    return with_lang(text, language)


@register.simple_tag(takes_context=True)
def switch_language_url(context: RequestContext, code: str) -> str:
    """The same page and query in another language; its front page when there is none."""
    request = context.get("request")
    if request is None:
        return f"/{code}/"
    here = request.get_full_path()
    there = translate_url(here, code)
    if there != here or code == current_language():
        return there
    return _with_prefix(here, code)


def _with_prefix(path: str, code: str) -> str:
    parts = path.lstrip("/").split("/", 1)
    if parts[0] in dict(settings.LANGUAGES) and len(parts) > 1:
        return f"/{code}/{parts[1]}"
    return f"/{code}/"


def _day(value: date | None, length: str) -> str:
    if value is None or value == "":
        return ""
    day = _local(value).date() if isinstance(value, datetime) else value
    return amounts.format_date(day, current_language(), length)


def _local(value: datetime) -> datetime:
    if timezone.is_naive(value):
        return value
    return timezone.localtime(value, ZoneInfo(settings.TIME_ZONE))
