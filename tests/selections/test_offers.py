"""What fits: every offer that is shown is accepted as it stands."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Listing
from marketplace.clients.models import Client
from marketplace.selections.actions.withdraw import withdraw
from marketplace.selections.models import Draft, Selection
from marketplace.selections.pattern import Pattern

from . import world

pytestmark = pytest.mark.django_db
D = dt.date
EXAMPLES = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def ways(draft: Draft) -> dict[str, Pattern]:
    return {way.kind: way.check.pattern for way in world.ways(draft, draft.author)}


@pytest.fixture
def what() -> Listing:
    """45 € an hour, all of it paid by the voucher; one to eight hours in whole hours."""
    world.value(4500)
    return world.listing(4500)


def test_half_as_often_a_quarter_as_often_fewer_visits_fewer_hours(what: Listing) -> None:
    """Five Tuesdays of 90 € in December, 200 € left: 3 × 90 is too much, 2 × 90 fits, one hour 5 × 45 does not."""
    draft = world.draft(world.aino(cents=20000), what)
    found = ways(draft)
    assert set(found) == {"every_fourth_week", "drop_visits"}
    assert found["every_fourth_week"] == world.weekly(4)
    assert {day for day in found["drop_visits"].left_out if day.month == 12} == {
        D(2026, 12, 15),
        D(2026, 12, 22),
        D(2026, 12, 29),
    }


def test_only_the_short_month_loses_visits(what: Listing) -> None:
    client = world.aino(cents=45000)
    draft = world.draft(client, what)
    world.browser(client.user)
    hold(client, what, world.once(D(2026, 12, 2)))
    assert ways(draft)["drop_visits"].left_out == frozenset({D(2026, 12, 29)})


def test_one_hour_fits_where_two_do_not(what: Listing) -> None:
    """Five Tuesdays: 5 × 90 = 450 €, 5 × 45 = 225 €; with 230 € a month."""
    draft = world.draft(world.aino(cents=23000), what)
    assert ways(draft)["fewer"] == world.weekly(quantity=Decimal(1))


def test_another_start_fits_when_only_the_first_month_is_short(what: Listing) -> None:
    client = world.client(None, user=world.user("aino"))
    version = world.plan(client)
    for month in version.months:
        world.grant(client, month, 5000 if month == world.DECEMBER else 48000)
    found = ways(world.draft(client, what))
    assert found["other_start"].first_on == D(2027, 1, 1)
    once = ways(world.draft(client, what, world.once()))
    assert once["other_start"].first_on == D(2027, 1, 5)  # a Tuesday, as wished


def test_a_cheaper_provider_is_offered_with_the_same_pattern(what: Listing) -> None:
    world.listing(2000, title="Hemhjälp 20", provider=world.provider("Lärkans Hemservice Ab"))
    world.listing(3900, title="Hemhjälp 39", provider=world.provider("Dyr Ab"))
    client = world.aino(cents=22000)
    draft = world.draft(client, what)
    page = world.browser(client.user).get(f"/sv/for/{client.number}/check/{draft.pk}/")
    shown = page.context["ways"]
    assert len(shown) <= 4
    cheaper = [item for item in shown if item["way"].kind == "other_listing"]
    assert [item["listing"].provider.name for item in cheaper] == ["Lärkans Hemservice Ab"]
    assert "Lärkans Hemservice Ab" in page.content.decode()


def test_less_often_and_fewer_hours_where_neither_alone_fits(what: Listing) -> None:
    """Every fourth week is twice in December (1 and 29): 2 × 90 is too much for 100 €, 2 × 45 fits."""
    draft = world.draft(world.aino(cents=10000), what)
    assert ways(draft)["every_fourth_week"] == world.weekly(4, quantity=Decimal(1))


def test_nothing_is_offered_where_nothing_fits(what: Listing) -> None:
    client = world.aino(cents=1000)
    draft = world.draft(client, what)
    page = world.browser(client.user).get(f"/sv/for/{client.number}/check/{draft.pk}/")
    assert page.context["ways"] == []
    assert page.context["way_url"] in page.content.decode()


def test_as_many_queries_for_one_listing_as_for_ten(what: Listing) -> None:
    client = world.aino(cents=22000)
    browser = world.browser(client.user)
    draft = world.draft(client, what)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(f"/sv/for/{client.number}/check/{draft.pk}/").context["ways"]
        return len(seen)

    world.listing(2000, title="Annan 0", provider=world.provider("Ab 0"))
    one = queries()
    for number in range(1, 10):
        world.listing(2000 + number, title=f"Annan {number}", provider=world.provider(f"Ab {number}"))
    assert queries() == one


def hold(client: Client, what: Listing, pattern: Pattern) -> None:
    """A choice of before."""
    draft = world.draft(client, what, pattern)
    fields = {"key": draft.key, "shown": world.checked(draft, draft.author).fingerprint}
    world.browser(draft.author).post(f"/sv/for/{client.number}/check/{draft.pk}/", fields)


PATTERNS = st.one_of(
    st.builds(
        lambda every, days, first, hours, until: world.weekly(
            every,
            weekdays=tuple(sorted(days)),
            first_on=world.ON + dt.timedelta(days=first),
            quantity=Decimal(hours),
            until_on=until and world.ON + dt.timedelta(days=first + until),
        ),
        st.sampled_from([1, 2, 4]),
        st.sets(st.integers(0, 6), min_size=1, max_size=4),
        st.integers(0, 120),
        st.integers(1, 8),
        st.one_of(st.none(), st.integers(0, 150)),
    ),
    st.builds(
        lambda first, hours: world.once(world.ON + dt.timedelta(days=first), str(hours)),
        st.integers(0, 180),
        st.integers(1, 8),
    ),
)
MONTHS = st.lists(st.integers(0, 60000), min_size=7, max_size=7)
"""What is left in each month from November to May, in cents."""


def with_months(cents: list[int]) -> Client:
    client = world.client(None, user=world.user(f"aino{Client.objects.count()}"))
    for month, granted in zip(world.plan(client).months, cents, strict=True):
        if granted:
            world.grant(client, month, granted)
    return client


def forms(page: str) -> list[dict[str, list[str]]]:
    """The fields of every offer's form, as a browser would send them."""
    found = []
    for action, body in re.findall(r'<form method="post" action="([^"]+/change/)">(.*?)</form>', page, re.S):
        fields: dict[str, list[str]] = {"action": [action]}
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', body):
            fields.setdefault(name, []).append(value)
        found.append(fields)
    return found


@pytest.mark.once
@EXAMPLES
@given(pattern=PATTERNS, cents=MONTHS)
def test_every_offer_posted_unchanged_is_accepted(what: Listing, pattern: Pattern, cents: list[int]) -> None:
    cheap(what)
    client = with_months(cents)
    draft = world.draft(client, what, pattern)
    browser = world.browser(client.user)
    page = browser.get(f"/sv/for/{client.number}/check/{draft.pk}/")
    offers = forms(page.content.decode())
    assert len(offers) == len(page.context.get("ways", []))
    for offer in offers:
        fresh = world.draft(client, what, pattern)
        take(browser, client, fresh, offer)


def cheap(what: Listing) -> None:
    if Listing.objects.count() == 1:
        world.listing(1700, title="Billig", provider=world.provider("Lärkans Hemservice Ab"))


def take(browser: Browser, client: Client, draft: Draft, offer: dict[str, list[str]]) -> None:
    """Presses the offer's button, then confirms; then takes the choice away so that the next offer finds the money."""
    action = offer.pop("action")[0]
    changed = browser.post(re.sub(r"/draft/\d+/", f"/draft/{draft.pk}/", action), offer)
    page = browser.get(changed.headers["Location"])
    assert page.context["check"].refusal is None, (page.context["check"].refusal, offer)
    fields = {"key": page.context["draft"].key, "shown": page.context["check"].fingerprint}
    done = browser.post(changed.headers["Location"], fields)
    assert "/receipt/" in done.headers["Location"], offer
    give_back(client)


def give_back(client: Client) -> None:
    chosen = Selection.objects.filter(client=client).latest("pk")
    assert withdraw(selection=chosen, user=client.user, key=f"back-{chosen.pk}", on=world.ON).ok
