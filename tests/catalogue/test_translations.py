"""A text left behind by another language is outdated until it is changed or said to hold."""

import copy

from catalogue.models import ListingText
from catalogue.translations import keep_step, outdated

REQUIRED = ["sv", "fi"]


def texts(**titles: str) -> dict[str, ListingText]:
    return {code: ListingText(language=code, title=title) for code, title in titles.items()}


def changed(before: dict[str, ListingText], holds: tuple[str, ...] = (), **titles: str) -> dict[str, ListingText]:
    after = {code: copy.copy(text) for code, text in before.items()}
    for code, title in titles.items():
        after.setdefault(code, ListingText(language=code)).title = title
    keep_step(before, after, REQUIRED, holds)
    return after


def test_what_was_never_changed_apart_holds() -> None:
    assert outdated(texts(sv="Städning", fi="Siivous"), REQUIRED) == []


def test_changing_one_leaves_the_other_behind() -> None:
    after = changed(texts(sv="Städning", fi="Siivous"), sv="Fönster")
    assert outdated(after, REQUIRED) == ["fi"]


def test_the_other_way_round() -> None:
    assert outdated(changed(texts(sv="Städning", fi="Siivous"), fi="Ikkunat"), REQUIRED) == ["sv"]


def test_changing_both_at_once_leaves_none_behind() -> None:
    assert outdated(changed(texts(sv="Städning", fi="Siivous"), sv="Fönster", fi="Ikkunat"), REQUIRED) == []


def test_catching_up_does_not_leave_the_first_behind() -> None:
    behind = changed(texts(sv="Städning", fi="Siivous"), sv="Fönster")
    assert outdated(changed(behind, fi="Ikkunat"), REQUIRED) == []


def test_said_to_hold_it_holds_until_the_next_change() -> None:
    behind = changed(texts(sv="Städning", fi="Siivous"), sv="Städning hemma")
    holds = changed(behind, ("fi",))
    assert outdated(holds, REQUIRED) == []
    assert outdated(changed(holds, sv="Fönster"), REQUIRED) == ["fi"]


def test_changed_back_it_holds_again() -> None:
    behind = changed(texts(sv="Städning", fi="Siivous"), sv="Fönster")
    assert outdated(changed(behind, sv="Städning"), REQUIRED) == []


def test_a_translation_that_is_added_leaves_nothing_behind() -> None:
    assert outdated(changed(texts(sv="Städning"), fi="Siivous"), REQUIRED) == []


def test_english_follows_both_and_leads_none() -> None:
    three = texts(sv="Städning", fi="Siivous", en="Cleaning")
    assert outdated(changed(three, en="Home cleaning"), REQUIRED) == []
    assert outdated(changed(three, sv="Fönster", fi="Ikkunat"), REQUIRED) == ["en"]
    assert outdated(changed(three, sv="Fönster"), REQUIRED) == ["fi", "en"]
