from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What happened. The value is stored; `words.py` has the sentence of each."""

    REQUEST_NEW = "request_new"
    REQUEST_ANSWERED = "request_answered"
    REQUEST_EXPIRED = "request_expired"
    CHOICE_NEW = "choice_new"
    CHOICE_CHANGED = "choice_changed"
    VISIT_CANCELLED = "visit_cancelled"
    VISIT_RECORDED = "visit_recorded"
    VISIT_ANSWERED = "visit_answered"
    VISIT_DISPUTED = "visit_disputed"
    SUGGESTION_NEW = "suggestion_new"
    SUGGESTION_ANSWERED = "suggestion_answered"
    PLAN_DECIDED = "plan_decided"
    REVIEW_ASKED = "review_asked"
    INVITATION = "invitation"
    HELPER_BEGAN = "helper_began"
    HELPER_ENDED = "helper_ended"
    CALL_BACK = "call_back"
    APPROVAL_TO_HANDLE = "approval_to_handle"
    APPROVAL_QUESTION = "approval_question"
    APPROVAL_DECIDED = "approval_decided"
    PROVIDER_STOPPED = "provider_stopped"
    HELP_STOPPED = "help_stopped"
    EVIDENCE_ENDS = "evidence_ends"
    LEASE_ENDS = "lease_ends"
    LEASE_ENDED = "lease_ended"
    COLLEAGUE_INVITED = "colleague_invited"
    COLLEAGUE_JOINED = "colleague_joined"
    ACCOUNT_GIVEN = "account_given"
    LISTING_TO_READ = "listing_to_read"
    LISTING_RETURNED = "listing_returned"
    LISTING_PUBLISHED = "listing_published"
    PRICES_TO_CONFIRM = "prices_to_confirm"
    PRICES_ANSWERED = "prices_answered"
    PRICES_CHANGE = "prices_change"


class About(TextChoices):
    """What a client wants to be called about."""

    COUNTY_HELP = "county_help", _("I would rather have help that the county arranges")
    CHOOSING = "choosing", _("I need help to choose")
    BUDGET = "budget", _("The budget or the plan")
    OTHER = "other", _("Something else")
