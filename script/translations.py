"""The catalogues of messages: brought up to date, or checked against the code.

``python -m script.translations update | check``; both need GNU gettext.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

from script.processes import ROOT

LANGUAGES = ["kk", "ru", "en"]
TRANSLATED = ["kk", "ru"]  # English is what the code says
NOT_OURS = [".venv", "node_modules", "var", "static", "tests", "benchmarks", "script", "docs"]
SHOWN = 60  # faults told; the rest only counted
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
HEADER = [
    'msgid ""',
    'msgstr ""',
    '"Project-Id-Version: Keruen\\n"',
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
]
Key = tuple[str | None, str]


class MakeMessages(Command):
    # A guess at a translation is worse than none: nobody rereads it.
    msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]


def catalogue_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def update(root: Path) -> None:
    """Write the catalogues below ``root`` anew from its code and templates."""
    settings.LOCALE_PATHS = [root / "locale"]
    (root / "locale").mkdir(exist_ok=True)
    os.chdir(root)
    call_command(
        MakeMessages(),
        locale=LANGUAGES,
        extensions=["py", "html", "txt"],
        ignore_patterns=[*NOT_OURS, "*.in", "requirements*.txt"],
        no_wrap=True,
        add_location="file",
        no_obsolete=True,
        verbosity=0,
    )
    for language in LANGUAGES:
        settle(catalogue_path(root, language))


def settle(path: Path) -> None:
    """The same order and header whenever and wherever it is written."""
    tool = shutil.which("msgcat") or "msgcat"
    command = [tool, "--sort-output", "--no-wrap", "--output-file", str(path), str(path)]
    subprocess.run(command, check=True)  # noqa: S603
    header, separator, messages = path.read_text(encoding="utf-8").partition("\n\n")
    plural = [line for line in header.splitlines() if line.startswith('"Plural-Forms:')]
    language = path.parent.parent.name
    head = [*HEADER, f'"Language: {language}\\n"', *plural]
    path.write_text("\n".join(head) + separator + messages, encoding="utf-8")


def read(root: Path, language: str) -> Catalog:
    path = catalogue_path(root, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    """The one text, or every plural form."""
    return [text] if isinstance(text, str) else list(text)


def messages(catalogue: Catalog) -> dict[Key, Message]:
    return {(m.context, forms(m.id)[0]): m for m in catalogue if m.id}


def placeholders(texts: list[str]) -> set[str]:
    return {found for text in texts for found in PLACEHOLDER.findall(text)}


def translation_faults(message: Message) -> Iterator[str]:
    """What is wrong with one translated message."""
    source, target = forms(message.id), forms(message.string or "")
    if not all(target):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked fuzzy"
    wanted = placeholders(source)
    is_plural = len(source) > 1
    for form in target:
        got = placeholders([form])
        # A plural form may say "one" instead of the number, but nothing unknown.
        if not got <= wanted or (not is_plural and got != wanted):
            yield f"placeholders differ: {sorted(wanted)} became {sorted(got)}"


def differences(root: Path, fresh: Path, language: str) -> Iterator[str]:
    stored, wanted = messages(read(root, language)), messages(read(fresh, language))
    yield from (f"{key[1]!r}: missing, run script/messages" for key in wanted.keys() - stored)
    yield from (f"{key[1]!r}: not used any more" for key in stored.keys() - wanted)
    if language in TRANSLATED:
        for key in stored.keys() & wanted.keys():
            yield from (f"{key[1]!r}: {fault}" for fault in translation_faults(stored[key]))


def check(root: Path) -> list[str]:
    """Every fault of the stored catalogues, in a line each."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "copy"
        leave_out = shutil.ignore_patterns(*NOT_OURS, ".git", "*.mo", ".*_cache", "__pycache__")
        shutil.copytree(root, fresh, ignore=leave_out, symlinks=True)
        update(fresh)
        os.chdir(root)
        return [
            f"{language}: {fault}"
            for language in LANGUAGES
            for fault in sorted(differences(root, fresh, language))
        ]


def main(action: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if action == "update":
        update(ROOT)
        return 0
    faults = check(ROOT)
    for fault in faults[:SHOWN]:
        print(fault)  # noqa: T201
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["update"], ["check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
