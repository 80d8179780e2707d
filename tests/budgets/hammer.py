"""Many processes, forked from one warmed-up parent, move the same money; each notes what was acknowledged to it."""

import json
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import OperationalError, connections
from django.db.models import Sum

from marketplace.budgets.ledger import Book
from marketplace.budgets.models import Budget, Command, Reservation
from marketplace.clients.models import Client

from .world import TODAY, run

SECONDS = float(os.environ.get("LOAD_SECONDS", "5"))
PROCESSES = 64


@dataclass
class Target:
    """`owners[i]` has the month `months[i]`; a call takes `at_once` of them, of one client."""

    owners: list[Client]
    months: list[Any]
    listing: int
    at_once: int = 1


@dataclass
class Notes:
    """What one process was told: key → cents reserved (0 for a no), written before the next call."""

    path: Path
    told: dict[str, int] = field(default_factory=dict)

    def write(self, word: str, key: str, cents: int) -> None:
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(file, (json.dumps([word, key, cents]) + "\n").encode())
        os.close(file)


def read_notes(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """(acknowledged, tried) by key, over all processes. A line cut off by a kill is left out."""
    told: dict[str, int] = {}
    tried: dict[str, int] = {}
    for path in folder.glob("*.notes"):
        for line in path.read_text().splitlines():
            word, key, cents = json.loads(line)
            (told if word == "told" else tried)[key] = cents
    return told, tried


def fork(worker: Callable[[int, float], None], number: int, until: float) -> int:
    """The child's id. The parent must have closed its connections: a socket or a lock is not shared by two."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        random.seed(os.getpid())
        worker(number, until)
        code = 0
    finally:
        connections.close_all()
        os._exit(code)


def hammer(worker: Callable[[int, float], None], processes: int = PROCESSES) -> None:
    """All start together: the first would have taken everything before the last was forked."""
    connections.close_all()
    gate, go = os.pipe()

    def when_all_are_there(number: int, _: float) -> None:
        os.close(go)
        os.read(gate, 1)  # nothing is ever written: it ends when nobody holds the other end
        worker(number, time.monotonic() + SECONDS)

    children = [fork(when_all_are_there, number, 0) for number in range(processes)]
    os.close(go)
    os.close(gate)
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    assert set(codes) == {0}, codes


def careful(target: Target, folder: Path) -> Callable[[int, float], None]:
    """A process that reserves, now and then lets go or uses, repeats a key, and checks that it hears the same."""

    def worker(number: int, until: float) -> None:
        notes = Notes(folder / f"{number}-{os.getpid()}.notes")
        held: list[tuple[Client, int]] = []
        count = 0
        while time.monotonic() < until:
            count += 1
            key = f"{number}-{os.getpid()}-{count}"
            if held and random.random() < 0.3:
                resolve(*held.pop(), key=key)
            else:
                held += reserve(target, notes, key)

    return worker


def reserve(target: Target, notes: Notes, key: str) -> list[tuple[Client, int]]:
    first = random.randrange(len(target.owners))
    owner = target.owners[first]
    mine = [i for i, other in enumerate(target.owners) if other.pk == owner.pk]
    picked = random.sample(mine, min(target.at_once, len(mine)))
    wishes = [(target.listing, target.months[i], random.randint(1, 300)) for i in picked]
    notes.write("tried", key, sum(cents for _, _, cents in wishes))
    answer = ask(owner, key, wishes)
    notes.write("told", key, answer.data["cents"] if answer.ok else 0)
    if random.random() < 0.1:
        again = ask(owner, key, wishes)
        assert (again.replayed, again.ok, again.data) == (True, answer.ok, answer.data)
    return [(owner, pk) for pk in answer.data["made"]] if answer.ok else []


def ask(owner: Client, key: str, wishes: list[Any]) -> Any:
    """Tries again with the same key when the database is too busy: nothing can happen twice."""

    def work(book: Book) -> dict[str, Any]:
        made = book.reserve(wishes, on=TODAY)
        return {"made": [row.pk for row in made], "cents": sum(row.amount for row in made)}

    while True:
        try:
            return run(owner, work, key=key)
        except OperationalError:
            connections.close_all()


def resolve(owner: Client, pk: int, key: str) -> None:
    def work(book: Book) -> None:
        row = Reservation.objects.get(pk=pk)
        if random.random() < 0.5:
            book.release(row, on=TODAY)
        else:
            book.capture(row, random.randint(0, row.amount), on=TODAY)

    while True:
        try:
            assert run(owner, work, key=key).ok
            return
        except OperationalError:
            connections.close_all()


def naive(target: Target, folder: Path) -> Callable[[int, float], None]:
    """The control: reads, compares, saves. It must overspend, or the hammer is too soft."""

    def worker(number: int, until: float) -> None:
        notes = Notes(folder / f"{number}.notes")
        count = 0
        while time.monotonic() < until:
            count += 1
            first = random.randrange(len(target.owners))
            cents = random.randint(1, 300)
            try:
                budget = Budget.objects.get(client=target.owners[first], month=target.months[first])
                if budget.remaining < cents:
                    continue
                time.sleep(0.002)  # as long as a page takes to go on
                budget.reserved += cents
                budget.save()
            except OperationalError:
                connections.close_all()
                continue
            notes.write("told", f"{number}-{count}", cents)

    return worker


def check_books(told: dict[str, int], tried: dict[str, int]) -> None:
    """Nothing acknowledged is lost, nothing is there twice, nothing is there that nobody asked for."""
    answers = dict(Command.objects.filter(pk__in=tried).values_list("pk", "answer"))
    moved = {
        row["command"]: row["cents"]
        for row in Reservation.objects.filter(command__in=tried).values("command").annotate(cents=Sum("amount"))
    }
    for key, cents in told.items():
        assert answers[key].get("ok", {}).get("cents", 0) == cents
        assert moved.get(key, 0) == cents
    for key, cents in moved.items():
        assert answers[key]["ok"]["cents"] == cents == tried[key]


def kill_and_replace(worker: Callable[[int, float], None], processes: int = 8) -> int:
    """Keeps so many processes at work and kills one of them, at random, again and again. Returns the kills."""
    connections.close_all()
    until = time.monotonic() + SECONDS
    children = [fork(worker, number, until) for number in range(processes)]
    kills = 0
    while time.monotonic() < until - 0.2:
        time.sleep(random.uniform(0.01, 0.08))
        place = random.randrange(processes)
        os.kill(children[place], signal.SIGKILL)
        os.waitpid(children[place], 0)
        children[place] = fork(worker, place, until)
        kills += 1
    for pid in children:
        os.waitpid(pid, 0)
    return kills
