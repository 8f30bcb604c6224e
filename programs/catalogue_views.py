"""Public pages: programmes and their terms on any day."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from programs import wording
from programs.codes import Channel, ProgrammeStatus
from programs.finding.forms import TermsFilterForm
from programs.finding.judgement import Wish, not_excluded
from programs.forms import OnDayForm
from programs.models import Programme, Revision, TermsRow
from programs.revision_rows import rows_of

STATUS_TAGS = {
    ProgrammeStatus.ACTIVE: "held",
    ProgrammeStatus.ENDED: "blocked",
    ProgrammeStatus.REPEALED: "blocked",
}


class ShownRow(NamedTuple):
    """A row in words; an empty text where the terms state nothing."""

    row: TermsRow
    title: str
    rate: wording.Text
    limits: list[wording.Fact]
    term: wording.Text
    end_borrower_term: wording.Text
    grace: wording.Text
    amount: wording.Text
    security: list[wording.Fact]


class ChannelTerms(NamedTuple):
    code: str
    label: str
    rows: list[ShownRow]


def programme_list(request: HttpRequest) -> HttpResponse:
    """Every programme, or with a filter those with at least one row that it leaves."""
    form = TermsFilterForm(request.GET or None)
    context = terms_day(request)
    wish = form.wish() if form.is_valid() else Wish()
    narrowed = wish != Wish()
    rows = _rows_left(context["revision"], wish, context["day"])
    context.update(
        form=form,
        narrowed=narrowed,
        filter_query=_filter_query(form) if narrowed else "",
        programmes=[
            item
            for programme in Programme.objects.all()
            if (item := _listed(programme, rows, context["day"]))["rows"] or not narrowed
        ],
    )
    return render(request, "programs/programme_list.html", context)


def programme_detail(request: HttpRequest, paragraph: str) -> HttpResponse:
    programme = get_object_or_404(Programme, paragraph=paragraph)
    context = terms_day(request)
    revision = context["revision"]
    rows = revision.rows.filter(programme=programme) if revision else []
    status = programme.status_on(context["day"])
    context.update(
        programme=programme,
        status=status,
        status_tag=STATUS_TAGS[status],
        channels=by_channel(rows),
        list_url=_list_url(context),
    )
    return render(request, "programs/programme_detail.html", context)


def terms_day(request: HttpRequest) -> dict[str, Any]:
    """The day asked about (today when none was), and the revision that governs it."""
    form = OnDayForm(request.GET if request.GET.get("on") else None)
    today = timezone.localdate()
    day = form.cleaned_data["on"] or today if form.is_valid() else today
    approved = Revision.objects.approved()
    return {
        "form": form,
        "day": day,
        "on": f"{day:%d.%m.%Y}",
        "asked": day != today,
        "revision": Revision.objects.in_force(day),
        "upcoming": approved.filter(effective_from__gt=day).order_by("effective_from").first(),
        "first_day": first_day(),
    }


def _list_url(context: dict[str, Any]) -> str:
    """Back to the list, on the same day."""
    url = reverse("programs:programme_list")
    return f"{url}?on={context['on']}" if context["asked"] else url


def first_day() -> date | None:
    return Revision.objects.approved().aggregate(day=Min("effective_from"))["day"]


def by_channel(rows: Iterable[TermsRow]) -> list[ChannelTerms]:
    """Rows under their channel, channels in the order of the terms' own columns."""
    order = list(Channel.values)
    ordered = sorted(rows, key=lambda row: (order.index(row.channel), row.ordinal))
    return [
        ChannelTerms(
            code=code,
            label=str(Channel(code).label),
            rows=[_shown(row) for row in members],
        )
        for code, members in groupby(ordered, key=lambda row: row.channel)
    ]


def _shown(row: TermsRow) -> ShownRow:
    return ShownRow(
        row=row,
        title=wording.row_title(row),
        rate=wording.rate_text(row),
        limits=wording.limit_facts(row),
        term=wording.term_text(row),
        end_borrower_term=wording.end_borrower_term_text(row),
        grace=wording.grace_text(row),
        amount=wording.amount_text(row),
        security=wording.security_facts(row),
    )


def _rows_left(revision: Revision | None, wish: Wish, day: date) -> list[TermsRow]:
    """The revision's rows that nothing asked for excludes."""
    if revision is None or revision.effective_from is None:
        return []
    return not_excluded(rows_of(revision), wish, on=day, effective_from=revision.effective_from)


def _listed(programme: Programme, rows: list[TermsRow], day: date) -> dict[str, Any]:
    """A programme with its lowest and highest rate among ``rows``, percent a year."""
    own = [row for row in rows if row.programme_id == programme.pk]
    rates = [row.rate_percent for row in own if row.rate_percent is not None]
    status = programme.status_on(day)
    return {
        "programme": programme,
        "status": status,
        "status_tag": STATUS_TAGS[status],
        "rows": len(own),
        "low": min(rates, default=None),
        "high": max(rates, default=None),
    }


def _filter_query(form: TermsFilterForm) -> str:
    """What was filtered by, for the finder's address."""
    given = {name: form.data[name] for name in form.fields if form.data.get(name)}
    return urlencode(given)
