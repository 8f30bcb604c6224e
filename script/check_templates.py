"""Every template compiles, and none carries a script or a style of its own (strict CSP)."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.template import TemplateSyntaxError, engines

from script.processes import ROOT

SUFFIXES = {".html", ".txt"}
INLINE = {
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.I),
}


def own_templates() -> Iterator[tuple[str, Path]]:
    """Name and file of each template below a templates folder of ours."""
    for folder in [ROOT / "templates", *ROOT.glob("*/templates")]:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES:
                yield path.relative_to(folder).as_posix(), path


def faults(name: str, path: Path) -> Iterator[str]:
    try:
        engines["django"].get_template(name)
    except TemplateSyntaxError as error:
        yield f"{name}: {error}"
    text = path.read_text(encoding="utf-8")
    for what, pattern in INLINE.items():
        for found in pattern.finditer(text):
            yield f"{name}, line {text.count(chr(10), 0, found.start()) + 1}: {what}"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    found = [fault for name, path in own_templates() for fault in faults(name, path)]
    for fault in found:
        print(fault)  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
