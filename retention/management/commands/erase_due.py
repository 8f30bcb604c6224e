import csv
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from applications.legal_day import legal_day
from retention.due_table import COLUMNS, rows
from retention.erasing import erase_what_is_due


class Command(BaseCommand):
    help = (
        "Notes whose time is over on a day and erases what people have confirmed. With"
        " --dry-run writes what is due as CSV and changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="a day, today unless given")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        on = options["on"] or legal_day(now)
        if options["dry_run"]:
            table = csv.writer(self.stdout, lineterminator="\n")
            table.writerow([str(column.heading) for column in COLUMNS])
            table.writerows([[str(value) for value in row] for row in rows(on)])
            return
        done = erase_what_is_due(on=on, at=now)
        self.stdout.write(
            f"{done.erased} erased, {done.by_themselves} others, {done.purged} contents deleted"
        )
