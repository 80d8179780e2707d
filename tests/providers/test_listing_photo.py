"""A listing's photo: of pixels alone, described in every language, in several sizes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from PIL import Image
from wagtail.images import get_image_model

from catalogue import photos
from catalogue.listing_states import draft_of
from catalogue.models import Listing
from catalogue.uploads import MEGABYTE
from marketplace.demo.world import World

from .conftest import picture, text_of

ALT = {"photo_alt_sv": "En hink.", "photo_alt_fi": "Ämpäri."}


@pytest.fixture
def live(cast: World) -> Listing:
    return cast.listings["tranbaret.cleaning"]


@pytest.fixture
def url(live: Listing) -> str:
    return f"/en/provider/{live.provider_id}/listings/{live.pk}/questions/photo/"


def photo(content: bytes, name: str = "min bild.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def draft(listing: Listing) -> Listing:
    return draft_of(Listing.objects.get(pk=listing.pk))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_encoded_anew(petra: Browser, url: str, live: Listing, kind: str) -> None:
    assert b"a secret place" in picture(kind)
    assert petra.post(url, ALT | {"file": photo(picture(kind))}).status_code == 302
    kept = draft(live).photo
    with kept.file.open() as file:
        content = file.read()
    assert b"a secret place" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == (kind, (40, 20), {})
    assert Listing.objects.get(pk=live.pk).photo is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"GIF89a", "This is not a photo."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is not a photo."),
        (b"%PDF-1.4 %%EOF", "This is not a photo."),
        (picture(size=(400, 300))[:-200], "The picture is broken."),
        (picture() + b" " * (8 * MEGABYTE), "It may be at most 8 MB."),
    ],
    ids=["empty", "half a gif", "svg", "pdf", "half a jpeg", "nine megabytes"],
)
def test_what_is_no_photo_is_told_kindly(petra: Browser, url: str, live: Listing, content: bytes, words: str) -> None:
    before = get_image_model().objects.count()
    answer = petra.post(url, ALT | {"file": photo(content)})
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert 'value="En hink."' in answer.content.decode()
    assert draft(live).photo is None
    assert get_image_model().objects.count() == before


def test_too_many_pixels(petra: Browser, url: str, live: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_PIXELS", 799)
    assert "too many pixels" in text_of(petra.post(url, ALT | {"file": photo(picture(size=(40, 20)))}))


def test_a_photo_needs_its_words_in_every_language(petra: Browser, url: str, live: Listing) -> None:
    home = url.removesuffix("questions/photo/")
    refused = petra.post(url, {"file": photo(picture())})
    assert "Write it in one language at least." in text_of(refused)
    petra.post(url, {"file": photo(picture())} | ALT)  # the English text has none
    page = text_of(petra.post(f"{home}send/", follow=True))
    assert "Something is missing still." in page


def test_taken_away_its_words_go_too(petra: Browser, url: str, live: Listing) -> None:
    petra.post(url, ALT | {"file": photo(picture())})
    assert petra.post(url, ALT | {"remove": "on"}).status_code == 302
    bare = draft(live)
    assert bare.photo is None
    assert {text.photo_alt for text in bare.texts.all()} == {""}


def test_pages_give_it_in_several_sizes(cast: World, petra: Browser, url: str, live: Listing) -> None:
    petra.post(url, ALT | {"file": photo(picture(size=(1600, 1200)))})
    page = petra.get(url.replace("questions/photo/", "preview/").replace("/en/", "/sv/")).content.decode()
    assert 'alt="En hink."' in page
    assert [size in page for size in ("480w", "800w", "1280w", "format-webp", 'sizes="')] == [True] * 5
