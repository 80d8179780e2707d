"""Work in processes of their own, begun afresh: a fork would catch the locks that an engine's threads hold.

Nothing of ours is imported here: Django must be ready before its models are.
"""

import multiprocessing
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import django

SECONDS = 300
"""Until a process that does not answer is given up."""


def answers(work: Callable[..., Any], each: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What `work(*arguments, turn)` gives for each of the arguments, all at the same time.

    `turn`: a lock that they share. All must be picklable. Raises `ChildProcessError` when one fails or is too slow.
    """
    context = multiprocessing.get_context("spawn")
    turn, begun = context.Lock(), []
    try:
        for arguments in each:
            told, tell = context.Pipe(duplex=False)
            child = context.Process(target=_begin, args=(pickle.dumps((work, arguments)), turn, tell))
            child.start()
            tell.close()
            begun.append((child, told))
        return [_answer(told) for _, told in begun]
    finally:
        for child, _ in begun:
            child.kill()
            child.join()


def _answer(told: Any) -> Any:
    with suppress(EOFError):
        if told.poll(SECONDS):
            return told.recv()
    raise ChildProcessError("a process that measures does not answer")


def _begin(pickled: bytes, turn: Any, tell: Any) -> None:
    """What was pickled names modules with models: it is read when Django is ready."""
    django.setup()
    work, arguments = pickle.loads(pickled)  # noqa: S301 - made above, by this very program
    tell.send(work(*arguments, turn))
