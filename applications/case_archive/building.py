"""The ZIP itself, through a temporary file: no document is ever whole in memory."""

import hashlib
import tempfile
import zipfile
from datetime import datetime
from typing import IO

from django.http import FileResponse
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import Membership
from applications.case_archive.contents import ArchivedFile, LeftOut, contents_of
from applications.models import Case

SUMS = "SHA256SUMS.txt"
README = "README.txt"


def archive_response(case: Case, *, by: Membership, at: datetime) -> FileResponse:
    """All that ``by`` may read of the case, as a download; the view has asked who may."""
    file = tempfile.TemporaryFile(suffix=".zip")  # noqa: SIM115  # the response closes it
    try:
        write_archive(file, case, by=by, at=at)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"{case.number}-{timezone.localtime(at):%Y%m%d-%H%M%S}.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


def write_archive(file: IO[bytes], case: Case, *, by: Membership, at: datetime) -> None:
    """The files, then their SHA-256 as ``sha256sum`` reads it, then what this is."""
    sums: list[str] = []
    left_out: list[LeftOut] = []
    moment = timezone.localtime(at)
    with zipfile.ZipFile(file, "w") as archive:
        for entry in contents_of(case, by):
            if isinstance(entry, LeftOut):
                left_out.append(entry)
            else:
                sums.append(f"{_write(archive, entry, moment)}  {entry.name}\n")
        told = {"case": case, "by": by, "at": at, "left_out": left_out, "files": len(sums)}
        readme = render_to_string("applications/archive/readme.txt", told)
        for name, text in ((SUMS, "".join(sums)), (README, readme)):
            _write(archive, ArchivedFile(name, iter([text.encode()])), moment)


def _write(archive: zipfile.ZipFile, entry: ArchivedFile, moment: datetime) -> str:
    """The SHA-256 of what was written."""
    info = zipfile.ZipInfo(entry.name, moment.timetuple()[:6])
    info.compress_type = zipfile.ZIP_STORED if entry.is_packed else zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    digest = hashlib.sha256()
    with archive.open(info, "w", force_zip64=True) as target:
        for portion in entry.content:
            digest.update(portion)
            target.write(portion)
    return digest.hexdigest()
