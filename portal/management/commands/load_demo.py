from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demo.load import NoDemonstration, load_demo


class Command(BaseCommand):
    help = "Write the invented people, cases and figures of the demonstration where missing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demo(now=timezone.now())
        except NoDemonstration as error:
            raise CommandError("Only where PORTAL_DEMO=1 says that this is a demonstration.") from (
                error
            )
        self.stdout.write("The demonstration is loaded.")
