from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from applications.editions import GOODS_LIST_SAMPLE, NotTheSample, load_goods_list


class Command(BaseCommand):
    help = "Bring in an edition of the goods list (annex 2), or the portal's marked sample."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a YAML file like the sample's")
        parser.add_argument("--sample", action="store_true", help="the file is a sample")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"] or (GOODS_LIST_SAMPLE if options["sample"] else None)
        if file is None:
            raise CommandError("Name a file, or use --sample.")
        try:
            edition = load_goods_list(file, sample=options["sample"])
        except NotTheSample as error:
            raise CommandError(f"{error} and --sample disagree") from error
        self.stdout.write(f"Added: {edition}" if edition else "An edition of that day is there")
