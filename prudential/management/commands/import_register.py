"""``manage.py import_register FILE --organisation BIN --cut-off-date DATE [--json]``."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organisation, OrganisationKind
from files.uploads import UploadRefused
from prudential import registers
from prudential.models import Register, RegisterState
from prudential.ratio_runs import compute_register_run
from prudential.run_reports import run_as_dict


class Command(BaseCommand):
    help = "Take in, read and measure an MFO's portfolio register, all in this process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="BIN")
        parser.add_argument("--cut-off-date", required=True, type=date.fromisoformat)
        parser.add_argument("--json", action="store_true", help="the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        register = self._received(options)
        register = registers.read_register(register.pk)
        outcome = _outcome(register)
        if options["json"]:
            self.stdout.write(json.dumps(outcome, ensure_ascii=False))
        else:
            self._tell(outcome)
        if register.state == RegisterState.REJECTED:
            raise CommandError(f"rejected: {register.error_count} errors", returncode=1)

    def _received(self, options: dict[str, Any]) -> Register:
        path, organisation = options["file"], _organisation(options["organisation"])
        try:
            with path.open("rb") as file:
                upload = UploadedFile(file, name=path.name, size=path.stat().st_size)
                receipt = registers.import_register(
                    upload, cut_off_date=options["cut_off_date"], organisation=organisation
                )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except UploadRefused as error:
            raise CommandError(f"{path}: {' '.join(error.messages)}") from error
        return receipt.register

    def _tell(self, outcome: dict[str, Any]) -> None:
        self.stdout.write(f"{outcome['state']}: {outcome['rows']} rows")
        for rule, count in outcome["errors"].items():
            self.stdout.write(f"  {rule}: {count}")
        for result in outcome["results"]:
            self.stdout.write(f"  {result['ratio']}: {result['value']} {result['verdict']}")


def _organisation(business_number: str) -> Organisation:
    try:
        return Organisation.objects.get(business_number=business_number, kind=OrganisationKind.MFO)
    except Organisation.DoesNotExist:
        raise CommandError(f"no microfinance organisation with BIN {business_number}") from None


def _outcome(register: Register) -> dict[str, Any]:
    measured: dict[str, Any] = {"run": None, "results": []}
    if register.state == RegisterState.ACCEPTED:
        measured = run_as_dict(compute_register_run(register.pk))
    return {
        "register": register.pk,
        "version": register.version,
        "state": register.state,
        "sha256": register.original.sha256,
        "rows": register.row_count,
        "errors": register.error_counts,
        **measured,
    }
