"""Public pages that find: which programmes fit me, programmes side by side."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from programs import eligibility, wording
from programs.catalogue_views import first_day
from programs.codes import Channel
from programs.eligibility import Answer, Verdict
from programs.finding.comparison import MOST, side_by_side
from programs.finding.forms import FinderForm, TermsFilterForm
from programs.finding.judgement import Finding, Match, Wish, find, of_answer
from programs.finding.wording import VERDICT_TAGS, sentence, verdict_label
from programs.models import Programme, Revision
from programs.terms_in_force import TermsInForce, terms_in_force


class ShownFinding(NamedTuple):
    verdict: str
    tag: str
    label: str
    text: wording.Text
    paragraph: str
    effective_from: date | None


class ShownMatch(NamedTuple):
    match: Match
    title: str
    channel: str
    rate: wording.Text
    decisive: list[ShownFinding]
    others: list[ShownFinding]


class ShownGroup(NamedTuple):
    """Rows with one verdict, and whether they stand open."""

    verdict: str
    tag: str
    title: str
    matches: list[ShownMatch]


class ShownConditions(NamedTuple):
    title: str
    verdict: str
    tag: str
    label: str
    findings: list[ShownFinding]


def finder(request: HttpRequest) -> HttpResponse:
    form = FinderForm(request.GET or None)
    day = timezone.localdate()
    context: dict[str, Any] = {"form": form, "asked": False}
    if form.is_valid():
        day = form.cleaned_data["on"] or day
        terms, wish = terms_in_force(day), form.wish()
        context.update(
            asked=True,
            revision=terms.revision,
            groups=groups(_matches(terms, wish, day)),
            conditions=conditions_beside(wish, day),
        )
    context.update(day=day, first_day=first_day())
    return render(request, "programs/finder.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """``?programme=45&programme=46&channel=direct``: at most MOST programmes."""
    form = TermsFilterForm(request.GET or None)
    data = form.cleaned_data if form.is_valid() else {}
    day = data.get("on") or timezone.localdate()
    known = list(Programme.objects.all())
    asked = request.GET.getlist("programme")
    chosen = [programme for programme in known if programme.paragraph in asked]
    revision = Revision.objects.in_force(day)
    rows = list(revision.rows.filter(programme__in=chosen[:MOST])) if revision and chosen else []
    channel = data.get("channel", "")
    context = {
        "form": form,
        "day": day,
        "revision": revision,
        "programmes": known,
        "chosen": chosen[:MOST],
        "paragraphs": [programme.paragraph for programme in chosen[:MOST]],
        "left_out": chosen[MOST:],
        "most": MOST,
        "channels": side_by_side(chosen[:MOST], rows, channel),
        "channel_choices": Channel.choices,
        "channel": channel,
    }
    return render(request, "programs/compare.html", context)


def groups(matches: Iterable[Match]) -> list[ShownGroup]:
    """By verdict, those that fit first; a group without rows is left out."""
    titles = {
        Verdict.YES: _("Fit"),
        Verdict.NOT_KNOWN: _("May fit: something is not known"),
        Verdict.NO: _("Do not fit"),
    }
    by_verdict: dict[Verdict, list[ShownMatch]] = {verdict: [] for verdict in titles}
    for match in matches:
        by_verdict[match.verdict].append(_shown(match))
    return [
        ShownGroup(verdict.value, VERDICT_TAGS[verdict], titles[verdict], found)
        for verdict, found in by_verdict.items()
        if found
    ]


def conditions_beside(wish: Wish, day: date) -> list[ShownConditions]:
    """Conditions of the channel that no single row carries."""
    found = []
    if wish.channel == Channel.CREDIT_PARTNERSHIP:
        line = eligibility.credit_line_within_limit(wish.term_months, on=day)
        found.append(_conditions(_("A credit partnership's line"), (line,)))
    if wish.new_partnership is not None:
        answers = eligibility.new_credit_partnership_may_be_financed(wish.new_partnership, on=day)
        found.append(_conditions(_("Financing a new credit partnership"), answers))
    if wish.mfo is not None:
        unsecured = eligibility.mfo_may_borrow_without_collateral(wish.mfo, on=day)
        found.append(_conditions(_("Lending to an MFO without collateral"), unsecured))
    return found


def _matches(terms: TermsInForce, wish: Wish, day: date) -> list[Match]:
    if terms.revision is None or terms.revision.effective_from is None:
        return []
    return find(terms.rows, wish, on=day, effective_from=terms.revision.effective_from)


def _conditions(title: str, answers: tuple[Answer, ...]) -> ShownConditions:
    verdict = eligibility.overall(answers)
    findings = [_finding(of_answer(answer)) for answer in answers]
    return ShownConditions(
        title, verdict.value, VERDICT_TAGS[verdict], verdict_label(verdict), findings
    )


def _shown(match: Match) -> ShownMatch:
    """What decides a row stands first; the rest is one click away."""
    row = match.row
    decisive = [f for f in match.findings if f.verdict is match.verdict]
    others = [f for f in match.findings if f.verdict is not match.verdict]
    return ShownMatch(
        match=match,
        title=wording.row_title(row),
        channel=str(row.get_channel_display()),
        rate=wording.rate_text(row),
        decisive=[_finding(finding) for finding in decisive],
        others=[_finding(finding) for finding in others],
    )


def _finding(finding: Finding) -> ShownFinding:
    return ShownFinding(
        verdict=finding.verdict.value,
        tag=VERDICT_TAGS[finding.verdict],
        label=verdict_label(finding.verdict),
        text=sentence(finding),
        paragraph=finding.paragraph,
        effective_from=finding.effective_from,
    )
