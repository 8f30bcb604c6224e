"""A block of cells as a spreadsheet copies it, as text: pure, nothing interpreted."""

import re
from dataclasses import dataclass

MOST_CHARACTERS = 100_000
MOST_LINES = 500
BYTE_ORDER_MARK = "\ufeff"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A cell in quotes ends where a separator or a line's end follows: a quote within a cell is no end.
QUOTED = {mark: re.compile(rf'"((?:[^"]|"")*+)"(?=[{mark}\n]|\Z)') for mark in "\t;,"}
PLAIN = {mark: re.compile(rf"[^{mark}\n]*") for mark in "\t;,"}


class TooMuchPasted(ValueError):
    """More characters or lines than one table can need."""


@dataclass(frozen=True)
class Line:
    """``number`` counts from 1 as in what was pasted, empty lines too."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    lines: tuple[Line, ...]
    separator: str


def read_block(text: str) -> Block:
    """The lines that hold something. Tabs separate, else semicolons, else commas.

    Raises TooMuchPasted.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooMuchPasted
    clean = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    clean = CONTROL.sub("", clean)
    mark = separator_of(clean)
    lines = _lines(clean, mark)
    if len(lines) > MOST_LINES:
        raise TooMuchPasted
    return Block(tuple(line for line in lines if any(line.cells)), mark)


def separator_of(text: str) -> str:
    """The first of tab, semicolon, comma that stands outside quotes."""
    return next(
        (mark for mark in "\t;" if any(len(line.cells) > 1 for line in _lines(text, mark))), ","
    )


def _lines(text: str, mark: str) -> list[Line]:
    lines: list[Line] = []
    place, cells = 0, []
    while place <= len(text):
        cell, place = _cell(text, place, mark)
        cells.append(cell)
        if text[place : place + 1] != mark:
            lines.append(Line(len(lines) + 1, tuple(cells)))
            cells = []
        place += 1
    return lines


def _cell(text: str, place: int, mark: str) -> tuple[str, int]:
    """The cell that begins at ``place`` in one line of words, and where it ends."""
    if quoted := QUOTED[mark].match(text, place):
        return _one_line(quoted.group(1).replace('""', '"')), quoted.end()
    plain = PLAIN[mark].match(text, place)
    assert plain is not None  # noqa: S101 — the pattern also matches nothing
    return _one_line(plain.group()), plain.end()


def _one_line(cell: str) -> str:
    """Spaces of any kind at the ends gone; a line break within becomes a space."""
    return re.sub(r"\s*\n\s*", " ", cell.strip())
