"""What ``npm run build`` makes: fonts with every sign we print, and nothing that is missing."""

import re
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "static" / "build"
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
SIGNS = "₸№«»—–…§\u00a0\u202f0123456789"
EVERYTHING = KAZAKH + KAZAKH.upper() + SIGNS + "abcdefghijklmnopqrstuvwxyz"


@cache
def css() -> str:
    sheet = BUILD / "portal.css"
    assert sheet.exists(), "run: npm ci --ignore-scripts && npm run build"
    return sheet.read_text()


@cache
def signs_of(path: Path) -> frozenset[int]:
    return frozenset(TTFont(path).getBestCmap())


def in_ranges(sign: str, ranges: str) -> bool:
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        if int(first, 16) <= ord(sign) <= int(last or first, 16):
            return True
    return False


@pytest.mark.parametrize("weight", ["400", "600"])
def test_the_browser_finds_every_sign_in_the_file_its_range_names(weight: str) -> None:
    faces = []
    for face in re.findall(r"@font-face\{(.*?)\}", css()):
        if f"font-weight:{weight}" in face:
            file = re.search(r'url\("?(fonts/[^")]+)', face)
            ranges = re.search(r"unicode-range:([^;}]+)", face)
            assert file
            assert ranges
            faces.append((BUILD / file[1], ranges[1]))
    for sign in EVERYTHING:
        claiming = [file for file, ranges in faces if in_ranges(sign, ranges)]
        assert claiming, f"no file for U+{ord(sign):04X}"
        # The face declared last wins where ranges overlap.
        assert ord(sign) in signs_of(claiming[-1]), f"U+{ord(sign):04X} in {claiming[-1].name}"


@pytest.mark.parametrize("name", ["Regular", "SemiBold", "Bold"])
def test_the_letter_has_every_sign_in_one_file(name: str) -> None:
    missing = {
        s for s in EVERYTHING if ord(s) not in signs_of(BUILD / f"fonts/NotoSans-{name}.ttf")
    }
    assert not missing


def test_every_file_the_style_names_is_there() -> None:
    names = re.findall(r'url\("?([^")]+)', css())
    assert names
    assert [n for n in names if not n.startswith("data:") and not (BUILD / n).exists()] == []


def test_nothing_of_gov_uk_s_own_identity_is_shipped() -> None:
    assert "GDS Transport" not in css()
    assert "crown" not in css()


@pytest.mark.parametrize("script", ["portal.js", "htmx.min.js", "supported.js"])
def test_scripts_name_no_source_map(script: str) -> None:
    assert "sourceMappingURL" not in (BUILD / script).read_text()
