import copy
import io
from collections.abc import Callable

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import translation
from PIL import Image

from catalogue.models import Approval, Listing, Provider
from marketplace.demo.applicants import pdf
from marketplace.demo.world import World
from marketplace.notices.models import Notice
from tests.demo_fixtures import DRAWN_DAY, noon_of


@pytest.fixture(autouse=True)
def no_second_factor(settings, tmp_path) -> None:
    """Staff are let in by password alone. Files of one test are of no other."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def cast(stage: World) -> World:
    """The shared world with rows of one's own, on the drawn day, with nothing told yet."""
    Notice.objects.all().delete()
    with time_machine.travel(noon_of(DRAWN_DAY), tick=True):
        yield copy.deepcopy(stage)


@pytest.fixture
def as_person(cast: World) -> Callable[[str], Browser]:
    """A browser of that person's own."""

    def log_in(key: str) -> Browser:
        browser = Browser(headers={"accept-language": "en"})
        browser.force_login(cast.users[key], backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return log_in


@pytest.fixture
def petra(as_person: Callable[[str], Browser]) -> Browser:
    return as_person("petra")


@pytest.fixture
def olof(as_person: Callable[[str], Browser]) -> Browser:
    return as_person("olof")


@pytest.fixture
def cleaning(cast: World) -> Listing:
    """An hour of cleaning: 45 € on a weekday, 50 € in the evening, 54 € on a Saturday."""
    return cast.listings["tranbaret.cleaning"]


@pytest.fixture
def five_per_cent(cast: World) -> None:
    """The county looks at prices that rise by more than five per cent."""
    cast.organiser.rule_sets.update(price_confirm_percent=5)


@pytest.fixture
def havtorn(cast: World) -> Provider:
    """Pia's: sent in its application for cleaning on 20 November, six days ago."""
    return cast.applicants["havtorn"]


@pytest.fixture
def waiting(havtorn: Provider) -> Approval:
    return havtorn.approvals.get()


@pytest.fixture
def asked(cast: World) -> Approval:
    """Kirsi's: the county asked on 24 November."""
    return cast.applicants["kielo"].approvals.get()


@pytest.fixture
def tranbaret(cast: World) -> Approval:
    """Of the provider that Aino has chosen for cleaning."""
    return cast.providers["tranbaret"].approvals.get(category__code="cleaning")


def upload(name: str = "intyg.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf("Intyg") if content is None else content)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    image, exif, out = Image.new("RGB", size), Image.Exif(), io.BytesIO()
    exif[0x010E] = "a secret place"
    image.save(out, kind, exif=exif)
    return out.getvalue()


def told() -> set[tuple[str, str, str]]:
    """Who is told what in which language."""
    rows = Notice.objects.values_list("email", "kind", "language")
    return {(email.partition("@")[0], kind, language) for email, kind, language in rows}


def text_of(answer) -> str:
    """The words of a page, with single spaces."""
    import re
    from html import unescape

    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(autouse=True)
def english() -> None:
    """Words of actions and models in these tests are the sources' own."""
    translation.activate("en")
