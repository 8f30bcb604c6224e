"""Public pages: programmes and their terms on any day, the record of changes."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from programs import wording
from programs.changes import changes_of
from programs.codes import Channel, ProgrammeStatus
from programs.forms import OnDayForm
from programs.models import Programme, Revision, TermsRow

REVISIONS_A_PAGE = 10
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
    context = terms_day(request)
    revision = context["revision"]
    ranges = _rate_ranges(revision)
    context["programmes"] = [
        {
            "programme": programme,
            "status": status,
            "status_tag": STATUS_TAGS[status],
            "rates": ranges.get(programme.pk),
        }
        for programme in Programme.objects.all()
        for status in [programme.status_on(context["day"])]
    ]
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


def change_record(request: HttpRequest) -> HttpResponse:
    """What every approved revision changed, from the data, newest first."""
    approved = Revision.objects.approved().select_related("base", "undoes")
    revisions = approved.order_by("-effective_from")
    page = Paginator(revisions, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "records": changes_of(page.object_list)}
    return render(request, "programs/change_record.html", context)


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


def _rate_ranges(revision: Revision | None) -> dict[int, Any]:
    """The lowest and the highest rate of each programme, percent a year."""
    if revision is None:
        return {}
    rows = revision.rows.order_by().values("programme_id")
    found = rows.annotate(low=Min("rate_percent"), high=Max("rate_percent"))
    return {row["programme_id"]: row for row in found}
