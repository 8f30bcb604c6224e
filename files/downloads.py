"""Hand a stored file out: as an attachment under its own name, never run in the browser."""

from django.http import FileResponse

from files.models import StoredFile
from files.names import safe_name


def file_response(stored: StoredFile, *, name: str, inline: bool = False) -> FileResponse:
    """A response for a view that has already asked who may see the file.

    Raises files.models.InfectedFile.
    """
    response = FileResponse(
        stored.open(),
        as_attachment=not inline,
        filename=safe_name(name, stored.content_type),
        content_type=stored.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
