"""Offshore exposures: rows 80-3, 83-1, 84-1, 88-1 of annex 1 to № 358 (№ 242)."""

from datetime import date
from decimal import Decimal

import pytest

from norms.parameters import NormNotInForce
from norms.territories import offshore_list
from prudential.offshore import ExposureKind, Reason, UnknownCountry, classify_exposure
from prudential.offshore import weighted_amount as weighted

FIRST_DAY = date(2008, 4, 1)
LAST_DAY = date(2016, 8, 5)
LOAN, DEPOSIT = ExposureKind.LOAN, ExposureKind.DEPOSIT
KINDS = [("loan", "80-3"), ("deposit", "83-1"), ("receivable", "84-1"), ("security", "88-1")]


def classify(country, territory=None, citizenship=None, kind=LOAN):
    return classify_exposure(
        kind, country, on=FIRST_DAY, territory=territory, citizenship=citizenship
    )


@pytest.mark.parametrize(("kind", "row"), KINDS)
def test_each_kind_has_its_row_and_the_same_45_items(kind, row):
    for listed in offshore_list():
        territory = listed.only[0].name["en"] if listed.is_partial else None
        found = classify(listed.iso, territory, kind=ExposureKind(kind))
        assert (found.is_listed, found.row, found.item) == (True, row, listed)


@pytest.mark.parametrize(("on", "in_force"), [
    ("2008-03-31", False), ("2008-04-01", True), ("2016-08-05", True), ("2016-08-06", False),
])  # fmt: skip
def test_the_rows_live_from_april_2008_until_the_repeal(on, in_force):
    day = date.fromisoformat(on)
    if in_force:
        assert classify_exposure(LOAN, "CY", on=day).is_listed
        assert weighted(Decimal(200), on=day) == 300
    else:
        with pytest.raises(NormNotInForce):
            classify_exposure(LOAN, "CY", on=day)


@pytest.mark.parametrize(
    ("country", "territory", "item"),
    [
        ("CY", None, 15), ("cy", None, 15), ("MT", "Gozo", 25), ("DM", None, 12), ("WS", None, 36),
        ("ES", "Canary Islands", 14), ("ES", "ES-CN", 14),
        ("CN", "Hong Kong", 16), ("CN", "HK", 16), ("HK", None, 16), ("MO", None, 16),
        ("CN", "Macau", 16), ("CN", "Сянган (Гонконг)", 16),
        ("MY", "Labuan", 19), ("MY", "MY-15", 19), ("PT", "Madeira", 23),
        ("NL", "Aruba", 30), ("AW", None, 30), ("CW", None, 30), ("NL", "Curaçao", 30),
        ("NZ", "Cook Islands", 32), ("CK", None, 32), ("NU", None, 32),
        ("AE", "Dubai", 33), ("AE", "the city of Dubai", 33), ("AE", "AE-DU", 33),
        ("GB", "Jersey", 41), ("JE", None, 41), ("GG", "Sark", 41), ("GB", "Alderney", 41),
        ("GI", None, 41), ("IM", None, 41), ("KY", None, 41), ("VG", None, 41), ("BM", None, 41),
        ("US", "Puerto Rico", 42), ("PR", None, 42), ("GU", None, 42), ("VI", None, 42),
        ("US", "US-VI", 42),
    ],
)  # fmt: skip
def test_registered_in_a_listed_state_or_territory(country, territory, item):
    found = classify(country, territory, kind=DEPOSIT)
    assert found.is_listed
    assert found.item.item == item
    assert (found.territory is not None) is (found.reason is Reason.REGISTERED_IN_TERRITORY)


@pytest.mark.parametrize(
    ("country", "territory", "reason"),
    [
        ("DE", None, Reason.STATE_NOT_LISTED),
        ("DO", None, Reason.STATE_NOT_LISTED),  # not Dominica
        ("AS", None, Reason.STATE_NOT_LISTED),  # not Samoa
        ("FR", "Hong Kong", Reason.STATE_NOT_LISTED),
        ("GB", None, Reason.TERRITORY_NOT_GIVEN),
        ("CN", " ", Reason.TERRITORY_NOT_GIVEN),
        ("CN", "Beijing", Reason.TERRITORY_NOT_LISTED),
        ("AE", "Abu Dhabi", Reason.TERRITORY_NOT_LISTED),
        ("US", "Delaware", Reason.TERRITORY_NOT_LISTED),
        ("US", "British Virgin Islands", Reason.TERRITORY_NOT_LISTED),
        ("KZ", None, Reason.RESIDENT_OF_KAZAKHSTAN),
    ],
)
def test_not_listed_and_why(country, territory, reason):
    found = classify(country, territory)
    assert (found.is_listed, found.row, found.item) == (False, None, None)
    assert found.reason is reason


@pytest.mark.parametrize(("kind", "row"), KINDS)
def test_row_80_3_alone_catches_citizens(kind, row):
    found = classify("DE", citizenship="PA", kind=ExposureKind(kind))
    if row == "80-3":
        assert (found.is_listed, found.row, found.item.item) == (True, "80-3", 35)
        assert found.reason is Reason.CITIZEN_OF_STATE
    else:
        assert not found.is_listed
        assert found.reason is Reason.CITIZENSHIP_COUNTS_FOR_LOANS_ONLY


@pytest.mark.parametrize(
    ("country", "citizenship", "reason"),
    [
        ("DE", "HK", Reason.CITIZEN_OF_TERRITORY),
        ("DE", "GB", Reason.STATE_NOT_LISTED),  # listed for nine territories alone
        ("DE", "FR", Reason.STATE_NOT_LISTED),
        ("CY", "PA", Reason.REGISTERED_IN_STATE),  # registration comes first
        ("KZ", "PA", Reason.RESIDENT_OF_KAZAKHSTAN),  # the rows speak of non-residents
    ],
)
def test_citizenship_beside_registration(country, citizenship, reason):
    assert classify(country, citizenship=citizenship).reason is reason


@pytest.mark.parametrize("given", ["", "C", "CYP", "C1", "КЗ"])
def test_a_country_is_a_two_letter_code(given):
    with pytest.raises(UnknownCountry):
        classify(given)
    if given:
        with pytest.raises(UnknownCountry):
            classify("DE", citizenship=given)


def test_the_weight_is_not_verified_and_the_list_is():
    found = classify("CY")
    assert found.norm.verified
    assert found.norm.citation["en"].startswith("№ 358 of 30.09.2005, as amended by № 242")
