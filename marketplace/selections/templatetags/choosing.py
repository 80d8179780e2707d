"""Tags of the pages about choosing."""

import uuid
from typing import Any

from django import template

from ..sentences import amount, day_numbers, how_often

register = template.Library()

register.filter("how_often", how_often)


@register.simple_tag
def new_key() -> str:
    """An idempotency key for a form that is shown now."""
    return str(uuid.uuid4())


@register.filter
def amount_of(quantity: Any, unit: str) -> str:
    """ "2 hours": a quantity with its unit."""
    return amount(quantity, unit)


@register.filter
def days_of(visits: Any) -> str:
    """ "1, 15 and 29": the days of visits in one month."""
    return day_numbers(visit.on for visit in visits)
