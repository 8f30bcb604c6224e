from typing import Any

from django.core.management.base import BaseCommand

from applications.deadlines.limits import load_limits
from applications.editions import load_editions


class Command(BaseCommand):
    help = (
        "Bring in the order's editions and the first time limits of the stages that the portal"
        " ships; never over a later edit."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_editions()} editions, {load_limits()} time limits added")
