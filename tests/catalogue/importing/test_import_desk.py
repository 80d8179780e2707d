"""Imports in the admin: tried first, then done by the queue; who may, and what a broken one shows."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from catalogue import import_desk
from catalogue.enums import ImportState
from catalogue.importing import runs
from catalogue.importing.sync import Sync
from catalogue.models import Provider, ProviderImport, ProviderRecord, ProviderSource
from marketplace.foundation.registry import tick_steps

from ..conftest import ON
from ..test_admin import staff

pytestmark = pytest.mark.django_db
TABLE = "id;name;ort\n1;Åhemmet;Vasa\n2;=Två;Närpes\n3;;Vasa\n"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)
    settings.STAFF_MFA_REQUIRED = False
    settings.PRIVATE_ROOT = str(tmp_path)


@pytest.fixture
def official(client: Client):
    user = staff("officials", "official@example.org")
    client.force_login(user)
    return user


@pytest.fixture
def post(client: Client, official, django_capture_on_commit_callbacks) -> Callable:
    """Posts, lets the queue do its work at once, and gives the page that follows."""

    def post_(address: str, **data):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"/admin/providerimport/{address}", data)
        return client.get(answer.headers["Location"]) if answer.status_code == 302 else answer

    return post_


def upload(text: str = TABLE, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def latest() -> ProviderImport:
    return ProviderImport.objects.latest("pk")


def test_a_file_is_tried_first_and_then_imported(post) -> None:
    page = post("new/", source=" Register ", file=upload())
    trial = latest()
    assert (trial.is_trial, trial.state, trial.source.name) == (True, ImportState.DONE, "Register")
    assert page.context["numbers"][0][1] == 2
    assert page.context["rejected"] == [(4, "namn: saknas.")]
    assert not Provider.objects.exists()
    page = post(f"{trial.pk}/start/")
    assert (latest().is_trial, latest().state, latest().by.email) == (False, ImportState.DONE, "official@example.org")
    assert list(Provider.objects.order_by("pk").values_list("name", flat=True)) == ["Åhemmet", "=Två"]
    assert ProviderSource.objects.get().columns == {"key": "id", "name": "name", "town": "ort"}
    assert 'http-equiv="refresh"' not in page.content.decode()


def test_the_columns_can_be_chosen_where_they_cannot_be_guessed(post) -> None:
    page = post("new/", source="Register", file=upload("nr;kallas\n1;Ett\n"))
    assert (latest().state, latest().trouble["code"]) == (ImportState.FAILED, "no_key")
    assert [value for value, _label in page.context["columns_form"].fields["key"].choices] == ["", "nr", "kallas"]
    page = post(f"{latest().pk}/columns/", key="nr", name="kallas")
    assert page.context["may_start"]
    post(f"{latest().pk}/start/")
    assert ProviderRecord.objects.get().name == "Ett"
    assert ProviderSource.objects.get().columns == {"key": "nr", "name": "kallas"}


@pytest.mark.parametrize("chosen", [{"key": "nr"}, {"key": "nr", "name": "other"}, {}])
def test_columns_that_do_not_fit_start_nothing(post, chosen: dict) -> None:
    post("new/", source="Register", file=upload("nr;kallas\n1;Ett\n"))
    post(f"{latest().pk}/columns/", **chosen)
    assert ProviderImport.objects.count() == 1


def test_a_complete_file_ends_who_is_missing(post) -> None:
    post("new/", source="Register", file=upload("id;name\n1;Ett\n2;Två\n"))
    post(f"{latest().pk}/start/")
    page = post("new/", source="Register", file=upload("id;name\n1;Ett\n"), complete="on")
    assert page.context["numbers"][2][1] == 1
    post(f"{latest().pk}/start/")
    assert list(Provider.objects.filter(ended_on=ON).values_list("name", flat=True)) == ["Två"]


def test_what_is_no_file_is_said_beside_the_field(post, monkeypatch) -> None:
    assert post("new/", source="", file="").context["form"].errors.keys() == {"source", "file"}
    monkeypatch.setattr(import_desk, "MOST_UPLOAD_MB", 0)
    assert "file" in post("new/", source="x", file=upload()).context["form"].errors
    assert not ProviderImport.objects.exists()


def test_a_broken_file_is_told_on_its_page(post) -> None:
    page = post("new/", source="Register", file=SimpleUploadedFile("x.csv.gz", b"\x1f\x8bbroken"))
    assert (latest().state, latest().trouble["code"]) == (ImportState.FAILED, "broken_gz")
    assert page.context["trouble"] and not page.context["may_start"]
    post(f"{latest().pk}/start/")
    assert ProviderImport.objects.count() == 1


def test_the_rejected_rows_come_as_a_file(post, client: Client) -> None:
    post("new/", source="Register", file=upload('id;name;ort\n1;;"=cmd"\n'))
    for language, words in (("sv", "namn: saknas."), ("fi", "nimi: puuttuu.")):
        answer = client.get(f"/admin/providerimport/{latest().pk}/rejected.csv", headers={"Accept-Language": language})
        text = answer.getvalue().decode("utf-8-sig")
        assert text.startswith("id,name,ort,") and "1,,'=cmd,2," in text
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert words in text


def test_while_it_runs_the_page_comes_again(client: Client, official, post) -> None:
    post("new/", source="Register", file=upload())
    run = latest()
    ProviderImport.objects.filter(pk=run.pk).update(state=ImportState.RUNNING, rows_done=1)
    page = client.get(f"/admin/providerimport/{run.pk}/").content.decode()
    assert '<meta http-equiv="refresh" content="2">' in page
    assert 'max="3" value="1"' in page


def test_one_that_stands_still_is_taken_up_by_the_tick(post, monkeypatch, django_capture_on_commit_callbacks) -> None:
    monkeypatch.setattr("catalogue.importing.sync.BATCH", 1)
    post("new/", source="Register", file=upload())
    trial, real = latest(), Sync._batch

    class Killed(BaseException):
        pass

    def die(self: Sync, batch: list, done: int) -> None:
        real(self, batch, done)
        raise Killed

    monkeypatch.setattr(Sync, "_batch", die)
    post(f"{trial.pk}/start/")
    monkeypatch.setattr(Sync, "_batch", real)
    run = latest()
    assert (run.state, run.rows_done, Provider.objects.count()) == (ImportState.RUNNING, 1, 1)
    step = next(run for step, run in tick_steps() if step.name == "imports that stand still")
    assert step(ON) == 0
    ProviderImport.objects.filter(pk=run.pk).update(beat_at=timezone.now() - runs.STALLED - dt.timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert step(ON) == 1
    run.refresh_from_db()
    assert (run.state, run.rows_done, run.counts["added"], run.counts["rejected"]) == (ImportState.DONE, 3, 2, 1)
    assert Provider.objects.count() == 2


def test_what_failed_on_our_side_can_go_on(post, monkeypatch) -> None:
    post("new/", source="Register", file=upload())
    trial, real = latest(), Sync._batch
    monkeypatch.setattr(Sync, "_batch", lambda *_: 1 / 0)
    page = post(f"{trial.pk}/start/")
    assert (latest().state, page.context["may_go_on"]) == (ImportState.FAILED, True)
    monkeypatch.setattr(Sync, "_batch", real)
    post(f"{latest().pk}/go-on/")
    assert (latest().state, Provider.objects.count()) == (ImportState.DONE, 2)


def test_the_lists_say_that_an_imported_provider_is_not_approved(post, client: Client, make_listing) -> None:
    make_listing()
    post("new/", source="Register", file=upload())
    post(f"{latest().pk}/start/")
    page = client.get("/admin/provider/")
    said = {row.name: row.approved for row in page.context["object_list"]}
    assert said == {"Tranbärets Hemhjälp Ab": True, "Åhemmet": False, "=Två": False}
    provider = Provider.objects.get(name="Åhemmet")
    assert "Register" in client.get(f"/admin/provider/edit/{provider.pk}/").content.decode()
    assert client.get("/admin/providerimport/").status_code == 200


def offered(page) -> list[str]:
    return [label for value, label in page.context["form"].fields["provider"].choices if value]


def test_a_large_register_fills_no_list_of_choices(client: Client, official, make_listing) -> None:
    """Its providers are approved from their own pages; any of them is accepted."""
    make_listing()
    mine, other = (Provider.objects.create(name=name, kind="company", source="r") for name in ("Min", "Annan"))
    ours = ["Tranbärets Hemhjälp Ab"]
    assert offered(client.get("/admin/approval/new/")) == ours
    page = client.get(f"/admin/approval/new/?provider={mine.pk}")
    assert offered(page) == ["Min", *ours]
    assert f'<option value="{mine.pk}" selected>' in page.content.decode()
    again = client.post("/admin/approval/new/", {"provider": other.pk, "from_on": "x"})
    assert offered(again) == ["Annan", *ours] and "provider" not in again.context["form"].errors
    for odd in ("x", "9" * 30, "-1", "٧"):
        assert offered(client.get("/admin/approval/new/", {"provider": odd})) == ours
    listing = client.get("/admin/snippets/catalogue/listing/add/")
    assert offered(listing) == ours
    assert f"?provider={mine.pk}" in client.get(f"/admin/provider/edit/{mine.pk}/").content.decode()


ADDRESSES = [("get", "new/"), ("post", "new/"), ("get", "{}/"), ("get", "{}/rejected.csv")] + [
    ("post", f"{{}}/{act}/") for act in ("columns", "start", "go-on")
]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
@pytest.mark.parametrize("who", ["visitor", "editor", "outsider"])
def test_only_officials_may(post, client: Client, method: str, address: str, who: str) -> None:
    """An editor may enter the admin, but not here; others do not come in at all."""
    post("new/", source="Register", file=upload())
    url, count = f"/admin/providerimport/{address.format(latest().pk)}", ProviderImport.objects.count()
    client.logout()
    if who != "visitor":
        user = staff("editors", f"{who}@example.org")
        user.groups.get().permissions.set(user.groups.get().permissions.exclude(content_type__app_label="catalogue"))
        if who == "outsider":
            user.groups.clear()
        client.force_login(user)
    answer = getattr(client, method)(url, {"source": "x", "file": upload()} if method == "post" else {})
    assert answer.status_code == 302
    assert not answer.headers["Location"].startswith("/admin/providerimport")
    assert ProviderImport.objects.count() == count


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_each_address_takes_its_own_methods(post, client: Client, method: str, address: str) -> None:
    post("new/", source="Register", file=upload())
    if address != "new/":
        other = "post" if method == "get" else "get"
        assert getattr(client, other)(f"/admin/providerimport/{address.format(latest().pk)}").status_code == 405
