"""Uploaded photos are encoded anew: no EXIF (place, owner), no hidden data, the right way up."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from PIL import Image, ImageOps
from wagtail.images.forms import BaseImageForm

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class CleanImageForm(BaseImageForm):
    """Wagtail has checked format, weight and pixels by now, with words for each."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return encode_anew(file) if "file" in self.changed_data else file


def encode_anew(file: Any) -> InMemoryUploadedFile:
    """The same picture in the same format, of pixels alone."""
    file.seek(0)
    with Image.open(file) as picture:
        kind = picture.format if picture.format in FORMATS else "PNG"
        plain = ImageOps.exif_transpose(picture)
        plain.info = {}
        out = io.BytesIO()
        plain.save(out, kind, quality=88)
    size = out.tell()
    out.seek(0)
    return InMemoryUploadedFile(out, "file", file.name, FORMATS[kind], size, None)
