"""Frozen content to PDF/A-3a: one letter per language, tagged, with its QR code.

A FontConfiguration must not be shared between threads, and making one costs more
than a letter: each process keeps its own, with the parsed style sheet.
"""

import io
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from notices.models import Notice

PDF_VARIANT = "pdf/a-3a"
# A name that resolves nowhere: relative addresses in the style sheet join to it.
ORIGIN = "https://portal.invalid"
STATIC_PREFIX = f"{ORIGIN}/static/"
QR_URL = f"{ORIGIN}/qr.svg"
ANCHOR = "letter-"
WORDS = "words-"


class OwnFilesOnly(URLFetcher):
    """Fetches the portal's static files and this notice's QR code, and nothing else."""

    def __init__(self, qr_svg: bytes = b"") -> None:
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self._qr_svg = qr_svg

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url == QR_URL and self._qr_svg:
            return URLFetcherResponse(url, self._qr_svg, {"Content-Type": "image/svg+xml"})
        if url.startswith(STATIC_PREFIX):
            path = _static_file(url.removeprefix(STATIC_PREFIX))
            if path is not None:
                return URLFetcherResponse(url, path.read_bytes())
        raise ValueError(f"not a file of the portal: {url}")


def _static_file(name: str) -> Path | None:
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        return None
    return Path(str(found)) if found else None


def verification_url(notice: Notice) -> str:
    return f"{settings.PORTAL_BASE_URL}/v/{notice.number}/{notice.verification_code}"


def letter_html(notice: Notice) -> str:
    """The letter as HTML: every word from the frozen content, nothing looked up anew."""
    context = {
        "notice": notice,
        "letters": [
            {"language": language, **notice.content[language]}
            for language in notice.content["languages"]
        ],
        "verification_url": verification_url(notice),
        "qr_url": QR_URL,
    }
    return render_to_string("notices/letter.html", context)


def qr_svg(notice: Notice) -> bytes:
    buffer = io.BytesIO()
    segno.make(verification_url(notice), error="m").save(
        buffer, kind="svg", border=0, scale=4, dark="#12222B", xmldecl=False
    )
    return buffer.getvalue()


@cache
def _typography() -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    style = CSS(
        url=f"{STATIC_PREFIX}notices/letter.css",
        font_config=fonts,
        url_fetcher=OwnFilesOnly(),
    )
    return fonts, style


def write_pdf(html: str, fetcher: URLFetcher) -> bytes:
    """HTML to tagged PDF/A-3a bytes, fonts and style reused within the process."""
    fonts, style = _typography()
    options: dict[str, Any] = {"pdf_variant": PDF_VARIANT, "font_config": fonts}
    with warnings.catch_warnings():
        # WeasyPrint leaves its colour profile open in the PDF/A variants.
        warnings.simplefilter("ignore", ResourceWarning)
        document = HTML(string=html, base_url=f"{ORIGIN}/", url_fetcher=fetcher)
        return bytes(document.write_pdf(stylesheets=[style], finisher=name_languages, **options))


def name_languages(document: Document, pdf: pydyf.PDF) -> None:
    """Give every letter's part of the structure tree its language, and a person's words theirs.

    WeasyPrint names the document's language only. A letter begins on a page of its
    own, where its anchor ``letter-<language>`` lies; words quoted in their own language
    are marked by ``words-<letter>-<place>-<language>``.
    """
    letter, quoted = "", ""
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        letter = next(iter(_languages_at(page, ANCHOR)), letter)
        for element in _elements_on(pdf, reference, "/Art"):
            element["Lang"] = pydyf.String(letter)
        quoted = _name_quotes(_elements_on(pdf, reference, "/BlockQuote"), page, quoted)


def _name_quotes(elements: list[pydyf.Dictionary], page: Page, before: str) -> str:
    """Words that run on from the page before have no anchor here and keep its language."""
    begun = _languages_at(page, WORDS)
    languages = [before] * (len(elements) - len(begun)) + begun
    for element, language in zip(elements, languages, strict=True):
        element["Lang"] = pydyf.String(language)
    return languages[-1] if languages else before


def _languages_at(page: Page, prefix: str) -> list[str]:
    """The languages that the page's anchors name, from top to bottom."""
    return [name.rsplit("-", 1)[-1] for name in page.anchors if name.startswith(prefix)]


def _elements_on(pdf: pydyf.PDF, page: bytes, tag: str) -> list[pydyf.Dictionary]:
    dictionaries = (item for item in pdf.objects if isinstance(item, pydyf.Dictionary))
    return [item for item in dictionaries if item.get("S") == tag and item.get("Pg") == page]


def render_pdf(notice: Notice) -> bytes:
    return write_pdf(letter_html(notice), OwnFilesOnly(qr_svg(notice)))
