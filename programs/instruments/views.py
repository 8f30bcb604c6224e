"""Public pages: the export credit agency's instruments, each with its scheme."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from languages.choices import country_name
from languages.sorting import collation_key
from languages.text import current_language, in_language
from norms.schema import Text
from programs.instruments.agency import agency
from programs.instruments.catalogue import (
    AgencyInstrument,
    InstrumentKind,
    Project,
    Step,
    agency_instruments,
)
from programs.instruments.forms import InstrumentFilterForm
from programs.instruments.geography import TileMap, by_region, tile_map
from programs.instruments.participants import Participant, is_protected, takes_part
from programs.instruments.scheme_drawing import Scheme, SchemeParty, SchemeStep, draw_scheme
from programs.instruments.wording import ACTS, COUNTRY_GROUPS, KINDS, REGIONS

BESIDE_PARTIES_MAX = 3


class ShownInstrument(NamedTuple):
    """``protected`` and ``protects_you``: whose loss is made good."""

    instrument: AgencyInstrument
    protected: list[Text]
    protects_you: bool


class ShownGroup(NamedTuple):
    code: str
    label: str | Promise
    members: list[ShownInstrument]


class ShownStep(NamedTuple):
    """``together``: everybody who acts, where it is more than giver and taker."""

    step: Step
    giver: Text
    taker: Text
    together: list[Text]


class ShownProject(NamedTuple):
    project: Project
    places: list[str]


class Geography(NamedTuple):
    """``named`` are the countries by region; ``unnamed`` the groups without a country."""

    map: TileMap
    countries: frozenset[str]
    names: dict[str, str]
    named: list[tuple[str | Promise, list[str]]]
    unnamed: list[str | Promise]


def instrument_list(request: HttpRequest) -> HttpResponse:
    form = InstrumentFilterForm(request.GET if request.GET else None)
    asked = form.cleaned_data if form.is_valid() else {}
    who = Participant(asked["who"]) if asked.get("who") else None
    groups = _groups(who, asked.get("kind") or "")
    common = agency()
    context = {
        "form": form,
        "filtered": any(asked.values()),
        "who": who,
        "groups": groups,
        "count": sum(len(group.members) for group in groups),
        "agency": common,
        "geography": _geography(common.geography, common.geography_groups),
    }
    return render(request, "programs/instruments/list.html", context)


def instrument_detail(request: HttpRequest, code: str) -> HttpResponse:
    instrument = next((one for one in agency_instruments() if one.code == code), None)
    if instrument is None:
        raise Http404
    names = {party.code: party.name for party in instrument.parties}
    context = {
        "instrument": instrument,
        "kind": KINDS[instrument.kind],
        "is_guarantee": instrument.kind is InstrumentKind.GUARANTEE,
        "protected": [names[code] for code in instrument.protects],
        "scheme": scheme_of(instrument),
        "beside": len(instrument.parties) <= BESIDE_PARTIES_MAX,
        "steps": [_shown_step(step, names) for step in instrument.steps],
        "flows": [_shown_step(step, names) for step in instrument.flows],
        "order_inferred": any(step.order_inferred for step in instrument.steps),
        "any_contingent": any(step.contingent for step in instrument.steps),
        "any_together": any(step.joined_by for step in instrument.steps),
        "projects": [_shown_project(project) for project in instrument.projects],
        "geography": _geography(instrument.geography, instrument.geography_groups),
        "agency": agency(),
    }
    return render(request, "programs/instruments/detail.html", context)


def scheme_of(instrument: AgencyInstrument) -> Scheme:
    """The picture in the page's language; flows follow the steps, without numbers."""
    parties = (SchemeParty(one.code, in_language(one.name).text) for one in instrument.parties)
    steps = (
        SchemeStep(
            number=step.number,
            giver=step.giver,
            taker=step.taker,
            label=str(ACTS[step.act]) if step.act else in_language(step.text).text,
            joined_by=step.joined_by,
            contingent=step.contingent,
        )
        for step in instrument.steps + instrument.flows
    )
    return draw_scheme(tuple(parties), tuple(steps))


def _groups(who: Participant | None, kind: str) -> list[ShownGroup]:
    return [
        ShownGroup(one.value, KINDS[one], members)
        for one in InstrumentKind
        if kind in ("", one) and (members := _members(one, who))
    ]


def _members(kind: InstrumentKind, who: Participant | None) -> list[ShownInstrument]:
    """In the catalogue's order; for somebody, what protects them first."""
    members = [
        _shown(one, who)
        for one in agency_instruments()
        if one.kind is kind and (who is None or takes_part(one, who))
    ]
    return sorted(members, key=lambda member: not member.protects_you)


def _shown(instrument: AgencyInstrument, who: Participant | None) -> ShownInstrument:
    names = {party.code: party.name for party in instrument.parties}
    protected = [names[code] for code in instrument.protects]
    return ShownInstrument(instrument, protected, who is not None and is_protected(instrument, who))


def _shown_step(step: Step, names: dict[str, Text]) -> ShownStep:
    acting = (step.giver, step.taker, *step.joined_by) if step.joined_by else ()
    together = [names[code] for code in acting]
    return ShownStep(step, names[step.giver], names[step.taker], together)


def _shown_project(project: Project) -> ShownProject:
    groups = [str(COUNTRY_GROUPS[code]) for code in project.country_groups]
    return ShownProject(project, _sorted_names(project.countries) + groups)


def _geography(countries: Iterable[str], groups: Iterable[str]) -> Geography:
    wanted = frozenset(countries)
    drawn = tile_map()
    return Geography(
        map=drawn,
        countries=wanted,
        names={tile.country: country_name(tile.country) for tile in drawn.tiles},
        named=[
            (REGIONS[region], _sorted_names(codes)) for region, codes in by_region(wanted).items()
        ],
        unnamed=[COUNTRY_GROUPS[code] for code in groups],
    )


def _sorted_names(countries: Iterable[str]) -> list[str]:
    language = current_language()
    names = (country_name(code) for code in countries)
    return sorted(names, key=lambda name: collation_key(name, language))
