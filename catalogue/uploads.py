"""Documents that providers send as evidence: PDF or a picture, of a bounded size, nothing else."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from .images import encode_anew

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 10
MOST_PIXELS = 40_000_000
PICTURES = {"JPEG": ".jpg", "PNG": ".png"}
HEAD, TAIL = 1024, 4096
"""Bytes from the start in which a PDF names itself, and from the end in which it says that it is whole."""


def clean_document(file: Any) -> Any:
    """The file, with an ending that fits; a picture is encoded anew, without what the camera noted (place, owner).

    Raises ValidationError: "too_large", "empty", "pixels", "damaged" or "kind".
    """
    if file.size > MOST_MEGABYTES * MEGABYTE:
        words = _("The file is %(size)s MB. It may be at most %(most)s MB. Save it smaller and try again.")
        figures = {"size": -(-file.size // MEGABYTE), "most": MOST_MEGABYTES}
        raise ValidationError(words, code="too_large", params=figures)
    if not file.size:
        raise ValidationError(_("The file is empty. Choose another one."), code="empty")
    return _pdf(file) if _starts_as_pdf(file) else _picture(file)


def _starts_as_pdf(file: Any) -> bool:
    file.seek(0)
    return b"%PDF-" in file.read(HEAD)


def _pdf(file: Any) -> Any:
    file.seek(max(0, file.size - TAIL))
    if b"%%EOF" not in file.read():
        raise ValidationError(_("The PDF is damaged: its end is missing. Save it once more."), code="damaged")
    file.seek(0)
    file.name = "document.pdf"
    return file


def _picture(file: Any) -> Any:
    file.seek(0)
    try:
        with Image.open(io.BytesIO(file.read()), formats=list(PICTURES)) as picture:
            width, height, kind = *picture.size, picture.format or ""
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        words = _("This is neither a PDF nor a photo. Choose a file that ends in .pdf, .jpg or .png.")
        raise ValidationError(words, code="kind") from error
    if width * height > MOST_PIXELS:
        raise ValidationError(_("The picture has too many pixels. Save it smaller and try again."), code="pixels")
    try:
        clean = encode_anew(file)
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError(_("The picture is damaged. Save it once more."), code="damaged") from error
    clean.name = f"document{PICTURES[kind]}"
    return clean
