"""Who is told of what, in whose language. Rows stand and fall with the act."""

import pytest
from django.db import transaction

from marketplace.clients import actions as clients
from marketplace.clients import signals as clients_signals
from marketplace.clients.enums import MandateBasis, Right
from marketplace.clients.lookups import acting_for
from marketplace.foundation.dates import today
from marketplace.notices.models import Notice
from marketplace.plans import signals as plans_signals
from marketplace.selections import signals as selections_signals
from marketplace.selections.actions.requests import accept_request, decline_request, expire_request
from marketplace.selections.actions.suggestions import decline_suggestion, suggest
from marketplace.selections.actions.visits import confirm_visit, dispute_visit, record_visit
from marketplace.selections.actions.withdraw import skip_visit
from marketplace.selections.models import Selection, Visit

from .conftest import told


@pytest.fixture
def asked(cast, aino) -> Selection:
    """Bror's request; Anna may suggest for him, and Antti may only see."""
    selection = Selection.objects.select_related("client", "provider").get(client__first_name="Bror", state="requested")
    for key, right in (("anna", Right.SUGGEST), ("antti", Right.SEE)):
        clients.give_mandate(
            client=selection.client,
            person=cast.users[key],
            right=right,
            basis=MandateBasis.CONSENT,
            from_on=today(),
        )
    Notice.objects.all().delete()
    return selection


@pytest.fixture
def coming(aino) -> Visit:
    """Aino's last planned visit: far enough off to be skipped free of charge."""
    visits = Visit.objects.filter(selection__client=aino, state="planned").order_by("-on")
    return visits.select_related("selection__client", "selection__provider").first()


def test_an_answer_reaches_who_may_suggest_in_her_language(cast, asked) -> None:
    worker = cast.workers[asked.provider_id]
    assert accept_request(selection=asked, user=worker, key="yes", on=today()).ok
    assert told() == {("anna", "request_answered", "fi")}


def test_a_no_reaches_them_too(cast, asked) -> None:
    worker = cast.workers[asked.provider_id]
    assert decline_request(selection=asked, user=worker, reason="Fullt", key="no", on=today()).ok
    assert told() == {("anna", "request_answered", "fi")}


def test_a_refused_act_tells_nobody(cast, asked) -> None:
    assert not accept_request(selection=asked, user=cast.users["otto"], key="otto", on=today()).ok
    assert told() == set()


def test_an_unanswered_request_is_told_to_both_sides(cast, asked) -> None:
    Selection.objects.filter(pk=asked.pk).update(answer_by=today())
    assert expire_request(selection=asked, on=today().replace(year=today().year + 1)).ok
    worker = cast.workers[asked.provider_id]
    name = worker.email.partition("@")[0]
    assert told() == {("anna", "request_expired", "fi"), (name, "request_expired", worker.language)}


def test_news_go_with_the_act_when_it_is_rolled_back(cast, asked) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        selections_signals.selection_accepted.send(Selection, selection=asked)
        assert told()
        raise RuntimeError
    assert told() == set()


def test_a_new_choice_is_told_to_the_others_and_to_the_provider(cast, aino) -> None:
    choice = Selection.objects.filter(client=aino, actor=cast.users["aino"]).first()
    selections_signals.selection_requested.send(Selection, selection=choice)
    worker = cast.workers[choice.provider_id]
    assert told() == {
        ("antti", "choice_new", "sv"),
        ("anna", "choice_new", "fi"),
        (worker.email.partition("@")[0], "request_new", worker.language),
    }


def test_a_recorded_visit_is_told_to_those_who_may_confirm_it(cast, coming) -> None:
    worker = cast.workers[coming.selection.provider_id]
    assert record_visit(visit=coming, user=worker, quantity=coming.quantity, key="rec", on=coming.on).ok
    assert told() == {("aino", "visit_recorded", "sv"), ("antti", "visit_recorded", "sv")}


def test_the_recorder_hears_that_it_was_right(cast, coming) -> None:
    worker = cast.workers[coming.selection.provider_id]
    record_visit(visit=coming, user=worker, quantity=coming.quantity, key="rec", on=coming.on)
    Notice.objects.all().delete()
    assert confirm_visit(visit=coming, user=cast.users["aino"], key="conf", on=coming.on).ok
    assert told() == {(worker.email.partition("@")[0], "visit_answered", worker.language)}


def test_a_dispute_reaches_provider_and_case_managers(cast, coming) -> None:
    worker = cast.workers[coming.selection.provider_id]
    record_visit(visit=coming, user=worker, quantity=coming.quantity, key="rec", on=coming.on)
    Notice.objects.all().delete()
    assert dispute_visit(visit=coming, user=cast.users["antti"], reason="Ingen kom", key="not", on=coming.on).ok
    assert told() == {
        (worker.email.partition("@")[0], "visit_disputed", worker.language),
        ("kaisa", "visit_disputed", "sv"),
        ("kent", "visit_disputed", "sv"),
    }


def test_a_skipped_visit_is_told_to_the_provider_alone(cast, coming) -> None:
    worker = cast.workers[coming.selection.provider_id]
    assert skip_visit(visit=coming, user=cast.users["aino"], key="skip", on=today()).ok
    assert told() == {(worker.email.partition("@")[0], "choice_changed", worker.language)}


def test_a_suggestion_and_its_answer(cast, aino) -> None:
    anna, on = cast.users["anna"], today()
    acting = acting_for(anna, aino, on=on)
    made = suggest(client=aino, listing=cast.listings["tranbaret.cleaning"], acting=acting, message="", on=on)
    assert told() == {("aino", "suggestion_new", "sv"), ("antti", "suggestion_new", "sv")}
    Notice.objects.all().delete()
    decline_suggestion(suggestion=made, user=cast.users["aino"], on=on)
    assert told() == {("anna", "suggestion_answered", "fi")}


def test_an_ended_right_is_told_to_the_helper_not_to_who_ended_it(cast, aino) -> None:
    mandate = aino.mandates.get(person=cast.users["anna"])
    clients.end_mandate(mandate=mandate, by=cast.users["aino"])
    assert told() == {("anna", "helper_ended", "fi")}


def test_one_unsent_mail_of_a_kind_is_enough(cast, aino) -> None:
    choice = Selection.objects.filter(client=aino).first()
    for _ in range(3):
        selections_signals.selection_withdrawn.send(Selection, selection=choice)
    assert Notice.objects.filter(email="anna@example.org").count() == 1


@pytest.mark.parametrize("module", [clients_signals, plans_signals, selections_signals], ids=lambda m: m.__name__)
def test_no_signal_is_unheard(module) -> None:
    unheard = {name for name, signal in vars(module).items() if hasattr(signal, "receivers") and not signal.receivers}
    assert unheard == set()
