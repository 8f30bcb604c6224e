"""Two hundred and more hostile uploads, made here, each with what must become of it.

``code`` is the refusal's code; None for a file whose content is a document after all and
only its name is a trap: it is taken in under a harmless name.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Hostile:
    what: str
    name: str
    content: bytes
    code: str | None


def hostile_files() -> list[Hostile]:
    makers = (
        _false_kinds, _text_kinds, _archives, _office, _pdf_actions, _hidden_pdf_actions,
        _pdf_bombs, _polyglots, _images, _truncated, _names,
    )  # fmt: skip
    return [hostile for maker in makers for hostile in maker()]


PROGRAMS = {
    "windows program": b"MZ\x90\x00\x03\x00\x00\x00",
    "linux program": b"\x7fELF\x02\x01\x01\x00",
    "mac program": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01",
    "java class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    "shell link": b"L\x00\x00\x00\x01\x14\x02\x00",
    "flash": b"CWS\x0a\x00\x00\x00\x00",
    "wasm": b"\x00asm\x01\x00\x00\x00",
    "sqlite": b"SQLite format 3\x00",
    "gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00",
    "bmp": b"BM\x46\x00\x00\x00\x00\x00",
    "tiff": b"II*\x00\x08\x00\x00\x00",
    "webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "ico": b"\x00\x00\x01\x00\x01\x00\x10\x10",
    "mp4": b"\x00\x00\x00\x18ftypmp42",
    "mp3": b"ID3\x03\x00\x00\x00\x00",
    "random": bytes(range(255, 127, -1)),
    "zeros": b"\x00" * 64,
    "postscript": b"%!PS-Adobe-3.0\n(x) run\n",
    "encrypted mail": b"-----BEGIN PGP MESSAGE-----\n",
    "windows help": b"ITSF\x03\x00\x00\x00",
}
TEXTS = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "html after spaces": b" \n\t<html><body onload=alert(1)>",
    "html with a mark": b"\xef\xbb\xbf<html><script src=//x></script>",
    "html in utf-16": "<html><script>alert(1)</script>".encode("utf-16"),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "svg with a prologue": b"<?xml version='1.0'?><svg><script>alert(1)</script></svg>",
    "xml bomb": b'<!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    "xml entity": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>',
    "script": b"alert(document.cookie)",
    "php": b"<?php system($_GET['c']);",
    "jsp": b'<%@ page import="java.io.*" %>',
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "batch": b"@echo off\r\ndel /q *.*\r\n",
    "powershell": b"IEX (New-Object Net.WebClient)",
    "visual basic": b'CreateObject("WScript.Shell").Run "calc"',
    "csv formulas": b"=cmd|' /C calc'!A0,1\n",
    "mhtml": b"MIME-Version: 1.0\nContent-Type: multipart/related\n",
    "rtf": b"{\\rtf1{\\object\\objocx}}",
    "url": b"[InternetShortcut]\nURL=file://x/y.exe\n",
    "hta": b"<hta:application><script language=vbscript>",
}


def _false_kinds() -> Iterator[Hostile]:
    for number, (what, head) in enumerate(PROGRAMS.items()):
        ending = (".pdf", ".png", ".jpg")[number % 3]
        yield Hostile(f"{what} as {ending}", f"contract-{number}{ending}", head * 20, "wrong_type")


def _text_kinds() -> Iterator[Hostile]:
    for number, (what, text) in enumerate(TEXTS.items()):
        for ending in (".pdf", ".jpg"):
            yield Hostile(f"{what} as {ending}", f"letter-{number}{ending}", text, "wrong_type")


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _archives() -> Iterator[Hostile]:
    bomb = b"\x00" * 20_000_000
    parts = {
        "plain": {"contract.pdf": PDF},
        "bomb": {"a": bomb},
        "nested bomb": {"b.zip": zipped({"a": bomb})},
        "climbing": {"../../etc/cron.d/x": b"x"},
        "java": {"META-INF/MANIFEST.MF": b"Main-Class: X\n"},
        "android": {"classes.dex": b"dex\n035\x00"},
        "empty": {},
    }
    for what, inside in parts.items():
        for ending in (".pdf", ".zip"):
            yield Hostile(f"{what} zip", f"{what}{ending}", zipped(inside), "wrong_type")
    others = {"rar": b"Rar!\x1a\x07\x00", "7z": b"7z\xbc\xaf'\x1c", "gzip": b"\x1f\x8b\x08\x00"}
    for what, head in {**others, "xz": b"\xfd7zXZ\x00", "cab": b"MSCF\x00\x00"}.items():
        yield Hostile(what, f"{what}.pdf", head * 10, "wrong_type")


def _office() -> Iterator[Hostile]:
    kinds = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/slides/1.xml"}
    types = {"[Content_Types].xml": b"<Types>macroEnabled</Types>"}
    for kind, main in kinds.items():
        inside = {
            "plain": {main: b"<x/>"},
            "with macros": {main: b"<x/>", f"{kind}/vbaProject.bin": b"\xd0\xcf"},
            "bomb": {main: b" " * 20_000_000},
            "with a program": {main: b"<x/>", f"{kind}/embeddings/a.exe": b"MZ"},
        }
        for what, parts in inside.items():
            for ending in (kind, "pdf"):
                content = zipped({**types, **parts})
                yield Hostile(f"{what} {kind}", f"{what} {kind}.{ending}", content, "wrong_type")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    for ending in ("doc", "xls", "pdf"):
        yield Hostile("old office", f"old.{ending}", old, "wrong_type")


def pdf_with(dictionary: bytes, *, more: bytes = b"") -> bytes:
    return PDF.replace(b"endobj\n", b"endobj\n2 0 obj<<" + dictionary + b">>endobj\n" + more)


ACTIONS = {
    "script": (b"/S/JavaScript/JS(app.alert(1))", "pdf_active"),
    "script with a space": (b"/S /JavaScript /JS (app.alert(1))", "pdf_active"),
    "named scripts": (b"/Names<</JavaScript 3 0 R>>", "pdf_active"),
    "opening script": (b"/OpenAction<</S/JavaScript/JS 3 0 R>>", "pdf_active"),
    "program": (b"/S/Launch/F(cmd.exe)", "pdf_active"),
    "windows program": (b"/A<</S /Launch /Win<</F(cmd.exe)>>>>", "pdf_active"),
    "form sent away": (b"/S/SubmitForm/F(http://x)", "pdf_active"),
    "data fetched": (b"/S/ImportData/F(x)", "pdf_active"),
    "rich media": (b"/Subtype/RichMedia", "pdf_active"),
    "embedded jump": (b"/S/GoToE/F(x)", "pdf_active"),
    "attached": (b"/Type/EmbeddedFile", "pdf_attached"),
    "attachments": (b"/Names<</EmbeddedFiles 3 0 R>>", "pdf_attached"),
    "attachment mark": (b"/Subtype/FileAttachment", "pdf_attached"),
    "encrypted": (b"/Encrypt 3 0 R", "pdf_encrypted"),
    "encrypted inline": (b"/Encrypt<</Filter/Standard/V 4>>", "pdf_encrypted"),
}


def _escaped(dictionary: bytes) -> bytes:
    """Names as ``/J#61vaScript``: the same to every reader."""
    for name in (b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"RichMedia", b"GoToE",
                 b"EmbeddedFile", b"FileAttachment", b"Encrypt"):  # fmt: skip
        dictionary = dictionary.replace(b"/" + name, b"/#%02x" % name[0] + name[1:])
    return dictionary


def _pdf_actions() -> Iterator[Hostile]:
    for what, (dictionary, code) in ACTIONS.items():
        yield Hostile(f"pdf: {what}", f"{what}.pdf", pdf_with(dictionary), code)
        masked = pdf_with(_escaped(dictionary))
        yield Hostile(f"pdf: {what}, escaped", f"{what} escaped.pdf", masked, code)


def object_stream(content: bytes, extra: bytes = b"/Filter/FlateDecode") -> bytes:
    return b"3 0 obj<</Type/ObjStm%b/Length %d>>stream\n%b\nendstream endobj\n" % (
        extra, len(content), content,
    )  # fmt: skip


def _hidden_pdf_actions() -> Iterator[Hostile]:
    for what, (dictionary, code) in ACTIONS.items():
        packed = object_stream(zlib.compress(b"<<" + dictionary + b">>"))
        hidden = pdf_with(b"", more=packed)
        yield Hostile(f"pdf: {what}, packed", f"{what} packed.pdf", hidden, code)
        packed = object_stream(zlib.compress(b"<<" + _escaped(dictionary) + b">>"))
        hidden = pdf_with(b"", more=packed)
        yield Hostile(f"pdf: {what}, packed escaped", f"{what} both.pdf", hidden, code)


def _pdf_bombs() -> Iterator[Hostile]:
    swollen = zlib.compress(b" " * 70_000_000, 9)
    yield Hostile("pdf bomb", "bomb.pdf", pdf_with(b"", more=object_stream(swollen)), "pdf_swells")
    half = object_stream(zlib.compress(b" " * 35_000_000, 9)) * 2
    yield Hostile("pdf bomb of two", "bomb2.pdf", pdf_with(b"", more=half), "pdf_swells")
    other = object_stream(b"3C3C3E3E>", b"/Filter/ASCIIHexDecode")
    yield Hostile("pdf, odd filter", "odd.pdf", pdf_with(b"", more=other), "pdf_unreadable")
    chain = object_stream(b"x", b"/Filter[/LZWDecode/FlateDecode]")
    yield Hostile("pdf, odd filters", "odd2.pdf", pdf_with(b"", more=chain), "pdf_unreadable")


def image_bytes(kind: str, size: tuple[int, int] = (64, 64)) -> bytes:
    buffer, points = io.BytesIO(), random.Random(7).randbytes(size[0] * size[1])
    Image.frombytes("L", size, points).save(buffer, kind)
    return buffer.getvalue()


def _polyglots() -> Iterator[Hostile]:
    archive = zipped({"a.class": b"x"})
    makers = {"pdf": PDF, "png": image_bytes("PNG"), "jpg": image_bytes("JPEG")}
    for kind, content in makers.items():
        yield Hostile(f"{kind} and zip", f"poly.{kind}", content + archive, "two_kinds")
        yield Hostile(f"zip and {kind}", f"ylop.{kind}", archive + content, "wrong_type")
        yield Hostile(f"html and {kind}", f"html.{kind}", b"<html>" + content, "wrong_type")
        yield Hostile(f"gif and {kind}", f"gif.{kind}", b"GIF89a;" + content, "wrong_type")
        yield Hostile(f"program and {kind}", f"mz.{kind}", b"MZ\x90\x00" + content, "wrong_type")
    yield Hostile("pdf and html", "tail.pdf", PDF + b"<script>alert(1)</script>", None)
    tail = image_bytes("JPEG") + b"<?php system(1);"
    yield Hostile("jpg and php", "tail.php", tail, None)


def png_of(width: int, height: int) -> bytes:
    """A picture that claims a size in its head and has next to no content."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))
        )

    head = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    content = image_bytes("JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack("!HH", height, width) + content[at + 4 :]


def _images() -> Iterator[Hostile]:
    for width, height in ((10_000, 10_000), (60_000, 60_000), (2_000_000, 100), (9_000, 9_000)):
        name = f"{width}x{height}"
        yield Hostile("pixel bomb", f"{name}.png", png_of(width, height), "pixels")
    for width, height in ((65_000, 65_000), (10_000, 10_000)):
        yield Hostile("pixel bomb", f"{width}.jpg", jpeg_of(width, height), "pixels")
    text = b"tEXtComment\x00" + b"x" * 10
    broken = image_bytes("PNG").replace(b"IDAT", b"IDAX")
    yield Hostile("png without data", "x.png", broken, "wrong_type")
    yield Hostile("png, text for a body", "y.png", b"\x89PNG\r\n\x1a\n" + text, "wrong_type")
    yield Hostile("jpeg head only", "z.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "wrong_type")


def _truncated() -> Iterator[Hostile]:
    for kind in ("PNG", "JPEG"):
        content = image_bytes(kind, (200, 200))
        for part in (4, 8, 30, 100, len(content) // 2, len(content) * 9 // 10):
            name = f"cut-{part}.{kind.lower()}"
            yield Hostile(f"{kind} cut at {part}", name, content[:part], "wrong_type")
    for part in (5, 20, 40, len(PDF) - 8):
        yield Hostile(f"pdf cut at {part}", f"cut-{part}.pdf", PDF[:part], "wrong_type")
    for name in ("empty.pdf", "empty.png", "empty"):
        yield Hostile("empty", name, b"", "empty")


NAMES = {
    "double ending": "contract.pdf.exe",
    "other double ending": "contract.exe.pdf",
    "web page": "contract.html",
    "drawing": "contract.svg",
    "script": "contract.js",
    "link": "contract.lnk",
    "right to left": "contract\u202efdp.exe",
    "right to left isolate": "con\u2067tract\u2069.pdf",
    "invisible": "con\u200btr\ufeffact.pdf",
    "control": "con\x01tra\x7fct.pdf",
    "lines": "contract\r\nSet-Cookie: a=b.pdf",
    "quotes": 'contract"; filename="x.exe.pdf',
    "tag": "<img src=x onerror=alert(1)>.pdf",
    "entity": "&lt;script&gt;.pdf",
    "path": "../../../etc/passwd.pdf",
    "windows path": "..\\..\\windows\\system32\\a.pdf",
    "absolute": "/etc/cron.d/x.pdf",
    "drive": "C:\\boot.ini.pdf",
    "stream": "contract.pdf:evil.exe",
    "percent": "%2e%2e%2fcontract.pdf",
    "long": "a" * 300 + ".pdf",
    "long in Kazakh": "Қ" * 250 + ".pdf",
    "nul": "contract.exe\x00.pdf",
    "device": "CON.pdf",
    "device without ending": "nul",
    "numbered device": "com1.pdf",
    "printer": "LPT9.pdf",
    "aux": "aux.tar.pdf",
    "spaces": "   .pdf",
    "dots": "....pdf",
    "formula": "=cmd().pdf",
    "shell": "$(reboot);`id`.pdf",
    "option": "-rf.pdf",
    "template": "{{7*7}}{% load x %}.pdf",
    "query": "a?b=c&d.pdf",
    "sql": "'; DROP TABLE files;--.pdf",
    "emoji": "📎 contract.pdf",
    "combining": "co" + "\u0301" * 60 + ".pdf",
}


def _names() -> Iterator[Hostile]:
    for number, (what, name) in enumerate(NAMES.items()):
        content = PDF + b"%% name %d\n%%%%EOF\n" % number
        yield Hostile(f"name: {what}", name, content, None)
