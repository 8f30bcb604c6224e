from typing import Any

from django.core.management.base import BaseCommand

from applications.deadlines.limits import load_limits
from applications.editions import load_editions
from applications.refusal_grounds import load_shipped_settings


class Command(BaseCommand):
    help = (
        "Bring in the order's editions, the first time limits of the stages, the grounds of"
        " refusal and the hearing's setting that the portal ships; never over a later edit."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_editions()} editions, {load_limits()} time limits added")
        self.stdout.write(f"{load_shipped_settings()} settings of refusals added")
