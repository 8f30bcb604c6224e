"""Hand a stored file out: as an attachment under its own name, never run in the browser."""

from django.http import FileResponse

from files.models import StoredFile


def file_response(stored: StoredFile, *, name: str, inline: bool = False) -> FileResponse:
    """A response for a view that has already asked who may see the file."""
    response = FileResponse(
        stored.open(),
        as_attachment=not inline,
        filename=name,
        content_type=stored.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
