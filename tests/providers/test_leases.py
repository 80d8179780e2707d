"""On day 60 and 75 of a lease of 90 days the provider is told to check; on day 90 that the listing is hidden."""

import datetime as dt

import pytest
from django.core.management import call_command

from catalogue import actions
from catalogue.models import FreshnessCheck, Listing, OrganiserRules
from marketplace.notices.mail import compose
from marketplace.notices.models import Notice
from marketplace.providers.leases import remind_of_leases
from marketplace.providers.models import LeaseReminder
from marketplace.selections.models import Selection

from .conftest import told

CHECKED = dt.date(2026, 11, 27)
PETRA_SOON, PETRA_OVER = ("petra", "lease_ends", "sv"), ("petra", "lease_ended", "sv")


def day(number: int, checked: dt.date = CHECKED) -> dt.date:
    return checked + dt.timedelta(days=number)


@pytest.fixture
def petras(cast) -> list[Listing]:
    """Petra's listings are checked on one day; nobody else has any."""
    listings = list(cast.providers["tranbaret"].listings.order_by("pk"))
    assert len(listings) == 3
    Listing.objects.exclude(provider=cast.providers["tranbaret"]).update(live=False)
    FreshnessCheck.objects.all().delete()
    check(listings, CHECKED)
    return listings


def check(listings: list[Listing], on: dt.date) -> None:
    for listing in listings:
        actions.confirm_fresh(listing=listing, by=None, on=on)


def heard(first: int, last: int, checked: dt.date = CHECKED) -> dict[int, set]:
    """Who was told on which day, with two ticks each day, the mail sent between the days."""
    found = {}
    for number in range(first, last):
        Notice.objects.all().delete()
        remind_of_leases(day(number, checked))
        said = told()
        assert remind_of_leases(day(number, checked)) == 0
        assert told() == said
        if said:
            assert Notice.objects.count() == len(said)
            found[number] = said
    return found


def test_one_mail_for_all_three_on_each_of_the_three_days(petras) -> None:
    assert heard(0, 130) == {60: {PETRA_SOON}, 75: {PETRA_SOON}, 90: {PETRA_OVER}}
    assert LeaseReminder.objects.count() == 9


@pytest.mark.parametrize(
    ("checked", "days"),
    [
        (dt.date(2026, 11, 29), [dt.date(2027, 1, 28), dt.date(2027, 2, 12), dt.date(2027, 2, 27)]),
        (dt.date(2027, 12, 1), [dt.date(2028, 1, 30), dt.date(2028, 2, 14), dt.date(2028, 2, 29)]),
        (dt.date(2027, 8, 2), [dt.date(2027, 10, 1), dt.date(2027, 10, 16), dt.date(2027, 10, 31)]),
    ],
    ids=["winter", "29 February", "the day summer time ends"],
)
def test_the_calendars_days(petras, checked: dt.date, days: list[dt.date]) -> None:
    FreshnessCheck.objects.update(on=checked)
    assert [day(number, checked) for number in heard(55, 95, checked)] == days


@pytest.mark.parametrize(
    ("number", "kind", "stages"), [(74, PETRA_SOON, [1]), (89, PETRA_SOON, [1, 2]), (200, PETRA_OVER, [1, 2, 3])]
)
def test_after_days_without_a_tick_one_mail_is_enough(petras, number: int, kind: tuple, stages: list[int]) -> None:
    assert remind_of_leases(day(number)) == 3
    assert told() == {kind}
    rows = petras[0].lease_reminders.order_by("stage")
    assert list(rows.values_list("stage", flat=True)) == stages


def test_a_new_word_starts_the_lease_again(petras) -> None:
    heard(0, 91)
    check(petras, day(91))
    assert heard(0, 91, day(91)) == {60: {PETRA_SOON}, 75: {PETRA_SOON}, 90: {PETRA_OVER}}


def test_one_hidden_and_one_to_check_are_two_mails(petras) -> None:
    check(petras[1:], day(30))
    heard(0, 90)
    assert heard(90, 91) == {90: {PETRA_OVER, PETRA_SOON}}


def test_the_organisers_days_hold(cast, petras) -> None:
    """Of 120 days: on day 80, 100 and 120."""
    OrganiserRules.objects.update(lease_days=120)
    assert heard(0, 125) == {80: {PETRA_SOON}, 100: {PETRA_SOON}, 120: {PETRA_OVER}}


def test_a_clock_set_back_tells_nobody_again(petras) -> None:
    remind_of_leases(day(80))
    assert remind_of_leases(day(65)) == 0


def test_what_cannot_be_chosen_anyhow_is_left_alone(cast, petras) -> None:
    actions.unpublish(listing=petras[0])
    cleaning = cast.providers["tranbaret"].approvals.get(category=petras[1].category)
    actions.withdraw_approval(approval=cleaning, by=cast.users["olof"], on=CHECKED, reason="x")
    kept = Listing.objects.offered(day(60), cast.organiser).count()
    assert remind_of_leases(day(60)) == kept < 3


def test_owners_and_editors_hear_and_others_do_not(cast, petras) -> None:
    facts = {"provider": cast.providers["tranbaret"], "on": dt.date(2026, 11, 26)}
    actions.add_member(user=cast.users["pia"], role="owner", **facts)
    actions.add_member(user=cast.users["otto"], role="recorder", **facts)
    member = actions.add_member(user=cast.users["anna"], role="editor", **facts)
    actions.remove_colleague(member=member, on=facts["on"])
    remind_of_leases(day(60))
    assert {name for name, _kind, _language in told()} == {"petra", "pia"}


def test_the_mails_say_what_to_do_and_name_nothing(petras) -> None:
    remind_of_leases(day(60))
    remind_of_leases(day(90))
    soon, over = (compose(notice)[1] for notice in Notice.objects.order_by("pk"))
    assert "It is time to check your services." in soon
    assert 'To bring them back, log in, open "Still right?" and press "Still right".' in over
    assert not any(str(listing.text("sv")) in text for listing in petras for text in (soon, over))


def test_the_tick_hides_and_tells_and_choices_stay_as_they_were(cast, petras, mailoutbox) -> None:
    chosen = Selection.objects.filter(listing__in=petras, state="accepted").order_by("pk")
    before = list(chosen.values_list("pk", "state", "last_on"))
    assert before
    for number in (89, 90, 90):
        call_command("tick", on=day(number))
    assert not Listing.objects.choosable(day(90), cast.organiser).exists()
    mine = [mail.body for mail in mailoutbox if mail.to == ["petra@example.org"]]
    assert sum("öppna ”Stämmer det ännu?”" in body for body in mine) == 1
    assert list(chosen.values_list("pk", "state", "last_on")) == before
