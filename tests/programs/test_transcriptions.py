"""Two independent transcriptions of the source, their differences settled one by one,
and the catalogue's data as the outcome."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from norms.strict_yaml import read_strict
from programs.catalogue import FOLDER

HERE = Path(__file__).resolve().parent / "data"
PROGRAMMES = ["44", "45", "46", "47", "48", "49", "50"] + [f"50-{n}" for n in range(1, 7)]
KEY = ("channel", "source", "purpose", "instrument", "herd", "rating_step")
FIELDS = (
    "paragraph",
    "rate_kind",
    "rate_percent",
    "effective_rate_from_percent",
    "margin_cap_percent",
    "end_borrower_cap_percent",
    "end_borrower_cap_vulnerable_percent",
    "subsidised_rate_percent",
    "term_months_max",
    "end_borrower_term_months_max",
    "term_rule",
    "grace_months_max",
    "grace_share_of_term",
    "grace_applies_to",
    "currency",
    "amount_min",
    "amount_max",
    "amount_max_rule",
)
SETTLED = read_strict(HERE / "settled_differences.yaml")
Rows = dict[str, dict[str, Any]]


def rows_of(path: Path) -> Rows:
    content = read_strict(path)
    rows: Rows = {}
    for row in content["rows"]:
        key = "/".join([content["programme"], *(_code(row.get(name)) for name in KEY)])
        assert key not in rows, f"{path.name} has {key} twice"
        rows[key] = {name: _figure(name, row.get(name)) for name in FIELDS}
    return rows


def _code(value: Any) -> str:
    return value["code"] if isinstance(value, dict) else value or ""


def _figure(name: str, value: Any) -> Any:
    if name == "term_rule":
        return SAME_RULE.get(_code(value), _code(value)) or None
    if name == "amount_max_rule" and value:
        return value["code"], Decimal(value["value"]), value["unit"]
    if name.endswith("percent") or name in ("amount_min", "amount_max"):
        return None if value is None else Decimal(value)
    return value


SAME_RULE = {other: name for name, other in SETTLED["term_rule_codes"].items()}
CELLS = {(cell["key"], cell["field"]): cell for cell in SETTLED["cells"]}
LONE_ROWS = {
    key: (entry["only_in"], entry["settled"]) for entry in SETTLED["rows"] for key in entry["keys"]
}


def transcription(which: str, programme: str) -> Rows:
    return rows_of(HERE / f"transcription_{which}" / f"programme_{programme}.yaml")


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_difference_is_settled(programme: str) -> None:
    first, second = transcription("a", programme), transcription("b", programme)
    for key in first.keys() ^ second.keys():
        assert LONE_ROWS[key][0] == ("a" if key in first else "b"), key
    for key in first.keys() & second.keys():
        for name in FIELDS:
            pair = first[key][name], second[key][name]
            if pair[0] != pair[1]:
                cell = CELLS[key, name]
                assert pair == (_figure(name, cell["a"]), _figure(name, cell["b"])), key


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_data_are_what_was_settled(programme: str) -> None:
    first, second = transcription("a", programme), transcription("b", programme)
    expected = {
        key: row
        for key, row in {**second, **first}.items()
        if LONE_ROWS.get(key, ("", "kept"))[1] == "kept"
    }
    for (key, name), cell in CELLS.items():
        if key in expected:
            expected[key][name] = _figure(name, cell["settled"])
    assert rows_of(FOLDER / "lending_terms" / f"programme_{programme}.yaml") == expected


def test_no_settled_difference_is_left_over() -> None:
    both = {
        which: {k: v for p in PROGRAMMES for k, v in transcription(which, p).items()}
        for which in "ab"
    }
    assert LONE_ROWS.keys() == both["a"].keys() ^ both["b"].keys()
    for key, name in CELLS:
        assert both["a"][key][name] != both["b"][key][name]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_text_is_there_in_three_languages(programme: str) -> None:
    content = read_strict(FOLDER / "lending_terms" / f"programme_{programme}.yaml")
    texts = [content["name"], content.get("purpose_text"), content.get("borrowers")]
    for row in content["rows"]:
        texts += [row.get(name) for name in ("rate_note", "cofinancing", "collateral")]
        texts += [row.get(name) for name in ("term_rule", "amount_max_rule")]
        texts += row.get("conditions", [])
    for text in filter(None, texts):
        assert all(text.get(language, "").strip() for language in ("kk", "ru", "en")), text
