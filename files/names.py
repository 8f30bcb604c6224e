"""A file's name as it is kept and handed out: readable, without a trap in it."""

import re
import unicodedata

LONGEST_BYTES = 200
"""In UTF-8: below what file systems and this portal's columns take, a number beside it too."""
ENDINGS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}
# Controls, directions and other invisible signs, halves of pairs, line and paragraph ends.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_IN_NAMES = re.compile(r'[<>:"|?*%]')
DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.I)


def safe_name(name: str, content_type: str, *, fallback: str = "document") -> str:
    """The last part of ``name``, harmless on any system, with the ending of its content.

    A foreign ending is kept and followed by the right one: what the person called the
    file stays readable, and no system runs it.
    """
    plain = plain_name(name)
    endings = ENDINGS.get(content_type, ("",))
    ending = next((end for end in endings if plain.lower().endswith(end)), "")
    stem = plain[: -len(ending)].rstrip(" .") if ending else plain
    stem = stem or fallback
    if DEVICES.match(stem):
        stem = f"_{stem}"
    ending = ending or endings[0]
    return _shortened(stem, LONGEST_BYTES - len(ending)) + ending


def plain_name(name: str) -> str:
    """The last part of ``name`` to be shown: nothing invisible in it, perhaps empty."""
    signs = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    seen = "".join(sign for sign in signs if unicodedata.category(sign) not in INVISIBLE)
    return " ".join(NOT_IN_NAMES.sub("_", seen).split()).strip(" .")


def _shortened(stem: str, most: int) -> str:
    return stem.encode()[:most].decode(errors="ignore").rstrip(" .")
