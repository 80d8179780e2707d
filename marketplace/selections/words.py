"""What a person reads when something cannot be done, and the one way on that works. The phone stands beside it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.clients.models import Client

from .enums import Hindrance, Refusal
from .models import Draft

Text = str | Promise


@dataclass(frozen=True)
class Words:
    """A heading, a sentence, and the way on: its text and the kind of address (`way_url`)."""

    heading: Text
    text: Text
    way_text: Text
    way: str


OTHERS = _("Search for something else")
CHANGE = _("Change time or how often")

REFUSALS: dict[str, Words] = {
    Refusal.NOT_CHOOSABLE: Words(
        _("This service cannot be chosen now"),
        _("The provider does not offer it at the moment. Nothing was chosen and no money was used."),
        OTHERS,
        "search",
    ),
    Refusal.NOT_APPROVED: Words(
        _("The provider is not approved for this"),
        _("Only approved providers can be chosen, and the approval must last until the last visit."),
        OTHERS,
        "search",
    ),
    Refusal.NOT_IN_PLAN: Words(
        _("This kind of help is not in the plan"),
        _("The plan says which kinds of help the budget is for. If the needs have changed, the plan can be changed."),
        _("Ask for the plan to be looked at"),
        "call_back",
    ),
    Refusal.PLAN_NOT_IN_FORCE: Words(
        _("The plan is not in force on that day"),
        _("Choose a day within the plan. The plan page shows from when and until when it is in force."),
        CHANGE,
        "change",
    ),
    Refusal.OVER_BUDGET: Words(
        _("It costs more than what is left"),
        _("Nothing was chosen and no money was used. Below you see what would fit."),
        CHANGE,
        "change",
    ),
    Refusal.NOT_SERVED: Words(
        _("The provider does not come to this address"),
        _("The address is outside the area or too far away."),
        OTHERS,
        "search",
    ),
    Refusal.NO_VALUE_SET: Words(
        _("We cannot say what the budget pays for this"),
        _("The wellbeing services county has not set a voucher value for it yet, so it cannot be chosen."),
        _("Ask us to call you"),
        "call_back",
    ),
    Refusal.ABOVE_VALUE: Words(
        _("It costs more than the voucher pays"),
        _("This help is free for the client by law, so it can be chosen only if the voucher pays all of it."),
        OTHERS,
        "search",
    ),
    Refusal.BAD_QUANTITY: Words(
        _("It cannot be had in this amount"),
        _("The provider has a smallest and a largest amount. The form shows them."),
        CHANGE,
        "change",
    ),
    Refusal.NO_SERVICE_THAT_DAY: Words(
        _("Nobody comes at that time"),
        _("The provider has no price for that day and time. Choose another day or time."),
        CHANGE,
        "change",
    ),
    Refusal.PRICE_CHANGED: Words(
        _("The price has changed since you looked"),
        _("Nothing was chosen and no money was used. Look at the new price, and confirm if it is right."),
        _("See the new price"),
        "check",
    ),
    Refusal.NO_MANDATE: Words(
        _("You have no right to choose now"),
        _("The right to choose has ended or was changed. Nothing was chosen and no money was used."),
        _("See whom you may help"),
        "people",
    ),
    Refusal.CONFLICT: Words(
        _("You belong to this provider"),
        _("Who works or worked in the last 12 months for a provider may not choose it for somebody else."),
        OTHERS,
        "search",
    ),
    Refusal.WEAK_LOGIN: Words(
        _("A stronger login is needed"),
        _("Log in with bank codes or a mobile certificate to see and choose. You can also call us."),
        _("Log in again"),
        "login",
    ),
}

HINDRANCES: dict[str, Words] = {
    Hindrance.ALREADY_ANSWERED: Words(
        _("It was answered already"),
        _("Someone was a little sooner. The page shows how it is now."),
        _("Go on"),
        "back",
    ),
    Hindrance.TOO_LATE: Words(
        _("It is too late to do it here"),
        _("The notice time has begun. Call the provider or us, and we will see what can be done."),
        _("Ask us to call you"),
        "call_back",
    ),
    Hindrance.NOT_YET: Words(
        _("The day has not come yet"), _("A visit can be recorded on its day at the earliest."), _("Go on"), "back"
    ),
    Hindrance.NOT_OPEN: Words(
        _("It is not open any more"), _("The page shows how it is now. No money moved."), _("Go on"), "back"
    ),
    Hindrance.NOT_YOURS: Words(
        _("You may not do this"),
        _("Your role at the provider does not include it. Ask your colleague."),
        _("Go on"),
        "back",
    ),
    Hindrance.SAME_PERSON: Words(
        _("Who recorded a visit cannot confirm it"),
        _("Someone else on the client's side confirms it."),
        _("Go on"),
        "back",
    ),
    Hindrance.PROVIDER_NOT_APPROVED: Words(
        _("The provider was not approved that day"),
        _("The visit cannot be paid from the budget. The case manager looks into it. No money moved."),
        _("Ask us to call you"),
        "call_back",
    ),
    Hindrance.BAD_QUANTITY: Words(
        _("That is not the agreed amount"), _("Write an amount above 0, at most what was agreed."), _("Go on"), "back"
    ),
}


def words_for(code: str) -> Words:
    """The words of a refusal or hindrance; money's own refusals are said as "not open any more"."""
    return REFUSALS.get(code) or HINDRANCES.get(code) or HINDRANCES[Hindrance.NOT_OPEN]


def way_url(words: Words, client: Client, draft: Draft | None = None) -> str:
    """Where the way on leads. Every kind has an address, so that no page is a dead end."""
    number = client.number
    ways: dict[str, Any] = {
        "search": lambda: reverse("browse:search_for", args=[number]),
        "call_back": lambda: reverse("notices:call_back", args=[number]),
        "people": lambda: reverse("clients:people"),
        "login": lambda: reverse("account_login"),
        "back": lambda: reverse("selections:choices", args=[number]),
    }
    if draft is not None:
        ways["change"] = lambda: reverse("selections:draft", args=[number, draft.pk])
        ways["check"] = lambda: reverse("selections:check", args=[number, draft.pk])
    return str(ways.get(words.way, ways["search"])())
