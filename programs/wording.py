"""Terms in words: each field of a row as a label and a text in the page's language."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from html import unescape
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from languages.amounts import format_amount, format_percent
from languages.text import current_language, in_language, with_lang
from programs.models import TermsRow
from programs.models.terms import AMOUNT_CURRENCY

Text = SafeString | str


class Fact(NamedTuple):
    key: str | Promise
    value: Text


def percent(value: Decimal) -> str:
    return format_percent(value, current_language())


def months(count: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


def up_to(text: Text) -> Text:
    return format_html("{}", _("up to %(value)s") % {"value": text})


def localized(source: dict[str, Any] | None) -> Text:
    return with_lang(*in_language(source or {}))


def row_title(row: TermsRow) -> str:
    """What the row is for, the channel left out; a row for everything says so."""
    names = [
        row.get_purpose_display() if row.purpose else "",
        row.get_instrument_display() if row.instrument else "",
        row.get_herd_display() if row.herd else "",
        row.get_source_display() if row.source else "",
        _("lender's rating %(step)s") % {"step": row.get_rating_step_display()}
        if row.rating_step
        else "",
    ]
    return " · ".join(filter(None, names)) or _("All purposes")


def key_title(key: dict[str, str]) -> str:
    """A row's key as an event keeps it: programme and codes, in words."""
    row = TermsRow(**{name: key.get(name, "") for name in TermsRow.KEY_FIELDS})
    return f"{key['programme']} · {row.get_channel_display()} · {row_title(row)}"


def rate_text(row: TermsRow) -> Text:
    if row.rate_percent is None:
        return ""
    text = percent(row.rate_percent)
    return up_to(text) if row.rate_kind == "up_to" else text


def term_text(row: TermsRow) -> Text:
    if row.term_months_max is not None:
        limit = up_to(months(row.term_months_max))
        return joined([limit, localized(row.term_rule)], "; ")
    return localized(row.term_rule)


def grace_text(row: TermsRow) -> Text:
    if row.grace_months_max is not None:
        limit = up_to(months(row.grace_months_max))
    elif row.grace_share_of_term:
        limit = _("up to %(share)s of the term") % {"share": Fraction(row.grace_share_of_term)}
    else:
        return ""
    subject = str(row.get_grace_applies_to_display()) if row.grace_applies_to else ""
    return format_html("{} ({})", limit, subject) if subject else limit


def amount_text(row: TermsRow) -> Text:
    language = current_language()
    parts: list[Text] = []
    if row.amount_min is not None:
        amount = format_amount(row.amount_min, AMOUNT_CURRENCY, language)
        parts.append(_("from %(amount)s") % {"amount": amount})
    if row.amount_max is not None:
        parts.append(up_to(format_amount(row.amount_max, AMOUNT_CURRENCY, language)))
    return joined([*parts, localized(row.amount_max_rule)], " ")


def end_borrower_term_text(row: TermsRow) -> Text:
    count = row.end_borrower_term_months_max
    return "" if count is None else up_to(months(count))


def limit_facts(row: TermsRow) -> list[Fact]:
    """The effective rate, the caps and the subsidised rate, where they are stated."""
    names = (
        ("effective_rate_from_percent", _("annual effective rate from")),
        ("margin_cap_percent", _("on-lending margin, at most")),
        ("end_borrower_cap_percent", _("for the end borrower, at most")),
        (
            "end_borrower_cap_vulnerable_percent",
            _("for low-income people and large families, at most"),
        ),
        ("subsidised_rate_percent", _("after subsidy")),
    )
    facts = [Fact(label, field_text(row, name)) for name, label in names]
    return [fact for fact in facts if fact.value]


def rate_facts(row: TermsRow) -> list[Fact]:
    """A row in short, as a summary list."""
    facts = [
        Fact(_("Rate a year"), rate_text(row)),
        *limit_facts(row),
        Fact(_("Term"), term_text(row)),
        Fact(_("Grace period"), grace_text(row)),
        Fact(_("Amount"), amount_text(row)),
    ]
    return [fact for fact in facts if fact.value]


def security_facts(row: TermsRow) -> list[Fact]:
    """Longer texts: the note to the rate, collateral, co-financing."""
    names = ("rate_note", "collateral", "cofinancing")
    facts = [Fact(label_of(name), field_text(row, name)) for name in names]
    return [fact for fact in facts if fact.value]


def label_of(name: str) -> str | Promise:
    if name == "cell":
        return gettext_lazy("The deciding cell of the source")
    return TermsRow._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def field_text(row: TermsRow, name: str) -> Text:
    """One field of a row in words; empty where nothing is stated."""
    value = getattr(row, name)
    if value is None or value in ("", {}, []):
        return ""
    if name.endswith("_percent"):
        return percent(value)
    if name.endswith("months_max"):
        return months(value)
    if name in ("amount_min", "amount_max"):
        return format_amount(value, AMOUNT_CURRENCY, current_language())
    if name == "conditions":
        items = format_html_join("", "<li>{}</li>", ((localized(c),) for c in value))
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
    if name == "cell":
        return with_lang(value, "ru")
    if isinstance(value, dict):
        return localized(value)
    display = getattr(row, f"get_{name}_display", None)
    return str(display()) if display else str(value)


def plain(text: Text) -> str:
    """Without markup; the items of a list in one line."""
    return unescape(strip_tags(str(text).replace("</li><li>", "; ")))


def joined(parts: Iterable[Text], separator: str) -> Text:
    """Those of the parts that say something."""
    kept = [part for part in parts if part]
    return format_html_join(separator, "{}", ((part,) for part in kept))
