from typing import Any

from django.core.management.base import BaseCommand

from applications.editions import load_editions


class Command(BaseCommand):
    help = "Bring in the order's editions that the portal ships; never over a later edit."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_editions()} editions added")
