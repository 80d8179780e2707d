"""The one sentence of each mail. No service, sum, name or health: a mail may be read by others."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import Kind

SENTENCES: dict[str, Promise] = {
    Kind.REQUEST_NEW: _("There is a new request for you to answer."),
    Kind.REQUEST_ANSWERED: _("A provider has answered a request."),
    Kind.REQUEST_EXPIRED: _("A request was not answered in time, and it has ended."),
    Kind.CHOICE_NEW: _("Something new has been chosen."),
    Kind.CHOICE_CHANGED: _("Something was taken back or left out."),
    Kind.VISIT_CANCELLED: _("A provider has cancelled a visit."),
    Kind.VISIT_RECORDED: _("A provider says that a visit is done. Please check that it is right."),
    Kind.VISIT_ANSWERED: _("A visit that you recorded is confirmed."),
    Kind.VISIT_DISPUTED: _("Someone says that a recorded visit is not right."),
    Kind.SUGGESTION_NEW: _("There is a new suggestion to answer."),
    Kind.SUGGESTION_ANSWERED: _("A suggestion of yours is answered."),
    Kind.PLAN_DECIDED: _("There is a new decision."),
    Kind.REVIEW_ASKED: _("Someone asks for an early review."),
    Kind.HELPER_BEGAN: _("A person who was invited has said yes."),
    Kind.HELPER_ENDED: _("A right to help has ended."),
    Kind.CALL_BACK: _("Someone wants to be called."),
    Kind.APPROVAL_TO_HANDLE: _("An application of a provider waits for the county."),
    Kind.APPROVAL_QUESTION: _("The county asks something about an application."),
    Kind.APPROVAL_DECIDED: _("There is a new decision about an approval."),
    Kind.PROVIDER_STOPPED: _("A provider is not approved any more. Some of your clients have chosen it."),
    Kind.HELP_STOPPED: _(
        "Something changes with help that is chosen. You need not do anything now. "
        "Nothing is taken from the budget for visits that do not take place. "
        "Your case manager calls you and helps you on."
    ),
    Kind.EVIDENCE_ENDS: _("A document behind an approval ends soon. Please send a new one."),
    Kind.LEASE_ENDS: _(
        "It is time to check your services. Say that they are still right, or change them. "
        "Else clients cannot choose them soon."
    ),
    Kind.LEASE_ENDED: _(
        "Clients cannot choose some of your services any more, for nobody has checked them lately. "
        'To bring them back, log in, open "Still right?" and press "Still right".'
    ),
    Kind.COLLEAGUE_JOINED: _("A colleague who was invited has said yes."),
    Kind.LISTING_TO_READ: _("A listing waits for the county to read it."),
    Kind.LISTING_RETURNED: _("The county has sent a listing back with a comment."),
    Kind.LISTING_PUBLISHED: _("The county has published a listing."),
    Kind.ACCOUNT_GIVEN: _("A new payment account waits for a second person to confirm it."),
    Kind.PRICES_TO_CONFIRM: _("New prices of a provider wait for the county."),
    Kind.PRICES_ANSWERED: _("The county has answered about your new prices."),
    Kind.PRICES_CHANGE: _(
        "A provider changes its prices. It concerns something that is saved or chosen. What is chosen keeps its price."
    ),
}
