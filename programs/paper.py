"""A public page's tagged PDF, made while a visitor waits.

A FontConfiguration must not be shared between threads: one thread of the process makes
every PDF, with the fonts and the style it has read once. Only a few may wait for it.
"""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from functools import cache
from threading import BoundedSemaphore
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from notices.rendering import ORIGIN, STATIC_PREFIX, OwnFilesOnly

PDF_VARIANT = "pdf/ua-1"
# Some fifteen pages and two seconds of one core; what is longer is for a spreadsheet.
MOST_ROWS = 500
MOST_WAITING = 4
SECONDS = 25

_maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="public-pdf")
_places = BoundedSemaphore(MOST_WAITING)


class Busy(Exception):
    """Too many PDFs are being made, or one takes too long."""


def pdf_of_page(html: str, *, style: str) -> bytes:
    """The bytes of a PDF; ``style`` is a style sheet's name below static. Raises Busy."""
    if not _places.acquire(blocking=False):
        raise Busy
    job = _maker.submit(_write, html, style)
    # A job given up by its visitor keeps its place until it ends.
    job.add_done_callback(lambda _job: _places.release())
    try:
        return job.result(timeout=SECONDS)
    except TooSlow:
        raise Busy from None


@cache
def _typography(style: str) -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    sheet = CSS(url=f"{STATIC_PREFIX}{style}", font_config=fonts, url_fetcher=OwnFilesOnly())
    return fonts, sheet


def _write(html: str, style: str) -> bytes:
    fonts, sheet = _typography(style)
    options: dict[str, Any] = {"pdf_variant": PDF_VARIANT, "font_config": fonts}
    document = HTML(string=html, base_url=f"{ORIGIN}/", url_fetcher=OwnFilesOnly())
    return bytes(document.write_pdf(stylesheets=[sheet], **options))
