from typing import Any

from django.core.management.base import BaseCommand

from programs.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Write the catalogue's programmes, terms and reference rates where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_catalogue()
        self.stdout.write(
            f"{loaded.programmes} programmes, {loaded.terms_rows} rows of terms, "
            f"{loaded.reference_rates} reference rates loaded"
        )
