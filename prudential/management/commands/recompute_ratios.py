"""``manage.py recompute_ratios [--organisation BIN] [--on DATE] [--stale] [--json]``."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import QuerySet

from prudential.models import BankFigures, RatioRun, Register
from prudential.ratio_runs import compute_figures_run, compute_register_run, with_measured
from prudential.run_reports import run_as_dict

BATCH = 500
COMPUTED = {Register: compute_register_run, BankFigures: compute_figures_run}


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
        kinds = [with_measured(inputs) for inputs in self._inputs(options)]
        unchanged = sum(inputs.filter(is_measured=True).count() for inputs in kinds)
        if options["stale"]:
            kinds = [inputs.filter(is_measured=False) for inputs in kinds]
        runs = (run for inputs in kinds for run in _added(inputs))
        self._tell(runs, unchanged, as_json=options["json"])

    def _inputs(self, options: dict[str, Any]) -> Iterator[QuerySet[Any]]:
        registers, figures = Register.objects.current(), BankFigures.objects.current()
        if number := options["organisation"]:
            registers = registers.filter(organisation__business_number=number)
            figures = figures.filter(organisation__business_number=number)
        if on := options["on"]:
            registers, figures = registers.filter(cut_off_date=on), figures.filter(on=on)
        yield registers
        yield figures

    def _tell(self, added: Iterator[RatioRun], unchanged: int, *, as_json: bool) -> None:
        """Run by run, so that many take no more memory than one."""
        if not as_json:
            self.stdout.write(f"{sum(1 for _run in added)} runs added, {unchanged} unchanged")
            return
        self.stdout.write('{"added": [', ending="")
        for number, run in enumerate(added):
            self.stdout.write(", " * bool(number) + json.dumps(run_as_dict(run)), ending="")
        self.stdout.write(f'], "unchanged": {unchanged}}}')


def _added(inputs: QuerySet[Any]) -> Iterator[RatioRun]:
    """Ask for the run of every input; what is measured already brings no other."""
    for key, is_measured in _by_key(inputs):
        run = COMPUTED[inputs.model](key)
        if not is_measured:
            yield run


def _by_key(inputs: QuerySet[Any]) -> Iterator[tuple[int, bool]]:
    """In batches by key, each a query of its own: no cursor stays open over the computing."""
    last, listed = 0, inputs.order_by("pk").values_list("pk", "is_measured")
    while batch := list(listed.filter(pk__gt=last)[:BATCH]):
        yield from batch
        if len(batch) < BATCH:
            return
        last = batch[-1][0]
