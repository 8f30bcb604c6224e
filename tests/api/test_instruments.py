"""The agency's catalogue: 17 insurance instruments, 4 guarantees, two with the subsidy note."""

from pathlib import Path
from typing import Any

import pytest

from norms.schema import LANGUAGES
from programs.instruments.catalogue import FOLDER, InstrumentFileError, read_instruments
from tests.api.conftest import Ask, codes

pytestmark = pytest.mark.django_db


def results(get: Ask, **query: str) -> list[dict[str, Any]]:
    answer = get("instruments", **query)
    assert answer.status_code == 200
    body = answer.json()
    assert body["count"] == len(body["results"])
    return body["results"]


def test_seventeen_of_insurance_and_four_guarantees(get: Ask) -> None:
    kinds = [one["kind"] for one in results(get)]
    assert kinds == ["insurance"] * 17 + ["guarantee"] * 4


def test_two_carry_the_subsidy_note(get: Ask) -> None:
    assert {one["code"] for one in results(get) if one["subsidy_applies"]} == {
        "financial_leasing_insurance",
        "credit_institution_foreign_counterparty_insurance",
    }


def test_payout_is_up_to_all_of_the_export_credit(get: Ask) -> None:
    first = results(get)[0]
    assert first["code"] == "export_credit_insurance"
    assert first["limits"]["payout_percent_max"] == "100"
    assert len(first["risks"]["political"]) == 4
    assert "RU" in first["geography"]


def test_steps_are_numbered_and_join_parties(get: Ask) -> None:
    for one in results(get):
        parties = {party["code"] for party in one["parties"]}
        assert [step["number"] for step in one["steps"]] == list(range(1, len(one["steps"]) + 1))
        for step in [*one["steps"], *one["flows"]]:
            assert {step["from"], step["to"]} <= parties


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_come_in_the_language_asked_for(get: Ask, language: str) -> None:
    names = {one["code"]: one["name"] for one in results(get, language=language)}
    assert names == {one.code: one.name[language] for one in read_instruments(FOLDER)}


def test_instruments_take_no_parameter(get: Ask) -> None:
    assert codes(get("instruments", kind="guarantee")) == {"kind": "unknown_member"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from: exporter", "from: stranger"),
        ("  en: Tender guarantee\n", ""),
        ("kind: guarantee", "kind: promise"),
        ("code: tender_guarantee", "code: other_guarantee"),
    ],
)
def test_a_faulty_file_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (FOLDER / "tender_guarantee.yaml").read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "tender_guarantee.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstrumentFileError, match="tender_guarantee"):
        read_instruments(tmp_path)
