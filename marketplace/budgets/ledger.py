"""Where money moves, and nowhere else: one durable transaction per command, replayed by its key.

The order (insert the key, lock the client, move inside a savepoint, store the answer) and the conditional updates
are what held under 64 processes and kill -9; a read, a comparison and a save overspend. Do not reorder.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import F

from marketplace.accounts.models import User
from marketplace.clients.models import Client
from marketplace.foundation.dates import add_months, month_of

from .enums import EntryKind, MoneyRefusal, ReservationState
from .models import Budget, Command, Entry, Reservation

Wish = tuple[int, dt.date, int]
"""(listing id, date, cents)"""


class Refused(Exception):
    """Raised inside a command's work: undoes its moves; code and data are stored as the command's answer."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = str(code)
        self.data = data


class KeyReused(Exception):
    """A used key came with another client, kind or payload. Nothing happened; the caller shows a fresh page."""

    def __init__(self, command: Command) -> None:
        super().__init__(f"{command.key} was used for another {command.kind}")
        self.command = command


@dataclass(frozen=True)
class Answer:
    """What a command answered, now or when its key was first used."""

    key: str
    ok: bool
    data: dict[str, Any]
    refusal: str | None
    replayed: bool
    command: Command = field(compare=False)


def command(
    *,
    key: str,
    client: Client,
    actor: User | None,
    kind: str,
    payload: dict[str, Any],
    work: "Callable[[Book], dict[str, Any]]",
) -> Answer:
    """Runs `work` once for `key` and stores its answer; a used key gets the stored answer.

    `work` runs under the client's lock and checks mandates and rules again there; it returns the answer's data
    (JSON) or raises `Refused`. Any other exception undoes all, the key included. Raises `KeyReused`, and
    `RuntimeError` inside another transaction: the answer must be durable when it is shown.
    """
    wanted = _plain(payload)
    with transaction.atomic(durable=True):
        if not _insert(key, client, actor, kind, wanted):
            return _stored(key, client, kind, wanted)
        locked = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
        made = Command.objects.get(pk=key)
        answer = _answer(made, Book(command=made, client=locked), work)
        Command.objects.filter(pk=key).update(answer=answer)
        made.answer = answer
    return _told(made, replayed=False)


def _plain(value: Any) -> Any:
    """As it comes back from the database's JSON."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _insert(key: str, client: Client, actor: User | None, kind: str, payload: dict[str, Any]) -> bool:
    """False if the key is used. On PostgreSQL waits for a transaction that is just using it."""
    sql = (
        "INSERT INTO budgets_command (key, client_id, actor_id, kind, payload) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [key, client.pk, actor.pk if actor else None, kind, json.dumps(payload)])
        return cursor.rowcount == 1


def _stored(key: str, client: Client, kind: str, payload: dict[str, Any]) -> Answer:
    made = Command.objects.get(pk=key)
    if (made.client_id, made.kind, made.payload) != (client.pk, kind, payload):
        raise KeyReused(made)
    return _told(made, replayed=True)


def _answer(made: Command, book: "Book", work: "Callable[[Book], dict[str, Any]]") -> dict[str, Any]:
    try:
        with transaction.atomic():
            return {"ok": _plain(work(book))}
    except Refused as refused:
        return {"refusal": refused.code, "data": _plain(refused.data)}


def _told(made: Command, *, replayed: bool) -> Answer:
    answer = made.answer
    assert answer is not None  # the row and its answer are written in one transaction
    if "refusal" in answer:
        return Answer(made.key, False, answer["data"], answer["refusal"], replayed, made)
    return Answer(made.key, True, answer["ok"], None, replayed, made)


@dataclass(frozen=True)
class Book:
    """The moves that a command's work may make, all in the name of that command."""

    command: Command
    client: Client

    def grant(self, month: dt.date, cents: int, on: dt.date) -> None:
        _positive(cents)
        budget, _ = Budget.objects.get_or_create(client=self.client, month=month_of(month))
        self._move(budget, EntryKind.GRANT, cents, on, granted=cents)

    def cut(self, month: dt.date, cents: int, on: dt.date) -> None:
        """Refuses CUT_BELOW_USED with {month, missing}."""
        _positive(cents)
        budget = self._budget(month)
        if budget is None or not self._move(budget, EntryKind.CUT, cents, on, granted=-cents):
            raise Refused(MoneyRefusal.CUT_BELOW_USED, **self._missing(month, cents))

    def reserve(self, wishes: Iterable[Wish], on: dt.date) -> list[Reservation]:
        """One reservation per wish, all or none, in the order of their dates. `on` is the day of the wish.

        Refuses OVER_BUDGET with {month, missing}: the first month that is short, and by how much in all.
        """
        ordered = sorted(wishes, key=lambda wish: wish[1])
        made = []
        for index, wish in enumerate(ordered):
            reservation = self._reserve(wish, on)
            if reservation is None:
                month = month_of(wish[1])
                still = sum(cents for _, day, cents in ordered[index:] if month_of(day) == month)
                raise Refused(MoneyRefusal.OVER_BUDGET, **self._missing(month, still))
            made.append(reservation)
        return made

    def capture(self, reservation: Reservation, cents: int, on: dt.date) -> None:
        """Uses `cents` of a held reservation; the rest returns. Refuses NOT_HELD, OVER_RESERVED."""
        if cents < 0:
            raise ValueError(f"cannot capture {cents}")
        if cents > reservation.amount:
            raise Refused(MoneyRefusal.OVER_RESERVED, missing=cents - reservation.amount)
        self._resolve(reservation, ReservationState.CAPTURED, cents)
        self._moved(reservation, EntryKind.CAPTURE, cents, on, reserved=-reservation.amount, spent=cents)

    def release(self, reservation: Reservation, on: dt.date) -> None:
        """Gives all of a held reservation back. Refuses NOT_HELD."""
        self._resolve(reservation, ReservationState.RELEASED, 0)
        self._moved(reservation, EntryKind.RELEASE, reservation.amount, on, reserved=-reservation.amount)

    def expire(self, reservation: Reservation, on: dt.date) -> None:
        """As release, because nobody answered in time. Refuses NOT_HELD."""
        self._resolve(reservation, ReservationState.EXPIRED, 0)
        self._moved(reservation, EntryKind.EXPIRE, reservation.amount, on, reserved=-reservation.amount)

    def refund(self, reservation: Reservation, cents: int, on: dt.date) -> None:
        """Gives `cents` of what was used back to the month it came from. Refuses OVER_CAPTURED."""
        _positive(cents)
        refunded = Reservation.objects.filter(
            pk=reservation.pk, state=ReservationState.CAPTURED, captured__gte=F("refunded") + cents
        ).update(refunded=F("refunded") + cents)
        if not refunded:
            raise Refused(MoneyRefusal.OVER_CAPTURED)
        reservation.refresh_from_db(fields=["refunded"])
        self._moved(reservation, EntryKind.REFUND, cents, on, spent=-cents)

    def carry_over(self, from_month: dt.date, cents: int, on: dt.date) -> None:
        """Moves what is left in one month to the next, as a pair of entries. Refuses OVER_BUDGET."""
        _positive(cents)
        source = self._budget(from_month)
        if source is None or not self._move(source, EntryKind.CARRY_OUT, cents, on, granted=-cents):
            raise Refused(MoneyRefusal.OVER_BUDGET, **self._missing(from_month, cents))
        target, _ = Budget.objects.get_or_create(client=self.client, month=add_months(from_month, 1))
        self._move(target, EntryKind.CARRY_IN, cents, on, granted=cents)

    def _budget(self, month: dt.date) -> Budget | None:
        return Budget.objects.filter(client=self.client, month=month_of(month)).first()

    def _missing(self, month: dt.date, cents: int) -> dict[str, Any]:
        budget = self._budget(month)
        return {"month": month_of(month), "missing": cents - (budget.remaining if budget else 0)}

    def _reserve(self, wish: Wish, on: dt.date) -> Reservation | None:
        """None if the month has too little left, or no budget."""
        listing_id, day, cents = wish
        _positive(cents)
        budget = self._budget(day)
        if budget is None:
            return None
        reservation = Reservation.objects.create(
            budget=budget, listing_id=listing_id, on=day, amount=cents, command=self.command
        )
        moved = self._move(budget, EntryKind.RESERVE, cents, on, reservation=reservation, reserved=cents)
        return reservation if moved else None

    def _resolve(self, reservation: Reservation, state: ReservationState, captured: int) -> None:
        changed = Reservation.objects.filter(pk=reservation.pk, state=ReservationState.HELD).update(
            state=state, captured=captured
        )
        if not changed:
            raise Refused(MoneyRefusal.NOT_HELD)
        reservation.state, reservation.captured = state, captured

    def _moved(self, reservation: Reservation, kind: EntryKind, cents: int, on: dt.date, **delta: int) -> None:
        """A move that the database's own rules make possible whenever the reservation's update was."""
        if not self._move(reservation.budget, kind, cents, on, reservation=reservation, **delta):
            raise ValueError(f"reservation {reservation.pk} is not of client {self.client.pk}")

    def _move(
        self,
        budget: Budget,
        kind: EntryKind,
        cents: int,
        on: dt.date,
        *,
        reservation: Reservation | None = None,
        granted: int = 0,
        reserved: int = 0,
        spent: int = 0,
    ) -> bool:
        """Changes the totals if they stay sound, and writes the entry. False (and nothing done) if they would not."""
        changed = Budget.objects.filter(
            pk=budget.pk, client=self.client, granted__gte=F("reserved") + F("spent") + (reserved + spent - granted)
        ).update(
            granted=F("granted") + granted,
            reserved=F("reserved") + reserved,
            spent=F("spent") + spent,
            seq=F("seq") + 1,
        )
        if not changed:
            return False
        after = Budget.objects.get(pk=budget.pk)
        Entry.objects.create(
            budget=after,
            seq=after.seq,
            kind=kind,
            amount=cents,
            granted_after=after.granted,
            reserved_after=after.reserved,
            spent_after=after.spent,
            reservation=reservation,
            command=self.command,
            on=on,
        )
        return True


def _positive(cents: int) -> None:
    if cents <= 0:
        raise ValueError(f"{cents} is not a sum to move")
