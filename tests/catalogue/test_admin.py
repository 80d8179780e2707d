import io
import json
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from catalogue import actions
from catalogue.actions import Line
from catalogue.images import encode_anew
from catalogue.models import Listing
from catalogue.offers import load_offers
from marketplace.accounts.models import User

from .conftest import ON, WEEKDAY

pytestmark = pytest.mark.django_db
MODELS = (
    "provider",
    "category",
    "vouchervalue",
    "clientfeeinfo",
    "evidencerequirement",
    "organiser",
    "organiserrules",
    "holiday",
    "municipality",
    "postalarea",
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)
    settings.STAFF_MFA_REQUIRED = False


def staff(role: str, email: str) -> User:
    group, _new = Group.objects.get_or_create(name=role)
    door = Permission.objects.filter(codename="access_admin")
    group.permissions.add(*door, *Permission.objects.filter(content_type__app_label="catalogue"))
    user = User.objects.create_user(email)
    user.groups.add(group)
    return user


@pytest.fixture
def official(client: Client, olof: User) -> User:
    user = staff("officials", "official@example.org")
    client.force_login(user)
    return user


def draft_fields(listing: Listing, title: str) -> dict[str, object]:
    texts = list(listing.texts.order_by("language"))
    data: dict[str, object] = {
        "provider": listing.provider_id,
        "kind": listing.kind,
        "category": listing.category_id,
        "unit": listing.unit,
        "speaks": ["sv", "fi"],
        "photo": "",
        "texts-TOTAL_FORMS": len(texts),
        "texts-INITIAL_FORMS": len(texts),
        "texts-MIN_NUM_FORMS": 0,
        "texts-MAX_NUM_FORMS": 3,
    }
    for number, text in enumerate(texts):
        fields = {"id": text.pk, "language": text.language, "title": title, "summary": "", "body": "Ny text"}
        data |= {f"texts-{number}-{name}": value for name, value in fields.items()}
    return data


@pytest.mark.parametrize("model", MODELS)
def test_the_plain_lists_and_forms_open(client: Client, official, make_listing, set_value, model: str) -> None:
    make_listing()
    set_value(100)
    for page in ("", "new/"):
        assert client.get(f"/admin/{model}/{page}").status_code == 200


def test_an_old_draft_brings_back_no_old_price_place_or_quantity(
    client: Client, official, make_listing, narpes, vasa
) -> None:
    listing = make_listing()
    address = f"/admin/snippets/catalogue/listing/edit/{listing.pk}/"
    assert client.get(address).status_code == 200
    saved = client.post(address, draft_fields(listing, "Nytt namn"))
    assert saved.status_code == 302
    listing.refresh_from_db()
    assert listing.has_unpublished_changes
    lines = [Line(**WEEKDAY, cents=5100)]
    actions.set_price(listing=listing, by=None, on=ON, valid_from=ON, lines=lines, smallest=Decimal(3))
    actions.set_served(listing=listing, municipalities=[vasa.municipality, narpes.municipality])
    listing.refresh_from_db()
    listing.latest_revision.publish()
    offer = load_offers([listing.pk], ON)[listing.pk]
    assert (list(offer.lines.values()), offer.smallest) == ([5100], 3)
    assert offer.served == {vasa.municipality_id, narpes.municipality_id}
    assert Listing.objects.get(pk=listing.pk).text("sv").title == "Nytt namn"


def test_publishing_by_the_button_tells_the_search(client: Client, official, make_listing, changes) -> None:
    listing = make_listing()
    changes.clear()
    fields = draft_fields(listing, "Publicerat") | {"action-publish": "1"}
    assert client.post(f"/admin/snippets/catalogue/listing/edit/{listing.pk}/", fields).status_code == 302
    assert Listing.objects.get(pk=listing.pk).text("sv").title == "Publicerat"
    assert [listing.pk] in [ids for ids, _scope in changes]


def test_a_stale_save_is_refused_and_what_was_typed_stays(client: Client, official, make_listing) -> None:
    listing = make_listing()
    address = f"/admin/snippets/catalogue/listing/edit/{listing.pk}/"
    old = listing.latest_revision
    opened = {"loaded_revision_id": old.pk, "loaded_revision_created_at": old.created_at.isoformat()}
    client.post(address, draft_fields(listing, "Den andras"))
    answer = client.post(address, draft_fields(listing, "Mitt verk") | opened)
    assert answer.status_code == 200
    assert "Mitt verk" in answer.content.decode()
    listing.refresh_from_db()
    assert listing.latest_revision.content["texts"][0]["title"] == "Den andras"


def test_what_is_published_keeps_its_unit(client: Client, official, make_listing) -> None:
    listing = make_listing()
    fields = draft_fields(listing, "X") | {"unit": "visit", "action-publish": "1"}
    answer = client.post(f"/admin/snippets/catalogue/listing/edit/{listing.pk}/", fields)
    assert answer.status_code == 200
    assert Listing.objects.get(pk=listing.pk).unit == "hour"


def test_the_preview_shows_the_body(client: Client, official, make_listing) -> None:
    listing = make_listing()
    address = f"/admin/snippets/catalogue/listing/preview/{listing.pk}/"
    answer = client.post(address, draft_fields(listing, "Förhandsvisad"))
    assert json.loads(answer.content)["is_valid"]
    assert "Förhandsvisad" in client.get(address).content.decode()


def test_nothing_is_deleted_in_the_admin(client: Client, official, make_listing) -> None:
    listing = make_listing()
    assert client.post(f"/admin/snippets/catalogue/listing/delete/{listing.pk}/").status_code in {302, 403, 404}
    assert Listing.objects.filter(pk=listing.pk).exists()


# Photos


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    image = Image.new("RGB", size)
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def test_photos_are_encoded_anew_without_exif() -> None:
    raw = picture()
    assert b"a secret place" in raw
    clean = encode_anew(SimpleUploadedFile("x.jpg", raw, "image/jpeg"))
    assert b"a secret place" not in clean.read()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jpg", b"not an image"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("x.png", picture("PNG", (6000, 5000))),
        ("x.jpg", picture() + b"x" * (8 * 1024 * 1024)),
        ("x.jpg", picture()[:200]),
        ("x.jpg", picture(size=(900, 900))[:-400]),
        ("x.gif", picture("GIF")),
    ],
    ids=["no image", "svg", "30 Mpx", "over 8 MB", "cut off", "cut off late", "gif"],
)
def test_what_is_no_photo_is_refused_kindly(client: Client, name: str, content: bytes) -> None:
    client.force_login(User.objects.create_superuser("super@example.org"))
    answer = client.post("/admin/images/add/", {"title": "x", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_search_words_of_a_category_are_edited_in_three_languages(client: Client, official, cleaning, changes) -> None:
    page = client.get(f"/admin/category/edit/{cleaning.pk}/").content.decode()
    assert all(f'name="search_terms_{code}"' in page for code in ("sv", "fi", "en"))
    fields = {
        "parent": cleaning.parent_id,
        "code": "cleaning",
        "position": 1,
        "name_sv": "Städning",
        "name_fi": "Siivous",
    }
    changes.clear()
    words = {"search_terms_sv": "moppa", "search_terms_fi": "moppaus", "search_terms_en": "mopping"}
    assert client.post(f"/admin/category/edit/{cleaning.pk}/", fields | words).status_code == 302
    cleaning.refresh_from_db()
    assert [getattr(cleaning, name) for name in words] == ["moppa", "moppaus", "mopping"]
    assert changes == [(None, ("category", cleaning.pk))]
