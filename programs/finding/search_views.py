"""Public pages: search in three languages, the glossary with the general conditions."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from languages.text import current_language, in_language, with_lang
from programs.finding.forms import SearchForm
from programs.finding.search import WORD, Document, Hit, fold, search
from programs.finding.search_texts import index_on
from programs.general_conditions import conditions_on, glossary
from programs.instruments.catalogue import agency_instruments
from programs.models import Programme

BEFORE, AFTER = 80, 160


class ShownHit(NamedTuple):
    url: str
    title: SafeString | str
    snippet: SafeString | str


class ShownKind(NamedTuple):
    code: str
    title: str
    hits: list[ShownHit]


def search_page(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET or None)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    context: dict[str, Any] = {"form": form, "query": query}
    if query:
        found = search(index_on(timezone.localdate()), query, current_language())
        context.update(kinds=_by_kind(found.hits), complete=found.complete, count=len(found.hits))
    return render(request, "programs/search.html", context)


def glossary_page(request: HttpRequest) -> HttpResponse:
    """The document's terms, and the conditions that hold beside the rows today."""
    edition = conditions_on(timezone.localdate())
    conditions = list(edition.conditions.values()) if edition else []
    context = {"terms": glossary(), "edition": edition, "conditions": conditions}
    return render(request, "programs/glossary.html", context)


def marked(text: str, words: Iterable[str]) -> SafeString:
    """``text`` with every word out of the folded ``words`` in <mark>, all else escaped."""
    wanted, end, parts = set(words), 0, []
    for match in WORD.finditer(fold(text)):
        if match.group() in wanted:
            parts.append(format_html("{}", text[end : match.start()]))
            parts.append(format_html("<mark>{}</mark>", text[match.start() : match.end()]))
            end = match.end()
    parts.append(format_html("{}", text[end:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def snippet(text: str, words: Iterable[str]) -> SafeString:
    """The part of a long text round the first word found, cut between words."""
    wanted = set(words)
    found = (match.start() for match in WORD.finditer(fold(text)) if match.group() in wanted)
    place = next(found, 0)
    start = 0 if place <= BEFORE else text.find(" ", place - BEFORE) + 1
    end = len(text) if len(text) <= place + AFTER else text.rfind(" ", place, place + AFTER)
    end = end if end > place else place + AFTER
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, marked(text[start:end], wanted), after)


def _by_kind(hits: Iterable[Hit]) -> list[ShownKind]:
    """Grouped, the kinds in a fixed order, each kind's best first."""
    titles = {
        "programme": _("Credit programmes"),
        "instrument": _("Export instruments"),
        "condition": _("General conditions"),
        "glossary": _("Glossary"),
    }
    programmes = {programme.paragraph: programme for programme in Programme.objects.all()}
    grouped: dict[str, list[ShownHit]] = {kind: [] for kind in titles}
    for hit in hits:
        grouped[hit.document.kind].append(_shown(hit, programmes))
    return [ShownKind(kind, titles[kind], found) for kind, found in grouped.items() if found]


def _shown(hit: Hit, programmes: dict[str, Programme]) -> ShownHit:
    document, passage = hit.document, hit.passage
    text = snippet(passage.text, hit.words)
    if passage.language != current_language():
        text = format_html('<span lang="{}">{}</span>', passage.language, text)
    url, title = _OF_KIND[document.kind](document, programmes)
    return ShownHit(url, title, text)


def _programme(document: Document, programmes: dict[str, Programme]) -> tuple[str, Any]:
    programme = programmes[document.key]
    title = format_html("{} {}", document.key, with_lang(*in_language(programme, "name")))
    return reverse("programs:programme_detail", args=[document.key]), title


def _instrument(document: Document, _programmes: dict[str, Programme]) -> tuple[str, Any]:
    names = {one.code: one.name for one in agency_instruments()}
    title = with_lang(*in_language(names[document.key]))
    return reverse("programs:instrument_detail", args=[document.key]), title


def _condition(document: Document, _programmes: dict[str, Programme]) -> tuple[str, Any]:
    edition = conditions_on(timezone.localdate())
    paragraph = edition.conditions[document.key].paragraph if edition else ""
    title = _("Paragraph %(paragraph)s") % {"paragraph": paragraph}
    return f"{reverse('programs:glossary')}#{document.key}", title


def _term(document: Document, _programmes: dict[str, Programme]) -> tuple[str, Any]:
    names = {term.paragraph: term.term for term in glossary()}
    title = with_lang(names[document.key], "ru")
    return f"{reverse('programs:glossary')}#term-{document.key}", title


_OF_KIND: dict[str, Callable[[Document, dict[str, Programme]], tuple[str, Any]]] = {
    "programme": _programme,
    "instrument": _instrument,
    "condition": _condition,
    "glossary": _term,
}
