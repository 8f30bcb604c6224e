"""The loader refuses what is incomplete or ambiguous, naming the file and the reason."""

from pathlib import Path

import pytest

from norms.loader import load_norms
from norms.schema import NormFileError

ACTS = """
order-1:
  number: "1"
  date: "2020-01-01"
  title_language: kk
  title: {kk: "a", ru: "b", en: "c"}
  issuer: {kk: "a", ru: "b", en: "c"}
"""

GOOD = """\
title: {kk: "a", ru: "b", en: "c"}
unit: percent
formula_use: [some.rule]
values:
  - from: "2020-01-01"
    value: "20"
    act: order-1
    source: S
    verified: true
  - from: "2021-01-01"
    value: "10"
    act: order-1
    source: P
    verified: false
"""

SECOND = 'from: "2021-01-01"\n    value: "10"'


@pytest.fixture
def write(tmp_path):
    (tmp_path / "parameters" / "area").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "list.yaml").write_text("items: []", encoding="utf-8")
    (tmp_path / "acts.yaml").write_text(ACTS, encoding="utf-8")

    def write(text: str) -> Path:
        (tmp_path / "parameters" / "area" / "rule.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_path_is_the_name(write):
    assert list(load_norms(write(GOOD))) == ["area/rule"]


REFUSED = [
    ("missing source", "    source: S\n", "", "lacks source"),
    ("unknown source", "source: S", "source: X", "source must be S, P or A"),
    ("missing act", "    act: order-1\n    source: S", "    source: S", "lacks act"),
    ("unknown act", "act: order-1\n    source: S", "act: x\n    source: S", "unknown act x"),
    ("unknown unit", "unit: percent", "unit: apples", "unknown unit apples"),
    ("key twice", "unit: percent", "unit: percent\nunit: ratio", "the key unit stands twice"),
    ("unquoted whole number", 'value: "20"', "value: 20", "line 6: 20 must be quoted"),
    ("unquoted fraction", 'value: "20"', "value: 0.2", "0.2 must be quoted"),
    ("unquoted date", 'from: "2020-01-01"', "from: 2020-01-01", "must be quoted"),
    ("yes for true", "verified: true", "verified: yes", "yes must be quoted"),
    ("not a number", 'value: "20"', 'value: "twenty"', "not a number"),
    ("not finite", 'value: "20"', 'value: "NaN"', "not a number"),
    ("not a date", 'from: "2020-01-01"', 'from: "1.1.2020"', "must be a quoted date"),
    ("same day twice", SECOND, SECOND.replace("2021", "2020"), "two values from 2020-01-01"),
    ("not sorted", SECOND, SECOND.replace("2021", "2019"), "not sorted"),
    ("a language missing", ', en: "c"}\nunit', "}\nunit", "in kk, ru and en"),
    ("a language empty", 'en: "c"}\nunit', 'en: " "}\nunit', "empty language"),
    ("unknown key", "unit: percent", "unit: percent\nunti: x", "unknown key unti"),
    ("no value", '    value: "20"\n', "", "exactly one of value, brackets, ends"),
    ("value and end", 'value: "20"', 'value: "20"\n    ends: true', "exactly one of"),
    ("an end without reason", 'value: "10"', "ends: true", "with its reason"),
    ("assumption verified", "source: S", "source: A", "an assumption cannot be verified"),
    ("no rule reads it", "formula_use: [some.rule]", "formula_use: []", "at least one rule"),
    ("unknown table", "unit: percent", "unit: percent\ntable: none.yaml", "unknown table"),
    ("table outside", "unit: percent", "unit: percent\ntable: ../acts.yaml", "unknown table"),
    ("not YAML", "unit: percent", "unit: [", "expected"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_faulty_file_is_refused_with_its_reason(write, old, new, reason):
    assert old in GOOD
    with pytest.raises(NormFileError) as caught:
        load_norms(write(GOOD.replace(old, new, 1)))
    assert reason in caught.value.reason
    assert caught.value.path.endswith("area/rule.yaml")


BRACKETS = """\
    brackets:
      - {up_to_and_including: "5", value: "1"}
      - {up_to_and_including: "9", value: "2"}
      - {up_to_and_including: null, value: "3"}
"""
WITH_BRACKETS = GOOD.replace('    value: "20"\n', BRACKETS).replace(
    "unit: percent", "unit: percent\nbracket_unit: tenge"
)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"9"', '"5"', "not sorted"),
        ("null", '"12"', "the last bracket"),
        ('"5"', "null", "the last bracket"),
        ("\nbracket_unit: tenge", "", "unknown unit None"),
        ('"5"', "5", "must be quoted"),
    ],
)
def test_faulty_brackets_are_refused(write, old, new, reason):
    assert len(load_norms(write(WITH_BRACKETS))["area/rule"].entries[0].brackets) == 3
    with pytest.raises(NormFileError, match=reason):
        load_norms(write(WITH_BRACKETS.replace(old, new, 1)))


def test_a_bracket_unit_needs_brackets(write):
    with pytest.raises(NormFileError, match="without brackets"):
        load_norms(write(GOOD.replace("unit: percent", "unit: percent\nbracket_unit: tenge")))


def test_a_norm_cannot_begin_with_its_end(write):
    end = 'ends: true\n    reason: {kk: "a", ru: "b", en: "c"}'
    with pytest.raises(NormFileError, match="begin with its end"):
        load_norms(write(GOOD.replace('value: "20"', end, 1)))


def test_the_digest_follows_numbers_days_and_tables_but_not_wording(write):
    with_table = GOOD + "table: list.yaml\n"

    def digest(text: str) -> str:
        return load_norms(write(text))["area/rule"].digest

    original = digest(with_table)
    assert digest(with_table.replace('"a"', '"other wording"')) == original
    assert digest(with_table.replace('"10"', '"11"')) != original
    assert digest(with_table.replace("2021-01-01", "2021-01-02")) != original
    folder = write(with_table)
    (folder / "data" / "list.yaml").write_text("items: [x]", encoding="utf-8")
    assert load_norms(folder)["area/rule"].digest != original
