"""Photos that providers send for their listings: JPEG, PNG or WebP of a bounded size, of pixels alone."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from wagtail.images import get_image_model

from marketplace.accounts.models import User

from .images import FORMATS, encode_anew, kindly
from .uploads import MEGABYTE

MOST_MEGABYTES = 8
MOST_PIXELS = 25_000_000
"""As Wagtail's own limits in the settings."""
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}


def clean_photo(file: Any) -> Any:
    """The same picture encoded anew, without what the camera noted (place, owner).

    Raises ValidationError: "too_large", "kind", "pixels" or "broken".
    """
    if file.size > MOST_MEGABYTES * MEGABYTE:
        words = _("The photo is %(size)s MB. It may be at most %(most)s MB. Save it smaller and try again.")
        figures = {"size": -(-file.size // MEGABYTE), "most": MOST_MEGABYTES}
        raise ValidationError(words, code="too_large", params=figures)
    width, height, kind = _look(file)
    if width * height > MOST_PIXELS:
        raise ValidationError(_("The picture has too many pixels. Save it smaller and try again."), code="pixels")
    clean = kindly(encode_anew)(file)
    clean.name = f"photo{ENDINGS[kind]}"
    return clean


def _look(file: Any) -> tuple[int, int, str]:
    """Width, height and kind, from the picture's head alone."""
    file.seek(0)
    try:
        with Image.open(io.BytesIO(file.read()), formats=list(FORMATS)) as picture:
            return *picture.size, picture.format or ""
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        words = _("This is not a photo. Choose a file that ends in .jpg, .png or .webp.")
        raise ValidationError(words, code="kind") from error


def keep_photo(file: Any, *, title: str, by: User) -> Any:
    """A cleaned photo among the site's images; those of drafts that nobody uses any more stay there."""
    return get_image_model().objects.create(title=title[:255], file=file, uploaded_by_user=by)
