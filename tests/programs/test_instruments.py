"""The agency's catalogue as data: complete, consistent, drawable in three languages."""

import dataclasses
import shutil
from pathlib import Path

import pytest
from django.utils import translation

from languages.choices import country_choices
from programs.instruments.agency import agency
from programs.instruments.catalogue import (
    FOLDER,
    AgencyInstrument,
    InstrumentFileError,
    InstrumentKind,
    StepAct,
    agency_instruments,
    read_instruments,
)
from programs.instruments.geography import Region, by_region, tile_map
from programs.instruments.participants import PARTIES_OF, Participant, is_protected, takes_part
from programs.instruments.views import scheme_of
from programs.instruments.wording import ACTS, COUNTRY_GROUPS, KINDS, PARTICIPANTS, REGIONS

BY_CODE = {one.code: one for one in agency_instruments()}
each = pytest.mark.parametrize("instrument", BY_CODE.values(), ids=BY_CODE)


def test_seventeen_and_four() -> None:
    kinds = [one.kind for one in agency_instruments()]
    assert kinds == [InstrumentKind.INSURANCE] * 17 + [InstrumentKind.GUARANTEE] * 4


def test_the_subsidy_goes_with_two() -> None:
    assert {one.code for one in agency_instruments() if one.subsidy_applies} == {
        "financial_leasing_insurance",
        "credit_institution_foreign_counterparty_insurance",
    }


@each
def test_every_party_has_an_arrow(instrument: AgencyInstrument) -> None:
    arrows = instrument.steps + instrument.flows
    busy = {code for step in arrows for code in (step.giver, step.taker, *step.joined_by)}
    assert {party.code for party in instrument.parties} == busy
    assert "eca" in busy


@pytest.mark.parametrize(
    ("code", "arrows"),
    [
        ("loan_insurance", {("exporter", "foreign_buyer")}),
        ("project_finance_insurance", {("exporter", "foreign_buyer")}),
        ("financial_organisation_loss_insurance", {("exporter", "foreign_buyer")}),
        ("credit_institution_foreign_counterparty_insurance", {("exporter", "foreign_buyer")}),
        (
            "trade_finance_and_letter_of_credit_insurance",
            {
                ("eca", "confirming_bank"),
                ("confirming_bank", "issuing_bank"),
                ("issuing_bank", "foreign_buyer"),
            },
        ),
        ("bond_liability_insurance", {("exporter", "exchange"), ("exchange", "exporter")}),
    ],
)
def test_what_the_catalogue_draws_beside_its_steps(code: str, arrows: set[tuple[str, str]]) -> None:
    """The captions of the catalogue's own pictures that no step tells."""
    assert {(flow.giver, flow.taker) for flow in BY_CODE[code].flows} == arrows


@each
def test_steps_are_counted_through(instrument: AgencyInstrument) -> None:
    assert [step.number for step in instrument.steps] == [
        number for number, _step in enumerate(instrument.steps, start=1)
    ]
    assert all(step.act in ACTS for step in instrument.steps)
    assert all(flow.number is None and flow.act is None for flow in instrument.flows)


@each
def test_the_protected_are_those_compensated(instrument: AgencyInstrument) -> None:
    paid = [step.taker for step in instrument.steps if step.act is StepAct.COMPENSATION]
    if instrument.kind is InstrumentKind.INSURANCE:
        assert list(instrument.protects) == paid
    else:
        assert instrument.protects
        assert not paid


@each
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_scheme_can_be_drawn(instrument: AgencyInstrument, language: str) -> None:
    with translation.override(language):
        scheme = scheme_of(instrument)
    assert len(scheme.boxes) == len(instrument.parties)
    assert len(scheme.arrows) == len(instrument.steps) + len(instrument.flows)


@each
def test_geography_is_where_the_projects_are(instrument: AgencyInstrument) -> None:
    places = {code for project in instrument.projects for code in project.countries}
    groups = {code for project in instrument.projects for code in project.country_groups}
    assert set(instrument.geography) == places
    assert set(instrument.geography_groups) == groups
    assert groups <= set(COUNTRY_GROUPS)


def test_countries_are_of_iso_and_on_the_map() -> None:
    listed = {code for one in agency_instruments() for code in one.geography}
    listed |= set(agency().geography)
    known = {code for code, _name in country_choices()}
    drawn = [tile.country for tile in tile_map().tiles]
    assert listed <= set(drawn) <= known
    assert len(drawn) == len(set(drawn))
    assert tile_map().origin in drawn
    assert len(agency().geography) == 41


def test_tiles_do_not_overlap() -> None:
    places = [(tile.x, tile.y) for tile in tile_map().tiles]
    assert len(places) == len(set(places))


def test_countries_stand_under_their_region() -> None:
    assert by_region(["UZ", "DE", "KG"]) == {
        Region.CENTRAL_ASIA: ["UZ", "KG"],
        Region.EUROPE: ["DE"],
    }


def test_everything_has_a_word() -> None:
    assert set(ACTS) == set(StepAct)
    assert set(KINDS) == set(InstrumentKind)
    assert set(PARTICIPANTS) == set(PARTIES_OF) == set(Participant)
    assert set(REGIONS) == set(Region)
    assert set(agency().geography_groups) <= set(COUNTRY_GROUPS)


def test_every_party_but_the_agency_is_somebody() -> None:
    parties = {party.code for one in agency_instruments() for party in one.parties}
    somebody = set().union(*PARTIES_OF.values())
    assert parties - somebody == {"eca", "exchange", "raw_material_suppliers"}
    assert somebody <= parties


@pytest.mark.parametrize(
    ("code", "who", "part", "protected"),
    [
        ("export_credit_insurance", Participant.EXPORTER, True, True),
        ("export_credit_insurance", Participant.LENDER, False, False),
        ("loan_insurance", Participant.EXPORTER, True, False),
        ("loan_insurance", Participant.LENDER, True, True),
        ("financial_leasing_insurance", Participant.LEASING_COMPANY, True, True),
        ("financial_leasing_insurance", Participant.LENDER, True, True),
        ("tender_guarantee", Participant.FOREIGN_BUYER, True, True),
        ("bond_liability_insurance", Participant.INVESTOR, True, True),
    ],
)
def test_who_takes_part_and_who_is_protected(
    code: str, who: Participant, part: bool, protected: bool
) -> None:
    assert takes_part(BY_CODE[code], who) is part
    assert is_protected(BY_CODE[code], who) is protected


def test_a_catalogue_is_read_once() -> None:
    assert agency_instruments() is agency_instruments()
    assert agency() is agency()
    with pytest.raises(dataclasses.FrozenInstanceError):
        agency().brand = "another"


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        ("  to: eca", "  to: nobody", "no party"),
        ("  act: compensation", "  act: present", "present"),
        ("- exporter\nsteps:", "- stranger\nsteps:", "no party"),
        ("kind: insurance", "kind: gift", "gift"),
    ],
)
def test_a_wrong_file_is_refused_by_name(
    tmp_path: Path, written: str, instead: str, reason: str
) -> None:
    name = "export_credit_insurance.yaml"
    shutil.copy(FOLDER / name, tmp_path / name)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert written in text
    (tmp_path / name).write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(InstrumentFileError, match=f"{name}.*{reason}"):
        read_instruments(tmp_path)


def test_contingent_steps_come_after_the_rest() -> None:
    for one in agency_instruments():
        flags = [step.contingent for step in one.steps]
        assert flags == sorted(flags), one.code
