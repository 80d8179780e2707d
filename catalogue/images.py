"""Uploaded photos are encoded anew: no EXIF (place, owner), no hidden data, the right way up."""

import io
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.images.forms import BaseImageForm

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


BROKEN = (OSError, SyntaxError, ValueError)
"""What Pillow raises in the middle of a picture, and at its head where Wagtail looks at it first."""
Result = TypeVar("Result")


class CleanImageForm(BaseImageForm):
    """Wagtail checks format, weight and pixels, with words for each; what is left of the picture is encoded anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.to_python = kindly(field.to_python)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return kindly(encode_anew)(file) if "file" in self.changed_data else file


def kindly(read: Callable[[Any], Result]) -> Callable[[Any], Result]:
    """A broken picture is the sender's, not ours: it is told, and never a 500."""

    def told(file: Any) -> Result:
        try:
            return read(file)
        except BROKEN as error:
            raise ValidationError(_("The picture is broken. Choose another file."), code="broken") from error

    return told


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
