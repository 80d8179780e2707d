"""What the organiser decides: rules, voucher values, client fees. Dated rows."""

import datetime as dt
from typing import Any

from django.db import transaction

from ..enums import UNBANDED_UNITS, DayPart, DayType
from ..models import Category, ClientFeeInfo, Municipality, Organiser, OrganiserRules, VoucherValue


@transaction.atomic
def set_rules(*, organiser: Organiser, valid_from: dt.date, **rules: Any) -> OrganiserRules:
    """The organiser's rules from that day on."""
    found, _created = OrganiserRules.objects.update_or_create(
        organiser=organiser, valid_from=valid_from, defaults=rules
    )
    return found


@transaction.atomic
def set_voucher_value(
    *,
    organiser: Organiser,
    category: Category,
    unit: str,
    valid_from: dt.date,
    cents: int | None,
    day_type: str = DayType.NONE,
    part: str = DayPart.NONE,
    municipality: Municipality | None = None,
) -> VoucherValue:
    """The value of one unit in a band from a day on; `cents=None` is an explicit "no ceiling"."""
    if unit in UNBANDED_UNITS:
        day_type, part = DayType.NONE, DayPart.NONE
    value, _created = VoucherValue.objects.update_or_create(
        organiser=organiser,
        category=category,
        municipality=municipality,
        unit=unit,
        day_type=day_type,
        part=part,
        valid_from=valid_from,
        defaults={"cents": cents, "no_ceiling": cents is None},
    )
    return value


@transaction.atomic
def set_client_fee(
    *, organiser: Organiser, category: Category, unit: str, valid_from: dt.date, cents: int, **words: str
) -> ClientFeeInfo:
    """What the same help costs when the organiser arranges it."""
    fee, _created = ClientFeeInfo.objects.update_or_create(
        organiser=organiser, category=category, unit=unit, valid_from=valid_from, defaults={"cents": cents, **words}
    )
    return fee
