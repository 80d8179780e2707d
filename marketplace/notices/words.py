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
}
