from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from applications.deadlines.due_dates import recompute_due_dates
from applications.legal_day import legal_day


class Command(BaseCommand):
    help = "Write the due dates of all open cases anew; needed only where no worker runs."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = recompute_due_dates(on=legal_day(timezone.now()))
        self.stdout.write(f"{changed} due dates changed")
