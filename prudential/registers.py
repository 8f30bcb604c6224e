"""Registers taken in and read: kept unaltered, accepted whole or rejected whole.

The content of a file is checked in the request, its rows by a worker. A correction is
uploaded for the same day and becomes its next version.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Membership, Organisation, OrganisationKind, Role
from files.models import StoredFile
from files.uploads import PARQUET, REGISTERS, store_file, store_upload
from notices import outbox
from prudential.columnar import local_path, working_folder
from prudential.models import Register, RegisterState
from prudential.ratio_runs import run_job
from prudential.register_reading import RegisterReading, read_register_file


@dataclass(frozen=True)
class Receipt:
    """The register, and whether this very file had been uploaded for the day before."""

    register: Register
    seen_before: bool


def receive_register(upload: UploadedFile, *, cut_off_date: date, by: Membership) -> Receipt:
    """Store a reporter's file and promise its reading.

    Raises UploadRefused in the user's language, PermissionDenied for anyone but a
    reporter of a microfinance organisation.
    """
    if by.role != Role.REPORTER or by.organisation.kind != OrganisationKind.MFO:
        raise PermissionDenied
    return _receive(by.organisation, upload, cut_off_date, by)


def import_register(
    upload: UploadedFile, *, cut_off_date: date, organisation: Organisation
) -> Receipt:
    """Store an operator's file for the caller to read at once; nothing is promised."""
    return _receive(organisation, upload, cut_off_date, None)


def _receive(
    organisation: Organisation, upload: UploadedFile, cut_off_date: date, by: Membership | None
) -> Receipt:
    original = store_upload(upload, allow=REGISTERS)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        registers = Register.objects.filter(organisation=organisation, cut_off_date=cut_off_date)
        last = registers.order_by("version").last()
        if last is not None and last.original_id == original.pk:
            return Receipt(last, seen_before=True)
        register = Register.objects.create(
            organisation=organisation,
            cut_off_date=cut_off_date,
            version=(registers.aggregate(last=Max("version"))["last"] or 0) + 1,
            original=original,
            original_name=(upload.name or "register.csv")[-200:],
            uploaded_by=by,
        )
        if by is not None:
            promise_reading(register.pk)
    return Receipt(register, seen_before=False)


def reading_key(register_id: int) -> str:
    return f"register:{register_id}:read"


def promise_reading(register_id: int) -> None:
    arguments = {"register_id": register_id}
    outbox.promise("prudential.tasks.read_register", arguments, key=reading_key(register_id))


def read_register(register_id: int, *, at: datetime | None = None) -> Register:
    """Read the file and settle the register's state; a rerun is a no-op.

    The reading holds no lock and no transaction. Killed half-way it leaves nothing
    behind but the state, and is done anew.
    """
    register = Register.objects.select_related("original").get(pk=register_id)
    if register.is_read:
        return register
    Register.objects.filter(pk=register_id, state=RegisterState.UPLOADED).update(
        state=RegisterState.READING
    )
    with working_folder() as folder:
        path = local_path(register.original, folder)
        reading = read_register_file(
            path,
            folder,
            cut_off_date=register.cut_off_date,
            content_type=register.original.content_type,
        )
        stored = store_file(reading.content or reading.faults, PARQUET)  # type: ignore[arg-type]
    return _settle(register_id, reading, stored, at or timezone.now())


def _settle(
    register_id: int, reading: RegisterReading, stored: StoredFile, at: datetime
) -> Register:
    with transaction.atomic():
        register = Register.objects.select_for_update().get(pk=register_id)
        if register.is_read:
            return register
        if reading.content is not None:
            register.state, register.content = RegisterState.ACCEPTED, stored
        else:
            register.state, register.errors = RegisterState.REJECTED, stored
        register.error_counts = reading.fault_counts
        register.row_count, register.read_at = reading.row_count, at
        register.save()
        if register.state == RegisterState.ACCEPTED:
            run_job(register)
    return register
