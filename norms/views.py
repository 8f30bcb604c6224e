"""The public pages of the law as the portal knows it: every norm, its history, its source."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from norms.parameters import NormNotInForce, all_norms, norm
from norms.schema import Norm, NormEntry, NormValue, Source

GROUPS: dict[str, Promise] = {
    "mfo": _("Microfinance organisations"),
    "bank": _("Banks"),
    "subsidy": _("Interest subsidies"),
}
UNITS: dict[str, Promise] = {
    "percent": _("percent"),
    "ratio": _("ratio"),
    "tenge": _("tenge"),
    "months": _("months"),
    "working_days": _("working days"),
    "calendar_days": _("calendar days"),
    "items": _("items of a list"),
    "ladder_row": _("rows of the ladder"),
}
SOURCES: dict[Source, Promise] = {
    Source.SOURCE_DOCUMENT: _("stands in the source document"),
    Source.PUBLIC_DOCUMENT: _("from a public document"),
    Source.ASSUMPTION: _("our assumption"),
}


@dataclass(frozen=True)
class ShownEntry:
    """One dated entry with the day before the next one begins."""

    entry: NormEntry
    until: date | None

    @property
    def source(self) -> Promise:
        return SOURCES[self.entry.source]


@dataclass(frozen=True)
class ShownNorm:
    """A norm and what it says today; ``today`` is None where it is not in force."""

    norm: Norm
    today: NormValue | None

    @property
    def unit(self) -> Promise | str:
        return UNITS.get(self.norm.unit, self.norm.unit)

    @property
    def standing(self) -> NormEntry:
        """The entry to cite: today's, or the norm's last, its end included."""
        return self.today.entry if self.today else self.norm.entries[-1]

    @property
    def entries(self) -> list[ShownEntry]:
        """The newest first."""
        following: list[date | None] = [
            entry.effective_from - timedelta(days=1) for entry in self.norm.entries[1:]
        ]
        pairs = zip(self.norm.entries, [*following, None], strict=True)
        return [ShownEntry(entry, until) for entry, until in reversed(list(pairs))]


def norm_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    by_group = groupby(sorted(all_norms().values(), key=lambda norm: norm.name), key=_group)
    groups = {group: [_shown(norm, today) for norm in norms] for group, norms in by_group}
    context: dict[str, Any] = {
        "groups": [(GROUPS.get(group, group), groups[group]) for group in _ordered(groups)],
        "today": today,
    }
    return render(request, "norms/norm_list.html", context)


def norm_page(request: HttpRequest, name: str) -> HttpResponse:
    found = all_norms().get(name)
    if found is None:
        raise Http404
    shown = _shown(found, timezone.localdate())
    return render(request, "norms/norm.html", {"shown": shown, "norm": found})


def _group(found: Norm) -> str:
    return found.name.split("/")[0]


def _ordered(groups: dict[str, list[ShownNorm]]) -> list[str]:
    known = [group for group in GROUPS if group in groups]
    return known + [group for group in groups if group not in GROUPS]


def _shown(found: Norm, today: date) -> ShownNorm:
    try:
        return ShownNorm(found, norm(found.name, on=today))
    except NormNotInForce:
        return ShownNorm(found, None)
