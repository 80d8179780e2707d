"""How an application stands, in plain words: what it is, who has it, what happens next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.enums import ApprovalState, Standing
from marketplace.selections.enums import SelectionState


@dataclass(frozen=True)
class Status:
    """`mark` is the look of `components/mark.html`: ok, no or tag."""

    heading: Promise
    icon: str
    mark: str
    who: Promise
    next: Promise


US, THEM = _("It is with you."), _("It is with the county.")
NOBODY = _("Nobody needs to do anything now.")
APPLY_AGAIN = _("You can send in a new application. If you think the decision is wrong, call us.")

STATUS: dict[Standing, Status] = {
    Standing.DRAFT: Status(
        _("Not sent yet"), "pencil", "no", US, _("Add the documents, check, and send the application.")
    ),
    Standing.WAITING: Status(
        _("Sent, waits for a decision"),
        "clock",
        "tag",
        THEM,
        _("An official reads the documents. You get a mail when there is a question or a decision."),
    ),
    Standing.QUESTION: Status(
        _("The county asks something"),
        "message-circle",
        "no",
        US,
        _("Answer the question. Then we read on."),
    ),
    Standing.APPROVED: Status(
        pgettext_lazy("approval", "Approved"),
        "circle-check",
        "ok",
        NOBODY,
        _("Clients can choose your services of this kind. We write before a document's last day."),
    ),
    Standing.COMING: Status(
        _("Approved, begins later"),
        "circle-check",
        "ok",
        NOBODY,
        _("From the first day clients can choose your services of this kind."),
    ),
    Standing.SUSPENDED: Status(
        _("Suspended"),
        "circle-alert",
        "no",
        THEM,
        _("No new choices can be made meanwhile. Put right what the reason says, and call us."),
    ),
    Standing.REFUSED: Status(pgettext_lazy("approval", "Not approved"), "x", "no", NOBODY, APPLY_AGAIN),
    Standing.WITHDRAWN: Status(_("The approval is withdrawn"), "x", "no", NOBODY, APPLY_AGAIN),
    Standing.ENDED: Status(
        _("The approval has ended"), "clock", "no", US, _("Send in a new application if you want to go on.")
    ),
}

SAID: dict[ApprovalState, Promise] = {
    ApprovalState.APPLIED: _("The application was sent"),
    ApprovalState.QUESTION: _("The county asked"),
    ApprovalState.ANSWERED: _("The provider answered"),
    ApprovalState.APPROVED: _("The county approved"),
    ApprovalState.REFUSED: _("The county did not approve"),
    ApprovalState.SUSPENDED: _("The county suspended the approval"),
    ApprovalState.RESUMED: _("The county put the approval in force again"),
    ApprovalState.WITHDRAWN: _("The county withdrew the approval"),
}
"""Each kind of step as a line of the story."""

DECISIONS = frozenset(
    {
        ApprovalState.APPROVED,
        ApprovalState.REFUSED,
        ApprovalState.SUSPENDED,
        ApprovalState.RESUMED,
        ApprovalState.WITHDRAWN,
    }
)
"""Steps that come with a letter."""

DO: dict[str, Promise] = {
    ApprovalState.APPROVED: _("Approve"),
    ApprovalState.QUESTION: _("Ask the provider something"),
    ApprovalState.REFUSED: _("Do not approve"),
    ApprovalState.RESUMED: _("Put in force again"),
    ApprovalState.SUSPENDED: _("Suspend"),
    ApprovalState.WITHDRAWN: _("Withdraw"),
}
"""What an official can do, as the choices of the form."""

NO_WORDS = {
    SelectionState.DECLINED: _("You said no"),
    SelectionState.EXPIRED: _("Nobody answered in time"),
}
"""A no that came from the provider itself."""
