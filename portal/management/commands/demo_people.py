from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import demo
from portal.demo.cast import PASSWORD


class Command(BaseCommand):
    help = "List the invented people of the demonstration with the password they share."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [(m.user.email, m.role, m.organisation.name_ru) for m in demo.people()]
        if not rows:
            raise CommandError("There are no invented people yet: run load_demo.")
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        self.stdout.write(f"Sign-ins of the demonstration, all with the password {PASSWORD}:")
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  " + "  ".join(cells).rstrip())
