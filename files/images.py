"""Whether an uploaded picture is one: whole, of a known kind and not too large to open."""

from enum import StrEnum
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 80_000_000
"""A sheet of A3 at 600 dots per inch has 70 million."""
FORMATS = ("PNG", "JPEG")
# A telephone's picture with a preview inside calls itself MPO; it is read as a JPEG.
CONTENT_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg"}
PNG_END, JPEG_END, JPEG_SCAN = b"IEND\xaeB`\x82", b"\xff\xd9", b"\xff\xda"
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError)


class ImageFault(StrEnum):
    PIXELS = "pixels"
    DAMAGED = "damaged"


def image_type(file: BinaryIO) -> str | ImageFault:
    """The content type, or why the picture is not taken in. Decodes at an eighth at most."""
    file.seek(0)
    try:
        return _checked(file)
    except TOO_LARGE:
        return ImageFault.PIXELS
    except BROKEN:
        return ImageFault.DAMAGED
    finally:
        file.seek(0)


def _checked(file: BinaryIO) -> str | ImageFault:
    with Image.open(file, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            return ImageFault.PIXELS
        kind = CONTENT_TYPES[str(image.format)]
        if not _is_whole(file, kind):
            return ImageFault.DAMAGED
        if kind == "image/jpeg":
            image.draft("RGB", (image.width // 8, image.height // 8))
            image.load()
        else:
            image.verify()
    return kind


def _is_whole(file: BinaryIO, kind: str) -> bool:
    """Whether the picture's own end mark is there.

    Pillow looks only where no other library of the process told it not to.
    """
    place = file.tell()
    file.seek(0)
    content = file.read()
    file.seek(place)
    if kind == "image/png":
        return PNG_END in content
    return content.rfind(JPEG_END) > content.rfind(JPEG_SCAN)
