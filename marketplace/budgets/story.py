"""The ledger's own part of `manage.py trace ENTRY`."""

from collections.abc import Iterator

from .models import Entry


def tell(entry_id: int) -> Iterator[str]:
    entry = Entry.objects.select_related("budget", "reservation", "command").get(pk=entry_id)
    yield f"{entry.get_kind_display()}: {_euro(entry.amount)} in {entry.budget.month:%Y-%m}, for {entry.on}"
    yield f"written {entry.at:%Y-%m-%d %H:%M:%S %Z} as number {entry.seq} of budget {entry.budget_id}"
    yield (
        f"after it: granted {_euro(entry.granted_after)}, reserved {_euro(entry.reserved_after)},"
        f" used {_euro(entry.spent_after)}"
    )
    if entry.reservation:
        held = entry.reservation
        yield f"reservation {held.pk}: {_euro(held.amount)} for {held.on}, now {held.get_state_display()}"
    by = f"user {entry.command.actor_id}" if entry.command.actor_id else "time"
    yield f"command {entry.command_id} ({entry.command.kind}), by {by}"


def _euro(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d} €"
