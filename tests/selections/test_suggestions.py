"""Helpers propose, the client's side answers; no money moves, and nobody profits from a suggestion of his own house."""

import datetime as dt

import pytest

from catalogue.actions import add_member
from catalogue.models import ProviderMember
from marketplace.budgets.ledger import Refused
from marketplace.budgets.models import Command
from marketplace.clients.acting import acting_for
from marketplace.demo.world import World
from marketplace.selections.actions.suggestions import (
    accept_suggestion,
    decline_suggestion,
    suggest,
    take_back_suggestion,
)
from marketplace.selections.models import Draft, Suggestion

from .acting import THURSDAY, client_of, money, text_of

PURSE = (16_800, 0, 31_200)


def suggested(stage: World, listing: str = "tranbaret.walk", by: str = "anna") -> Suggestion:
    aino = client_of(stage)
    acting = acting_for(stage.users[by], aino, on=THURSDAY)
    assert acting is not None
    return suggest(client=aino, listing=stage.listings[listing], acting=acting, message="Ut i solen!", on=THURSDAY)


def test_a_suggestion_moves_no_money(stage: World) -> None:
    commands = Command.objects.count()
    suggestion = suggested(stage)
    assert (suggestion.answer, suggestion.message, suggestion.actor) == ("", "Ut i solen!", stage.users["anna"])
    assert (money(stage), Command.objects.count()) == (PURSE, commands)


def test_the_same_open_suggestion_is_kept_once(stage: World) -> None:
    assert suggested(stage).pk == suggested(stage).pk
    assert Suggestion.objects.filter(listing=stage.listings["tranbaret.walk"]).count() == 1


@pytest.mark.parametrize(("said", "kept"), [("Ut i regnet!", "Ut i regnet!"), ("", "Ut i solen!")])
def test_suggested_again_it_says_what_was_said_last(stage: World, said: str, kept: str) -> None:
    first = suggested(stage)
    aino = client_of(stage)
    acting = acting_for(stage.users["anna"], aino, on=THURSDAY)
    assert acting is not None
    suggest(client=aino, listing=stage.listings["tranbaret.walk"], acting=acting, message=said, on=THURSDAY)
    first.refresh_from_db()
    assert first.message == kept


@pytest.mark.parametrize("who", ["aino", "antti", "kaisa"])
def test_a_yes_makes_a_draft_and_moves_no_money(stage: World, who: str) -> None:
    suggestion = suggested(stage)
    draft = accept_suggestion(suggestion=suggestion, user=stage.users[who], on=THURSDAY)
    assert (draft.client, draft.listing, draft.author) == (suggestion.client, suggestion.listing, stage.users[who])
    suggestion.refresh_from_db()
    assert (suggestion.answer, suggestion.answered_by) == ("accepted", stage.users[who])
    assert money(stage) == PURSE


@pytest.mark.parametrize("who", ["anna", "otto", "petra"])
def test_who_may_not_choose_does_not_answer(stage: World, who: str) -> None:
    suggestion = suggested(stage)
    with pytest.raises(Refused, match="NO_MANDATE"):
        accept_suggestion(suggestion=suggestion, user=stage.users[who], on=THURSDAY)
    with pytest.raises(Refused, match="NO_MANDATE"):
        decline_suggestion(suggestion=suggestion, user=stage.users[who], on=THURSDAY)
    assert not Draft.objects.filter(suggestion=suggestion).exists()


@pytest.mark.parametrize("role", ["owner", "editor", "recorder"])
def test_a_provider_s_own_people_do_not_accept_for_others(stage: World, role: str) -> None:
    suggestion, antti = suggested(stage), stage.users["antti"]
    add_member(provider=stage.providers["tranbaret"], user=antti, role=role, on=THURSDAY)
    with pytest.raises(Refused, match="CONFLICT"):
        accept_suggestion(suggestion=suggestion, user=antti, on=THURSDAY)
    decline_suggestion(suggestion=suggestion, user=antti, on=THURSDAY)
    assert Suggestion.objects.get(pk=suggestion.pk).answer == "declined"


@pytest.mark.parametrize(
    ("left_on", "conflict"), [(dt.date(2025, 11, 26), True), (dt.date(2025, 11, 25), False), (THURSDAY, True)]
)
def test_the_conflict_lasts_twelve_months(stage: World, left_on: dt.date, conflict: bool) -> None:
    suggestion, antti = suggested(stage), stage.users["antti"]
    tranbaret = stage.providers["tranbaret"]
    ProviderMember.objects.create(
        provider=tranbaret, user=antti, role="recorder", from_on=dt.date(2024, 1, 1), until_on=left_on
    )
    if conflict:
        with pytest.raises(Refused, match="CONFLICT"):
            accept_suggestion(suggestion=suggestion, user=antti, on=THURSDAY)
    else:
        assert accept_suggestion(suggestion=suggestion, user=antti, on=THURSDAY).pk


def test_the_client_herself_has_no_conflict(stage: World) -> None:
    suggestion, aino = suggested(stage), stage.users["aino"]
    add_member(provider=stage.providers["tranbaret"], user=aino, role="owner", on=THURSDAY)
    assert accept_suggestion(suggestion=suggestion, user=aino, on=THURSDAY).pk


def test_an_answer_is_given_once(stage: World) -> None:
    suggestion, aino = suggested(stage), stage.users["aino"]
    decline_suggestion(suggestion=suggestion, user=aino, on=THURSDAY)
    for again in (accept_suggestion, decline_suggestion):
        with pytest.raises(Refused, match="ALREADY_ANSWERED"):
            again(suggestion=suggestion, user=aino, on=THURSDAY)
    assert not Draft.objects.filter(suggestion=suggestion).exists()


def test_only_who_made_it_takes_it_back(stage: World) -> None:
    suggestion = suggested(stage)
    with pytest.raises(Refused, match="NOT_YOURS"):
        take_back_suggestion(suggestion=suggestion, user=stage.users["antti"], on=THURSDAY)
    take_back_suggestion(suggestion=suggestion, user=stage.users["anna"], on=THURSDAY)
    assert Suggestion.objects.get(pk=suggestion.pk).answer == "taken_back"


def test_the_page_tells_of_a_conflict_kindly(stage: World, client) -> None:
    suggestion, antti = suggested(stage), stage.users["antti"]
    add_member(provider=stage.providers["tranbaret"], user=antti, role="recorder", on=THURSDAY)
    client.force_login(antti)
    url = f"/sv/for/{suggestion.client.number}/suggestions/{suggestion.pk}/answer/"
    page = client.post(url, {"answer": "yes"}, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0].endswith("/suggestions/")
    assert len(list(page.context["messages"])) == 1
    assert Suggestion.objects.get(pk=suggestion.pk).answer == ""


def test_a_suggestion_of_another_client_is_not_found(stage: World, client) -> None:
    suggestion = suggested(stage)
    client.force_login(stage.users["kaisa"])
    other = stage.clients["Helga Sund"].number
    assert client.post(f"/sv/for/{other}/suggestions/{suggestion.pk}/answer/", {"answer": "no"}).status_code == 404


def test_yes_on_the_page_goes_on_to_when_and_how_often(stage: World, client) -> None:
    suggestion = suggested(stage)
    client.force_login(stage.users["aino"])
    url = f"/sv/for/{suggestion.client.number}/suggestions/{suggestion.pk}/answer/"
    page = client.post(url, {"answer": "yes"}, follow=True)
    assert page.status_code == 200
    assert f"/draft/{Draft.objects.get(suggestion=suggestion).pk}/" in page.redirect_chain[-1][0]
    assert "Promenad och sällskap" in text_of(page)
