"""What the pages show is what the money does: at random, over listings and postal areas, and over patterns.

A failing test prints its seed; `SEED=4711 pytest …` takes the same choices again.
"""

import datetime as dt
import os
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.test import Client as Browser

from catalogue import actions
from catalogue.enums import DayPart, DayType, Unit
from catalogue.models import Category, Listing, PostalArea
from catalogue.offers import load_offers
from catalogue.pricing import CardQuote, Offer, Place, card_quote
from marketplace.budgets.ledger import Book, command
from marketplace.budgets.models import Budget, Reservation
from marketplace.budgets.querysets import remaining
from marketplace.clients.acting import acting_for
from marketplace.clients.models import Client
from marketplace.demo.world import World
from marketplace.foundation.dates import month_of
from marketplace.foundation.formats import month_year
from marketplace.selections.actions.confirm import confirm
from marketplace.selections.actions.drafts import start_draft
from marketplace.selections.check import check
from marketplace.selections.enums import PatternKind
from marketplace.selections.models import Selection
from marketplace.selections.pattern import Pattern
from marketplace.selections.situation import load_situation
from search.api import search
from search.query import SearchQuery
from tests import shown
from tests.demo_fixtures import DRAWN_DAY
from tests.selections import world as small

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WANTED = 100
PLENTY = 5_000_000
"""Cents a month: money stands in nobody's way here."""
DECEMBER = dt.date(2026, 12, 1)
HOURS = [dt.time(hour, minute) for hour in range(7, 23) for minute in (0, 30)]


@pytest.fixture(scope="module")
def market(built: World) -> World:
    """The cast's listings, and what they lack: pieces and days, odd cents, percentages, evenings, options."""
    since = dt.date(2026, 8, 1)
    texts = {code: {"title": "Extra", "summary": "Extra.", "body": "Extra."} for code in ("sv", "fi")}
    boxes = actions.add_listing(
        provider=built.providers["larkan"], category=built.categories["meals"], unit=Unit.PIECE, texts=texts
    )
    half = Decimal("0.5")
    each = [actions.Line(cents=893)]
    actions.set_price(listing=boxes, by=None, on=since, valid_from=since, lines=each, step=half, smallest=half * 3)
    company = actions.add_listing(
        provider=built.providers["tranbaret"], category=built.categories["escort"], unit=Unit.HOUR, texts=texts
    )
    lines = [
        actions.Line(DayType.WEEKDAY, DayPart.EVENING, cents=4177),
        actions.Line(DayType.SATURDAY, DayPart.DAY, cents=4733),
        actions.Line(DayType.SATURDAY, DayPart.EVENING, percent=133),
    ]
    actions.set_price(
        listing=company,
        by=None,
        on=since,
        valid_from=since,
        lines=lines,
        step=Decimal("0.25"),
        smallest=Decimal("0.75"),
        hours=actions.Hours(evening_from=dt.time(17, 30)),
        travel=actions.Travel(free_m=2500, cents_per_km=37, max_m=60_000),
        options=[actions.Option("dog", "Hunden med", "Koira mukaan", 333), actions.Option("car", "Bil", "Auto", 1250)],
    )
    for listing in (boxes, company):
        actions.set_served(listing=listing, municipalities=built.organiser.municipalities.all())
        actions.publish(listing=listing, by=None, on=DRAWN_DAY)
    return built


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1_000_000))
    request.node.add_report_section("call", "seed", f"SEED={seed}")
    return random.Random(seed)


@dataclass(frozen=True)
class Chosen:
    listing: Listing
    offer: Offer
    quote: CardQuote


def offers() -> dict[int, Offer]:
    return load_offers(list(Listing.objects.filter(live=True).values_list("pk", flat=True)), DRAWN_DAY)


def sold_at(area: PostalArea, all_offers: dict[int, Offer], listings: dict[int, Listing]) -> list[Chosen]:
    """Everything that can be bought there, with its card's quote."""
    found = []
    for pk, offer in all_offers.items():
        quote = card_quote(offer, Place.of(area), DRAWN_DAY)
        if quote.refusal is None and area.municipality.organiser_id in offer.choosable_by:
            found.append(Chosen(listings[pk], offer, quote))
    return found


def areas(chance: random.Random) -> list[PostalArea]:
    found = list(PostalArea.objects.select_related("municipality__organiser").order_by("code"))
    return chance.sample(found, len(found))


@pytest.fixture
def owner(market: World) -> Client:
    """Somebody whose plan allows everything, with plenty of money to the end of May."""
    owner = small.client(None, user=small.user("mover"), postal_area=PostalArea.objects.get(code="65100"))
    version = small.plan(owner, *Category.objects.values_list("code", flat=True))

    def work(book: Book) -> dict[str, Any]:
        for month in version.months:
            book.grant(month, PLENTY, on=DRAWN_DAY)
        return {}

    command(key="plenty", client=owner, actor=None, kind="test", payload={}, work=work)
    return owner


def move(owner: Client, area: PostalArea) -> None:
    owner.postal_area = area
    owner.save()


def reserved(client: Client) -> int:
    return Budget.objects.filter(client=client).aggregate(cents=Sum("reserved"))["cents"]


def test_a_hundred_listings_in_their_areas(owner: Client, client: Browser, chance: random.Random) -> None:
    client.force_login(owner.user)
    call_command("search_rebuild", verbosity=0)
    all_offers, listings = offers(), Listing.objects.with_texts().in_bulk()
    tried: list[Chosen] = []
    for area in areas(chance):
        sold = sold_at(area, all_offers, listings)
        assert found(area) == {each.listing.pk for each in sold}, area
        some = chance.sample(sold, min(3, len(sold), WANTED - len(tried)))
        if some:
            assert_index(area, sold, some)
            move(owner, area)
            assert_pages(client, owner, some)
            assert_purchases(owner, some)
        tried += some
    assert len(tried) == WANTED
    assert {each.offer.unit for each in tried} >= {Unit.HOUR, Unit.VISIT, Unit.MONTH, Unit.PIECE}


def found(area: PostalArea, **asked: Any) -> set[int]:
    return set(ids(area, **asked))


def ids(area: PostalArea, **asked: Any) -> list[int]:
    return list(search(SearchQuery(postcode=area.code, page_size=100, **asked)).ids)


def assert_index(area: PostalArea, sold: list[Chosen], some: list[Chosen]) -> None:
    """What fits to the cent, what is free, and the orders by own share and price, and by metres."""
    quotes = {each.listing.pk: each.quote for each in sold}
    assert found(area, own_share_zero=True) == {pk for pk, quote in quotes.items() if quote.own == 0}
    in_order = [(quotes[pk].own, quotes[pk].price) for pk in ids(area, sort="cheapest")]
    assert in_order == sorted((quote.own, quote.price) for quote in quotes.values())
    metres = [quotes[pk].metres for pk in ids(area, sort="nearest")]
    assert metres == sorted(metres)
    for each in some:
        most = each.quote.budget
        assert each.listing.pk in found(area, max_budget_cents=most), (area, each.listing)
        assert each.listing.pk not in found(area, max_budget_cents=most - 1), (area, each.listing)


def assert_pages(browser: Browser, owner: Client, some: list[Chosen]) -> None:
    """Card, comparison and listing page: you pay, from the budget, left after this."""
    start, left = f"/sv/for/{owner.number}/", remaining(owner, [DECEMBER])[DECEMBER].remaining
    expected = {each.listing.pk: [each.quote.own, each.quote.budget, left - each.quote.budget] for each in some}
    assert cards(browser, f"{start}search/", set(expected)) == expected
    ids = "&".join(f"id={pk}" for pk in expected)
    assert compared(browser, f"{start}compare/?{ids}") == list(expected.values())
    for pk, three in expected.items():
        page = shown.soup(browser.get(f"{start}listings/{pk}/"))
        assert shown.three(page.select_one("aside.side")) == three, (owner.postal_area, pk)


def cards(browser: Browser, url: str, wanted: set[int]) -> dict[int, list[int]]:
    """The three sums of those cards, by listing; from as many pages as it takes."""
    found: dict[int, list[int]] = {}
    for number in range(1, 4):
        for card in shown.soup(browser.get(f"{url}?page={number}")).select("article.hit"):
            found[int(card.select_one("h3 a")["href"].rstrip("/").rsplit("/", 1)[1])] = shown.three(card)
        if wanted <= set(found):
            break
    return {pk: three for pk, three in found.items() if pk in wanted}


def compared(browser: Browser, url: str) -> list[list[int]]:
    """You pay, from the budget and left after this of each column."""
    rows = {row[0]: row[1:] for row in shown.table(shown.soup(browser.get(url)).select_one("table.cmp"))}
    lines = [rows[label] for label in ("Du betalar", "Från budgeten", "Kvar efter detta")]
    return [[shown.cents(text) for text in column] for column in zip(*lines, strict=True)]


def assert_purchases(owner: Client, some: list[Chosen]) -> None:
    for each in some:
        before = reserved(owner)
        buy(owner, each)
        assert reserved(owner) - before == each.quote.budget, (owner.postal_area, each.listing)


def buy(owner: Client, each: Chosen) -> None:
    """One smallest purchase in the band of the card, through the site's own actions."""
    acting = acting_for(owner.user, owner, on=DRAWN_DAY)
    situation = load_situation(owner, on=DRAWN_DAY, acting=acting)
    pattern = smallest(each, Place.of(owner.postal_area))
    made = check(situation, each.offer, pattern)
    draft = start_draft(client=owner, listing=each.listing, author=owner.user, pattern=pattern)
    answer = confirm(draft=draft, user=owner.user, key=draft.key, shown=made.fingerprint, on=DRAWN_DAY)
    assert answer.ok, (made.refusal, answer.refusal, each.listing)


def smallest(each: Chosen, place: Place) -> Pattern:
    if each.offer.unit == Unit.MONTH:
        return Pattern(PatternKind.MONTHLY, DECEMBER, Decimal(1), until_on=dt.date(2026, 12, 31))
    days = [DECEMBER + dt.timedelta(days=number) for number in range(31)]
    day, start = next(
        (day, start) for day in days for start in HOURS if each.offer.band(place, day, start) == each.quote.band
    )
    return Pattern(PatternKind.ONCE, day, each.quote.quantity, start=start)


def test_a_hundred_patterns(owner: Client, client: Browser, chance: random.Random) -> None:
    client.force_login(owner.user)
    all_offers, listings = offers(), Listing.objects.with_texts().in_bulk()
    confirmed = 0
    for area in areas(chance):
        sold = sold_at(area, all_offers, listings)
        if not sold or confirmed == WANTED:
            continue
        move(owner, area)
        for _ in range(12):
            if confirmed < WANTED:
                confirmed += assert_pattern(client, owner, chance.choice(sold), chance)
        assert_budget_page(client, owner)
    assert confirmed == WANTED


def wish(offer: Offer, chance: random.Random) -> Pattern:
    """Anything that the form could say; not everything of it can be had."""
    first = DRAWN_DAY + dt.timedelta(days=chance.randrange(1, 90))
    until = first + dt.timedelta(days=chance.randrange(120)) if chance.random() < 0.7 else None
    if offer.unit == Unit.MONTH:
        return Pattern(PatternKind.MONTHLY, first, Decimal(1), until_on=until)
    steps = int((min(offer.largest, Decimal(8)) - offer.smallest) / offer.step)
    quantity = offer.smallest + chance.randrange(steps + 1) * offer.step
    options = tuple(code for code in offer.options if chance.random() < 0.5)
    start = chance.choice(HOURS)
    if chance.random() < 0.3:
        return Pattern(PatternKind.ONCE, first, quantity, start=start, options=options)
    weekdays = tuple(sorted(chance.sample(range(7), chance.randrange(1, 4))))
    left_out = frozenset(first + dt.timedelta(days=chance.randrange(30)) for _ in range(chance.randrange(4)))
    return Pattern(
        PatternKind.WEEKLY, first, quantity, chance.choice((1, 2, 4)), weekdays, until, start, options, left_out
    )


def assert_pattern(browser: Browser, owner: Client, each: Chosen, chance: random.Random) -> bool:
    """Check page and receipt against the cents reserved; False where the page says no, and nothing was spent."""
    draft = start_draft(client=owner, listing=each.listing, author=owner.user, pattern=wish(each.offer, chance))
    before = reserved(owner)
    url = f"/sv/for/{owner.number}/check/{draft.pk}/"
    page = shown.soup(browser.get(url))
    if page.select_one("input[name=shown]") is None:
        assert page.select_one("[data-refusal]")
        assert reserved(owner) == before
        return False
    form = {name: page.select_one(f"input[name={name}]")["value"] for name in ("key", "shown")}
    receipt = shown.soup(browser.post(url, form, follow=True))
    months = held(Selection.objects.latest("pk"))
    left = {row.month: row.granted - row.reserved - row.spent for row in Budget.objects.filter(client=owner)}
    together = ["Tillsammans", *map(sum, zip(*months.values(), strict=True))]
    named = {month: [month_year(month, "sv").capitalize(), *sums] for month, sums in months.items()}
    assert month_rows(page) == [[*row, left[month]] for month, row in named.items()] + [together]
    assert month_rows(receipt) == [*named.values(), together]
    assert reserved(owner) - before == together[1]
    return True


def held(chosen: Selection) -> dict[dt.date, list[int]]:
    """By month: the cents reserved in the ledger, and the client's own share."""
    months: dict[dt.date, list[int]] = {}
    for visit in chosen.visits.select_related("reservation"):
        sums = months.setdefault(month_of(visit.on), [0, 0])
        sums[0] += visit.reservation.amount if visit.reservation else 0
        sums[1] += visit.own_cents
    return months


def month_rows(page: Any) -> list[list[Any]]:
    """Month and sums of the table by month, its last row the total; the column of visits left out."""
    _, *body = shown.table(page.select_one("table.months"))
    return [[row[0], *(shown.cents(text) for text in row[2:] if text)] for row in body]


def assert_budget_page(browser: Browser, owner: Client) -> None:
    """The budget of each month, what is used, reserved and left: as the reservations add up."""
    page = shown.soup(browser.get(f"/sv/for/{owner.number}/budget/"))
    _, *body = shown.table(page.select_one("table.table"))
    expected = {}
    for budget in Budget.objects.filter(client=owner).order_by("month"):
        sums = Reservation.objects.filter(budget=budget).aggregate(cents=Sum("amount"))["cents"] or 0
        expected[month_year(budget.month, "sv").capitalize()] = [PLENTY, 0, sums, PLENTY - sums]
    assert {row[0]: [shown.cents(text) for text in row[1:]] for row in body} == expected
