"""Listens to the rooms below, inside the transaction of the act: no act without its news, no news without its act."""

from typing import Any

from django.dispatch import receiver

from catalogue import signals as catalogue
from catalogue.enums import WITH_THE_OFFICIAL, ApprovalState
from catalogue.models import ApprovalStep, MemberInvitation, PaymentAccount
from marketplace.clients import signals as clients
from marketplace.clients.enums import Right
from marketplace.clients.models import Mandate, MandateInvitation
from marketplace.plans import signals as plans
from marketplace.selections import signals as selections
from marketplace.selections.models import Selection, Suggestion, Visit

from .actions import tell, tell_address
from .enums import Kind
from .recipients import (
    case_managers,
    clients_hit_by,
    clients_side,
    editors,
    language_of,
    managers_of,
    officials,
    owners,
    sides_of,
    workers,
)


@receiver(selections.selection_requested)
def requested(sender: type, selection: Selection, **kwargs: Any) -> None:
    tell(workers(selection.provider), Kind.REQUEST_NEW)
    tell(clients_side(selection.client), Kind.CHOICE_NEW, but=selection.actor)


@receiver([selections.selection_accepted, selections.selection_declined])
def answered(sender: type, selection: Selection, **kwargs: Any) -> None:
    tell(clients_side(selection.client), Kind.REQUEST_ANSWERED, but=selection.answered_by)


@receiver(selections.selection_expired)
def expired(sender: type, selection: Selection, **kwargs: Any) -> None:
    tell([*clients_side(selection.client), *workers(selection.provider)], Kind.REQUEST_EXPIRED)


@receiver(selections.selection_withdrawn)
def withdrawn(sender: type, selection: Selection, **kwargs: Any) -> None:
    people = [*clients_side(selection.client), *workers(selection.provider)]
    tell(people, Kind.CHOICE_CHANGED, but=selection.withdrawn_by)


@receiver(selections.visit_skipped)
def skipped(sender: type, visit: Visit, **kwargs: Any) -> None:
    tell(workers(visit.selection.provider), Kind.CHOICE_CHANGED)


@receiver(selections.visit_cancelled)
def cancelled(sender: type, visit: Visit, **kwargs: Any) -> None:
    tell(clients_side(visit.selection.client), Kind.VISIT_CANCELLED)


@receiver(selections.visit_recorded)
def recorded(sender: type, visit: Visit, **kwargs: Any) -> None:
    """To those who may say whether it was so."""
    tell(clients_side(visit.selection.client, right=Right.CHOOSE), Kind.VISIT_RECORDED)


@receiver(selections.visit_confirmed)
def confirmed(sender: type, visit: Visit, **kwargs: Any) -> None:
    tell([visit.event.recorded_by], Kind.VISIT_ANSWERED)


@receiver(selections.visit_disputed)
def disputed(sender: type, visit: Visit, **kwargs: Any) -> None:
    selection = visit.selection
    tell([*workers(selection.provider), *case_managers(selection.client)], Kind.VISIT_DISPUTED)


@receiver(selections.suggestion_made)
def suggested(sender: type, suggestion: Suggestion, **kwargs: Any) -> None:
    tell(clients_side(suggestion.client), Kind.SUGGESTION_NEW, but=suggestion.actor)


@receiver(selections.suggestion_answered)
def suggestion_answered(sender: type, suggestion: Suggestion, **kwargs: Any) -> None:
    tell([suggestion.actor], Kind.SUGGESTION_ANSWERED, but=suggestion.answered_by)


@receiver(plans.plan_decided)
def decided(sender: Any, decision: Any, **kwargs: Any) -> None:
    tell(clients_side(decision.version.client), Kind.PLAN_DECIDED)


@receiver(plans.review_asked)
def review_asked(sender: Any, request: Any, **kwargs: Any) -> None:
    tell(case_managers(request.version.client), Kind.REVIEW_ASKED)


@receiver(clients.invitation_made)
def invited(sender: type, invitation: MandateInvitation, token: str, **kwargs: Any) -> None:
    """The token waits in the row until the mail has gone, and is wiped then."""
    language = language_of(invitation.email) or invitation.client.language
    tell_address(invitation.email, language, Kind.INVITATION, {"token": token})


@receiver(clients.invitation_accepted)
def taken_up(sender: type, invitation: MandateInvitation, **kwargs: Any) -> None:
    tell([invitation.created_by], Kind.HELPER_BEGAN)


@receiver(clients.mandate_given)
def helper_began(sender: type, mandate: Mandate, **kwargs: Any) -> None:
    if mandate.client.user:
        tell([mandate.client.user], Kind.HELPER_BEGAN)


@receiver(clients.mandate_ended)
def helper_ended(sender: type, mandate: Mandate, **kwargs: Any) -> None:
    own = [mandate.client.user] if mandate.client.user else []
    tell([mandate.person, *own], Kind.HELPER_ENDED, but=mandate.revoked_by)


@receiver(catalogue.step_taken)
def step_taken(sender: type, step: ApprovalStep, **kwargs: Any) -> None:
    """The other side is told; at a stop also those who had chosen it, and their case managers."""
    approval = step.approval
    if step.kind in WITH_THE_OFFICIAL:
        tell(officials(approval.provider), Kind.APPROVAL_TO_HANDLE, but=step.by)
        return
    asked = step.kind == ApprovalState.QUESTION
    tell(editors(approval.provider), Kind.APPROVAL_QUESTION if asked else Kind.APPROVAL_DECIDED, but=step.by)
    if step.kind in {ApprovalState.SUSPENDED, ApprovalState.WITHDRAWN}:
        hit = clients_hit_by(approval, step.from_on or step.on)
        tell(managers_of(hit), Kind.PROVIDER_STOPPED)
        tell(sides_of(hit), Kind.HELP_STOPPED)


@receiver(catalogue.colleague_invited)
def colleague_invited(sender: type, invitation: MemberInvitation, token: str, **kwargs: Any) -> None:
    """The token waits in the row until the mail has gone, and is wiped then."""
    language = language_of(invitation.email) or invitation.provider.contact_language
    tell_address(invitation.email, language, Kind.COLLEAGUE_INVITED, {"token": token})


@receiver(catalogue.colleague_joined)
def colleague_joined(sender: type, invitation: MemberInvitation, **kwargs: Any) -> None:
    tell([invitation.created_by], Kind.COLLEAGUE_JOINED)


@receiver(catalogue.account_given)
def account_given(sender: type, account: PaymentAccount, **kwargs: Any) -> None:
    """To every other owner: also whoever did not expect it. The officials can confirm it too."""
    tell([*owners(account.provider), *officials(account.provider)], Kind.ACCOUNT_GIVEN, but=account.asked_by)
