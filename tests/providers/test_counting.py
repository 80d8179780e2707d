"""Views are counted without a statement on the page, without the provider's own people and robots, whatever fails."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from marketplace.clients.models import Client
from marketplace.providers import counting
from marketplace.providers.models import EmptySearch, ListingViews, RefusedWish
from marketplace.selections.actions.drafts import start_draft
from marketplace.selections.enums import PatternKind
from marketplace.selections.pattern import Pattern

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def empty(cast) -> Iterator[None]:
    """Nothing noted yet, and nothing counted in the world's past."""
    for model in (ListingViews, RefusedWish, EmptySearch):
        model.objects.all().delete()
    counting.forget()
    yield
    counting.forget()


@pytest.fixture
def url(cast) -> str:
    return f"/sv/listings/{cast.listings['tranbaret.cleaning'].pk}/"


def reader(cast, key: str = "", agent: str = FIREFOX) -> Browser:
    browser = Browser(headers={"user-agent": agent})
    if key:
        browser.force_login(cast.users[key], backend="django.contrib.auth.backends.ModelBackend")
    return browser


def counted() -> list[tuple[int, dt.date, int]]:
    assert counting.write()
    return list(ListingViews.objects.order_by("listing", "on").values_list("listing", "on", "seen"))


def test_one_row_for_a_listing_and_day(cast, url: str) -> None:
    pk, other = (cast.listings[key].pk for key in ("tranbaret.cleaning", "larkan.walk"))
    for _time in range(3):
        reader(cast).get(url)
    assert counted() == [(pk, dt.date(2026, 11, 26), 3)]
    reader(cast).get(url)
    reader(cast).get(f"/fi/listings/{other}/?postcode=65100")
    with time_machine.travel(dt.datetime(2026, 11, 27, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))):
        reader(cast).get(url)
    assert counted() == [
        (pk, dt.date(2026, 11, 26), 4),
        (pk, dt.date(2026, 11, 27), 1),
        (other, dt.date(2026, 11, 26), 1),
    ]


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "curl/8.5.0",
        "facebookexternalhit/1.1 bot",
        "python-requests/2.32",
    ],
)
def test_robots_are_no_readers(cast, url: str, agent: str) -> None:
    assert reader(cast, agent=agent).get(url).status_code == 200
    assert counted() == []


def test_looking_ahead_heads_and_pages_that_are_not_there_count_nothing(cast, url: str) -> None:
    browser = reader(cast)
    browser.get(url, headers={"sec-purpose": "prefetch;prerender"})
    browser.get(url, headers={"purpose": "prefetch"})
    browser.head(url)
    assert browser.get("/sv/listings/99999999/").status_code == 404
    assert browser.get("/sv/").status_code == 200
    assert counted() == []


def test_the_providers_own_people_are_left_out(cast, url: str) -> None:
    """Petra works there; Pia for another provider; Aino and her son read their own pages."""
    pk = cast.listings["tranbaret.cleaning"].pk
    hers = f"/sv/for/{cast.clients['Aino Virtanen'].number}/listings/{pk}/"
    for key, path in (("petra", url), ("petra", url), ("pia", url), ("aino", hers), ("antti", hers), ("otto", url)):
        assert reader(cast, key).get(path).status_code == 200
    assert counted() == [(pk, dt.date(2026, 11, 26), 4)]


def test_a_cookie_that_means_nothing_is_a_visitor(cast, url: str) -> None:
    browser = reader(cast)
    browser.cookies["sessionid"] = "x" * 40
    browser.get(url)
    assert [row[2] for row in counted()] == [1]


def test_the_page_does_not_ask_the_database_more(cast, url: str) -> None:
    """Same statements, same bytes and same headers as for a robot that is not counted."""
    answers = []
    for agent in ("curl/8", FIREFOX):
        browser = reader(cast, "petra", agent)
        browser.get(url)
        with CaptureQueriesContext(connection) as seen:
            answer = browser.get(url)
        answers.append((len(seen), answer.content, answer.headers["Cache-Control"], answer.headers.get("Vary")))
    assert answers[0] == answers[1]


def test_writing_costs_the_same_for_many(cast) -> None:
    counts = []
    for keys in (["tranbaret.cleaning"], list(cast.listings)[:9]):
        for key in keys:
            for person in ("petra", "otto", "pia"):
                reader(cast, person).get(f"/sv/listings/{cast.listings[key].pk}/")
        with CaptureQueriesContext(connection) as seen:
            counting.write()
        counts.append(len([q for q in seen if not q["sql"].lstrip().startswith("INSERT INTO providers_listingviews")]))
    assert counts[0] == counts[1]


def test_what_cannot_be_written_breaks_nothing_and_waits(cast, url: str, monkeypatch, caplog) -> None:
    real = counting._write
    monkeypatch.setattr(counting, "_write", lambda heap: (_ for _ in ()).throw(OperationalError("database is locked")))
    reader(cast).get(url)
    assert counting.write() is False
    assert "not written (database is locked)" in caplog.text
    assert reader(cast).get(url).status_code == 200
    monkeypatch.setattr(counting, "_write", real)
    assert [row[2] for row in counted()] == [2]


def test_the_heap_is_bounded(cast, url: str, monkeypatch) -> None:
    monkeypatch.setattr(counting, "MOST", 1)
    reader(cast).get(url)
    reader(cast).get(f"/sv/listings/{cast.listings['larkan.walk'].pk}/")
    assert len(counted()) == 1


def test_written_half_a_minute_later_after_any_answer(cast, url: str, monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(counting, "monotonic", lambda: now[0])
    monkeypatch.setattr(counting, "_in_transaction", lambda: False)
    reader(cast).get(url)
    for now[0], seen in ((129.0, 0), (130.0, 1)):
        reader(cast).get("/sv/")
        assert ListingViews.objects.count() == seen


def test_never_inside_a_transaction_of_another(cast, url: str, monkeypatch) -> None:
    monkeypatch.setattr(counting, "SECONDS", 0)
    reader(cast).get(url)
    reader(cast).get("/sv/")
    assert not ListingViews.objects.exists()


# Wishes that were refused, and searches in vain


def refuse(cast, name: str = "Aino Virtanen", key: str = "tranbaret.cleaning", reason: str = "NOT_SERVED", on=None):
    client = Client.objects.select_related("postal_area").get(pk=cast.clients[name].pk)
    return counting.refused_wish(client, cast.listings[key].pk, reason, on or dt.date(2026, 11, 26))


def test_a_person_counts_once_a_month_for_a_listing(cast) -> None:
    first, again = refuse(cast), refuse(cast, reason="OVER_BUDGET", on=dt.date(2026, 11, 1))
    others = (refuse(cast, on=dt.date(2026, 12, 1)), refuse(cast, key="larkan.walk"), refuse(cast, "Göta Finne"))
    assert first.token == again.token
    assert len({first.token, *(other.token for other in others)}) == 4
    assert first.month == dt.date(2026, 11, 1)


def test_the_no_of_the_check_page_is_kept_without_her(cast) -> None:
    """Four hours on every working day are more than her month. She looks twice, and counts once."""
    aino = cast.clients["Aino Virtanen"]
    pattern = Pattern(PatternKind.WEEKLY, dt.date(2026, 12, 1), 4, 1, (0, 1, 2, 3, 4), None, dt.time(10))
    draft = start_draft(
        client=aino, listing=cast.listings["tranbaret.cleaning"], author=cast.users["aino"], pattern=pattern
    )
    browser = reader(cast, "aino")
    for _time in range(2):
        assert browser.get(f"/sv/for/{aino.number}/check/{draft.pk}/").context["refusal"] == "OVER_BUDGET"
    assert counting.write()
    row = RefusedWish.objects.get()
    assert (row.reason, row.listing, row.month) == (
        "OVER_BUDGET",
        cast.listings["tranbaret.cleaning"],
        dt.date(2026, 11, 1),
    )
    assert row.municipality_id == aino.postal_area.municipality_id
    assert str(aino.number) not in str(vars(row))


def test_a_search_in_vain_counts_once_a_day_for_a_kind_and_a_place(cast) -> None:
    call_command("search_rebuild", verbosity=0)
    browser = reader(cast)
    vain = "/sv/search/?postcode=65100&category=cleaning&category=snow&q=zzzzqqq"
    for _time in range(2):
        assert browser.get(vain).context["found"].total == 0
    browser.get("/sv/search/?municipality=545&q=zzzzqqq")
    browser.get("/sv/search/?q=zzzzqqq")  # nowhere in particular
    browser.get("/sv/search/?postcode=65100&category=cleaning")  # finds something
    reader(cast, agent="curl/8").get("/sv/search/?municipality=545&category=cleaning&q=zzzzqqq")
    assert counting.write()
    for _time in range(2):
        browser.get("/sv/search/?municipality=545&q=zzzzqqq")
        assert counting.write()
    rows = EmptySearch.objects.order_by("municipality__code", "category__code")
    assert list(rows.values_list("category__code", "municipality__code", "on")) == [
        (None, "545", dt.date(2026, 11, 26)),
        ("cleaning", "905", dt.date(2026, 11, 26)),
        ("snow", "905", dt.date(2026, 11, 26)),
    ]
