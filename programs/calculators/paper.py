"""A report as a tagged PDF."""

from django.template.loader import render_to_string

from programs.calculators.report import Fact, Report
from programs.paper import pdf_of_page

STYLE = "programs/calculation.css"


def pdf_of(report: Report, *, made: Fact, source: Fact, language: str) -> bytes:
    """The bytes of a PDF in the language that is active. Raises Busy."""
    context = {"report": report, "last": [made, source], "language": language}
    html = render_to_string("programs/calculators/report.html", context)
    return pdf_of_page(html, style=STYLE)
