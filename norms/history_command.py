"""What the commands that check histories share: the report, --json and the exit code."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from norms.hash_chain import CheckedHistory


class HistoryCommand(BaseCommand):
    """Reads one history after the other; exits with 1 where one is broken.

    ``--json`` writes a line of JSON for every broken history and one with the counts.
    """

    def histories(self) -> Iterable[CheckedHistory]:
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = broken = 0
        for history in self.histories():
            checked += 1
            if history.broken:
                broken += 1
                self.stdout.write(_as_json(history) if options["json"] else _as_text(history))
        if options["json"]:
            self.stdout.write(json.dumps({"checked": checked, "broken": broken}))
        elif not broken:
            self.stdout.write(f"{checked} histories are whole.")
        if broken:
            raise CommandError(f"The history is broken: {broken} of {checked}.")


def _as_text(history: CheckedHistory) -> str:
    found = history.broken
    return f"{history.number}: event {found.ordinal}, {found.reason}" if found else ""


def _as_json(history: CheckedHistory) -> str:
    found = history.broken
    return json.dumps(
        {
            "number": history.number,
            "event": found and found.ordinal,
            "why": found and found.reason,
        }
    )
