"""The 45 items of rows 80-3, 83-1, 84-1, 88-1, against a second transcription."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from norms.parameters import norm
from norms.schema import NormFileError
from norms.territories import FILE, offshore_list, plain_name, read_offshore_list

SECOND = Path(__file__).parent / "data" / "offshore_second_transcription.yaml"
SECOND_ITEMS = yaml.safe_load(SECOND.read_text(encoding="utf-8"))
LISTED = {listed.item: listed for listed in offshore_list()}

item_by_item = pytest.mark.parametrize(
    "second", SECOND_ITEMS, ids=[str(item["item"]) for item in SECOND_ITEMS]
)


def test_both_transcriptions_have_the_45_items_of_the_norm():
    items = norm("bank/offshore_list_items", on=date(2008, 4, 1)).value
    assert len(LISTED) == len(SECOND_ITEMS) == items == 45


@item_by_item
def test_the_transcriptions_agree_on_each_state(second):
    listed = LISTED[second["item"]]
    assert listed.iso == second["iso"]
    assert listed.state["kk"] == second["state_name"]
    assert listed.is_partial is second["partial"]


@item_by_item
def test_the_transcriptions_agree_on_each_territory(second):
    """The second one gives the four Channel Islands a line each: the act has one entry."""
    listed = LISTED[second["item"]]
    reached = set()
    for territory in second["territories"]:
        found = listed.territory_called(territory["english"])
        assert found is listed.territory_called(territory["source_name"])
        assert {territory["iso"], *territory.get("successor_iso", [])} - {None} <= {*found.codes}
        reached.add(found.codes)
    assert reached == {part.codes for part in listed.only}


def test_nine_items_are_partial():
    partial = {item for item, listed in LISTED.items() if listed.is_partial}
    assert partial == {14, 16, 19, 23, 30, 32, 33, 41, 42}
    assert [len(LISTED[item].only) for item in sorted(partial)] == [1, 2, 1, 1, 2, 2, 1, 9, 3]


def test_dominica_and_samoa_are_not_their_namesakes():
    assert LISTED[12].iso == "DM"
    assert LISTED[36].iso == "WS"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Cayman Islands", "cayman  islands"),
        ("Curaçao", "CURACAO"),
        ("Turks & Caicos", "turks caicos"),
        ("Virgin Islands (U.S.)", "virgin islands, u.s."),
    ],
)
def test_names_compare_without_case_accents_or_punctuation(one, other):
    assert plain_name(one) == plain_name(other)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('item: "7"', 'item: "8"', "numbered"),
        ('iso: "AG"', 'iso: "AD"', "codes stand twice: AD"),
        ('      ru: "Государство Барбадос"\n', "", "lacks a language"),
    ],
)
def test_a_faulty_list_is_refused(tmp_path, old, new, reason):
    faulty = tmp_path / "list.yaml"
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    faulty.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NormFileError, match=reason):
        read_offshore_list(faulty)
