"""Every change of the catalogue that touches more than one row, or that money and eligibility depend on."""

from .approvals import (
    add_evidence,
    answer_question,
    apply_for_approval,
    approve,
    ask,
    refuse,
    resume,
    suspend,
    withdraw_approval,
)
from .imports import import_categories, import_holidays, import_places
from .listings import add_listing, confirm_fresh, publish, set_served, set_text, unpublish
from .organisers import set_client_fee, set_rules, set_voucher_value
from .prices import Hours, Item, Line, Option, Travel, set_price
from .providers import (
    add_base,
    add_identifier,
    add_member,
    add_provider,
    end_member,
    remove_base,
    remove_identifier,
)

__all__ = [
    "Hours",
    "Item",
    "Line",
    "Option",
    "Travel",
    "add_base",
    "add_evidence",
    "add_identifier",
    "add_listing",
    "add_member",
    "add_provider",
    "answer_question",
    "apply_for_approval",
    "approve",
    "ask",
    "confirm_fresh",
    "end_member",
    "import_categories",
    "import_holidays",
    "import_places",
    "publish",
    "refuse",
    "remove_base",
    "remove_identifier",
    "resume",
    "set_client_fee",
    "set_price",
    "set_rules",
    "set_served",
    "set_text",
    "set_voucher_value",
    "suspend",
    "unpublish",
    "withdraw_approval",
]
