from typing import Any

from django.core.management import BaseCommand, CommandError

from applications.events import verify_chain
from applications.models import Case


class Command(BaseCommand):
    help = "Checks the chain of events of every case; fails, naming each case with a break."

    def handle(self, *args: Any, **options: Any) -> None:
        broken, checked = [], 0
        for case in Case.objects.exclude(events=None).order_by("pk").iterator():
            checked += 1
            if found := verify_chain(case):
                broken.append(f"{case.number}: event {found.ordinal}, {found.reason}")
        if broken:
            raise CommandError("The history is broken.\n" + "\n".join(broken))
        self.stdout.write(f"{checked} histories are whole.")
