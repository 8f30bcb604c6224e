"""Small valid PDF documents that say of themselves that they are invented."""

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import DocumentKind

TITLES = {
    DocumentKind.EXPORT_CONTRACT: "Export contract",
    DocumentKind.LENDER_DECISION: "Lender's positive decision",
    DocumentKind.FINANCING_AGREEMENT: "Financing agreement",
    DocumentKind.REPAYMENT_SCHEDULE: "Repayment schedule",
    DocumentKind.INSURANCE_CONTRACT: "Insurance contract",
    DocumentKind.ORIGIN_PROOF: "Proof of origin",
    DocumentKind.REGISTRATION: "Registration document",
    DocumentKind.CONSENT: "Consents",
}

FONTS = b"/Resources << /Font << /F1 5 0 R >> >>"


def document_name(case_key: str, kind: DocumentKind, version: int = 1) -> str:
    """By this name, which nothing changes later, a loading finds its case again."""
    suffix = f"-v{version}" if version > 1 else ""
    return f"{case_key}-{kind.value.replace('_', '-')}{suffix}.pdf"


def demo_document(case_key: str, kind: DocumentKind, version: int = 1) -> SimpleUploadedFile:
    name = document_name(case_key, kind, version)
    lines = ["DEMONSTRATION", TITLES[kind], name, "An invented document without legal effect."]
    return SimpleUploadedFile(name, demo_pdf(lines), content_type="application/pdf")


def demo_pdf(lines: list[str]) -> bytes:
    """One A4 page of plain Latin text, with a correct table of cross-references."""
    text = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
    drawing = f"BT /F1 18 Tf 28 TL 72 740 Td {text} ET".encode("ascii")
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %b >>" % FONTS,
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: list[bytes]) -> bytes:
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n" % (size, entries)
        + (b"<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content)))
    )
