"""``manage.py recompute_ratios [--organisation BIN] [--on DATE] [--stale] [--json]``."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from prudential.models import BankFigures, RatioRun, Register
from prudential.ratio_runs import (
    Measured,
    compute_figures_run,
    compute_register_run,
    is_stale,
)
from prudential.run_reports import run_as_dict


class Command(BaseCommand):
    help = "Measure current registers and figures anew; what has not changed adds no run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="BIN")
        parser.add_argument("--on", type=date.fromisoformat, help="one reporting date only")
        parser.add_argument(
            "--stale", action="store_true", help="only what today's norms have not measured"
        )
        parser.add_argument("--json", action="store_true", help="the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        added: list[RatioRun] = []
        unchanged = 0
        for measured in self._inputs(options):
            if not is_stale(measured):
                unchanged += 1
            else:
                added.append(_computed(measured))
        self._tell(added, unchanged, as_json=options["json"])

    def _inputs(self, options: dict[str, Any]) -> Iterator[Measured]:
        registers = Register.objects.current().select_related("original").order_by("pk")
        figures = BankFigures.objects.current().order_by("pk")
        if number := options["organisation"]:
            registers = registers.filter(organisation__business_number=number)
            figures = figures.filter(organisation__business_number=number)
        if on := options["on"]:
            registers, figures = registers.filter(cut_off_date=on), figures.filter(on=on)
        yield from registers
        yield from figures

    def _tell(self, added: list[RatioRun], unchanged: int, *, as_json: bool) -> None:
        if as_json:
            runs = [run_as_dict(run) for run in added]
            self.stdout.write(json.dumps({"added": runs, "unchanged": unchanged}))
        else:
            self.stdout.write(f"{len(added)} runs added, {unchanged} unchanged")


def _computed(measured: Measured) -> RatioRun:
    if isinstance(measured, Register):
        return compute_register_run(measured.pk)
    return compute_figures_run(measured.pk)
