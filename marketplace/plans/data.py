"""What a plan draft holds: typed in the code, JSON in the row."""

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self


@dataclass(frozen=True)
class NeedData:
    category: int
    amount: Decimal
    unit: str
    per: str
    goal: str = ""


@dataclass(frozen=True)
class PlanData:
    """A plan in the making; every part may still be missing. `monthly_cents` None: as the cost model suggests."""

    needs: tuple[NeedData, ...] = ()
    from_month: dt.date | None = None
    until_month: dt.date | None = None
    trips: Decimal = Decimal(0)
    """Trips to the client in a month."""
    km: int = 0
    """One way."""
    monthly_cents: int | None = None
    change_reason: str = ""
    client_view: str = ""
    worker_view: str = ""
    review_on: dt.date | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values: dates as ISO, decimals as text."""
        plain = {key: _plain(value) for key, value in asdict(self).items()}
        plain["needs"] = [{key: _plain(value) for key, value in asdict(need).items()} for need in self.needs]
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        known = {**cls().to_json(), **data}
        needs = tuple(NeedData(**{**need, "amount": Decimal(need["amount"])}) for need in known["needs"])
        dates = {name: _date(known[name]) for name in ("from_month", "until_month", "review_on")}
        return cls(**{**known, **dates, "needs": needs, "trips": Decimal(known["trips"])})


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
