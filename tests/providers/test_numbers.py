"""A provider's own numbers, reckoned by hand: twelve whole months before 26 November 2026."""

import datetime as dt
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.models import Category, Listing, Municipality
from marketplace.providers.models import EmptySearch, ListingViews, RefusedWish
from marketplace.providers.numbers import last_months, numbers_of, unmet_near
from marketplace.selections.models import Selection, ShortlistItem

from .conftest import text_of

ON = dt.date(2026, 11, 26)
OCTOBER, SEPTEMBER, LAST_NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 9, 1), dt.date(2025, 11, 1)
_tokens = count()


@pytest.fixture
def blank(cast):
    """The world without what its story has counted already."""
    Selection.objects.update(requested_on=dt.date(2024, 5, 5))
    ShortlistItem.objects.all().delete()
    for model in (ListingViews, RefusedWish, EmptySearch):
        model.objects.all().delete()
    return cast


def cleaning(world) -> Listing:
    return world.listings["tranbaret.cleaning"]


def refuse(listing: Listing, times: int, reason: str, month: dt.date = OCTOBER, town: str = "905") -> None:
    place = Municipality.objects.get(code=town)
    facts = {"listing": listing, "municipality": place, "reason": reason, "month": month}
    RefusedWish.objects.bulk_create(RefusedWish(token=str(next(_tokens)), **facts) for _ in range(times))


def in_vain(days: range, category: str | None = "snow", town: str = "905") -> None:
    kind = Category.objects.get(code=category) if category else None
    place = Municipality.objects.get(code=town)
    EmptySearch.objects.bulk_create(
        EmptySearch(category=kind, municipality=place, on=dt.date(2026, 10, day)) for day in days
    )


def shown(cells) -> dict:
    """Without the zeros."""
    return {key: number for key, number in cells.shown.items() if number != 0}


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (ON, LAST_NOVEMBER, OCTOBER),
        (dt.date(2026, 10, 25), dt.date(2025, 10, 1), SEPTEMBER),  # the day summer time ends
        (dt.date(2028, 2, 29), dt.date(2027, 2, 1), dt.date(2028, 1, 1)),
        (dt.date(2027, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 12, 1)),
    ],
)
def test_twelve_whole_months(on: dt.date, first: dt.date, last: dt.date) -> None:
    months = last_months(on)
    assert (len(months), months[0], months[-1]) == (12, first, last)


def test_views_by_month_and_service(blank) -> None:
    """1 + 2 in November a year ago, 40 + 3 in October; the days just outside are not counted."""
    one, other = cleaning(blank).pk, blank.listings["tranbaret.walk"].pk
    strange = blank.listings["sjoboda.cleaning"].pk
    day = dt.date
    seen = {(one, day(2025, 11, 1)): 1, (other, day(2025, 11, 30)): 2, (one, day(2026, 10, 31)): 40}
    seen |= {(other, day(2026, 10, 1)): 3, (one, day(2025, 10, 31)): 500, (one, day(2026, 11, 1)): 500}
    ListingViews.objects.add(seen | {(strange, day(2026, 10, 1)): 700})
    found = numbers_of(blank.providers["tranbaret"], ON)
    assert {month: n for month, n in found.views.items() if n} == {LAST_NOVEMBER: 3, OCTOBER: 43}
    assert {row.pk: views for row, views, _choices in found.listings if views} == {one: 41, other: 5}


def test_choices_by_month_and_service(blank) -> None:
    ours = Selection.objects.filter(provider=blank.providers["tranbaret"]).order_by("pk")
    first, second, third = ours[:3]
    for row, day in ((first, dt.date(2025, 11, 1)), (second, dt.date(2026, 10, 31)), (third, dt.date(2026, 11, 1))):
        Selection.objects.filter(pk=row.pk).update(requested_on=day, listing=cleaning(blank))
    found = numbers_of(blank.providers["tranbaret"], ON)
    assert {month: n for month, n in found.choices.items() if n} == {LAST_NOVEMBER: 1, OCTOBER: 1}
    assert {row.pk: n for row, _views, n in found.listings if n} == {cleaning(blank).pk: 2}


def test_saved_by_five_is_shown_and_by_one_is_not(blank) -> None:
    """The month is the local one: 30 September 21:30 UTC is 1 October here. Two services of one client are one.

    With one in September the five are hidden too, or 6 - 5 would tell.
    """
    clients = list(blank.clients.values())
    moment = dt.datetime(2026, 9, 30, 21, 30, tzinfo=dt.UTC)
    for client in clients[:5]:
        save(client, cleaning(blank), blank, moment)
    save(clients[0], blank.listings["tranbaret.walk"], blank, moment)
    save(clients[5], cleaning(blank), blank, dt.datetime(2026, 9, 15, 9, tzinfo=dt.UTC))
    found = numbers_of(blank.providers["tranbaret"], ON).saved
    assert (shown(found), found.total) == ({SEPTEMBER: None, OCTOBER: None}, 6)
    ShortlistItem.objects.filter(added_at__month=9).delete()
    found = numbers_of(blank.providers["tranbaret"], ON).saved
    assert (shown(found), found.total) == ({OCTOBER: 5}, 5)


def save(client, listing: Listing, world, at: dt.datetime) -> None:
    item = ShortlistItem.objects.create(client=client, listing=listing, added_by=world.users["antti"])
    ShortlistItem.objects.filter(pk=item.pk).update(added_at=at)


def test_noes_by_reason_and_month(blank) -> None:
    """October 9 + 6 + 3 = 18, September 7: 25. The three are hidden, and so are the six, or 25 - 16 - 6 would tell."""
    refuse(cleaning(blank), 9, "OVER_BUDGET")
    refuse(cleaning(blank), 7, "OVER_BUDGET", SEPTEMBER)
    refuse(cleaning(blank), 6, "NOT_SERVED", town="545")
    refuse(blank.listings["tranbaret.walk"], 3, "NOT_IN_PLAN")
    refuse(blank.listings["sjoboda.cleaning"], 8, "NOT_SERVED")
    refuse(cleaning(blank), 5, "NOT_SERVED", dt.date(2026, 11, 1))
    found = numbers_of(blank.providers["tranbaret"], ON)
    assert (shown(found.noes), found.noes.total) == ({SEPTEMBER: 7, OCTOBER: 18}, 25)
    assert (shown(found.reasons), found.reasons.total) == (
        {"OVER_BUDGET": 16, "NOT_SERVED": None, "NOT_IN_PLAN": None},
        25,
    )


def test_what_the_provider_turned_down_is_a_reason_too(blank) -> None:
    ours = Selection.objects.filter(provider=blank.providers["tranbaret"]).order_by("pk").values_list("pk", flat=True)
    declined = Selection.objects.filter(pk__in=ours[:5])
    assert declined.update(requested_on=dt.date(2026, 10, 10), state="declined") == 5
    found = numbers_of(blank.providers["tranbaret"], ON)
    assert (shown(found.reasons), shown(found.noes)) == ({"declined": 5}, {OCTOBER: 5})


def test_searches_in_vain_near_the_provider(blank) -> None:
    """Snow in Vasa on 12 days, something written on 6: 18. Korsnäs is none of its places."""
    far = Municipality.objects.exclude(served_by__listing__provider=blank.providers["tranbaret"]).order_by("code")[0]
    in_vain(range(1, 13))
    in_vain(range(1, 7), None)
    in_vain(range(1, 21), "snow", far.code)
    vasa, snow = Municipality.objects.get(code="905").pk, Category.objects.get(code="snow").pk
    found = unmet_near(blank.providers["tranbaret"], ON)
    assert shown(found.searches_where) == {(snow, vasa): 12, (None, vasa): 6}
    assert (shown(found.searches), found.searches.total) == ({OCTOBER: 18}, 18)


def test_wishes_near_the_provider_hide_other_providers_few(blank) -> None:
    """Ten for cleaning in Vasa, of which seven are its own: the three others must not be read off the ten."""
    refuse(cleaning(blank), 7, "OVER_BUDGET")
    refuse(blank.listings["sjoboda.cleaning"], 3, "NOT_SERVED")
    vasa, kind = Municipality.objects.get(code="905").pk, cleaning(blank).category_id
    found = unmet_near(blank.providers["tranbaret"], ON)
    assert found.wishes_where.shown == {(kind, vasa): None}
    assert found.wishes.total is None
    refuse(blank.listings["sjoboda.cleaning"], 2, "NOT_SERVED")
    refuse(blank.listings["sjoboda.cleaning"], 9, "NOT_IN_PLAN")  # no provider could do anything for it
    found = unmet_near(blank.providers["tranbaret"], ON)
    assert found.wishes_where.shown == {(kind, vasa): 12}
    assert (shown(found.wishes), found.wishes.total) == ({OCTOBER: 12}, 12)


def page_of(as_person, world, who: str = "petra"):
    return as_person(who).get(f"/en/provider/{world.providers['tranbaret'].pk}/numbers/")


def test_the_page_says_it_in_tables_with_bars(blank, as_person) -> None:
    """The bar of 20 is half as long as that of 40, that of nothing is none."""
    ListingViews.objects.add({(cleaning(blank).pk, OCTOBER): 40, (cleaning(blank).pk, SEPTEMBER): 20})
    refuse(cleaning(blank), 9, "OVER_BUDGET")
    refuse(cleaning(blank), 6, "NOT_SERVED")
    refuse(cleaning(blank), 3, "BAD_QUANTITY")
    page = page_of(as_person, blank)
    words, html = text_of(page), page.content.decode()
    assert page.status_code == 200
    assert "From November 2025 to October 2026." in words
    assert "September 2026 20 October 2026 40 Together 60" in words
    assert [(bar.number, bar.percent) for bar in page.context["views"]["rows"]][-3:] == [(0, 0), (20, 50), (40, 100)]
    assert html.count('<svg class="bar" width="50%"') == 1
    assert "More than what is left 9" in words
    assert words.count("not shown") >= 2 and "Together 18" in words
    assert "style=" not in html.split("<main", 1)[1].split("</main")[0]


def test_nothing_yet_is_said(blank, as_person) -> None:
    words = text_of(page_of(as_person, blank))
    assert "No choice became a no in these months." in words
    assert "Every search found something." in words


def test_queries_do_not_grow(blank, as_person) -> None:
    browser, counts = as_person("petra"), []
    url = f"/en/provider/{blank.providers['tranbaret'].pk}/numbers/"
    for more in (1, 9):
        for day in range(1, more + 1):
            ListingViews.objects.add({(cleaning(blank).pk, dt.date(2026, more, day)): 1})
            refuse(cleaning(blank), 1, "NOT_SERVED", dt.date(2026, more, 1))
        in_vain(range(1, 7 + more), "meals" if more == 1 else "snow")
        browser.get(url)
        with CaptureQueriesContext(connection) as seen:
            browser.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_clock_of_the_tests() -> None:
    assert timezone.get_current_timezone_name() == "Europe/Helsinki"
