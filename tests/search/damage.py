"""Ways in which an index breaks, for tests: each leaves files as a crash, a full disk or a person leaves them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path


def delete_all(directory: Path) -> None:
    shutil.rmtree(directory)


def delete_index(directory: Path) -> None:
    for path in directory.glob("index-*"):
        shutil.rmtree(path)


def halve_current(directory: Path) -> None:
    halve(directory / "current.json")


def halve_counts(directory: Path) -> None:
    for path in directory.glob("index-*/counts.json"):
        halve(path)


def halve_meta(directory: Path) -> None:
    for path in directory.glob("index-*/meta.json"):
        halve(path)


def empty_segments(directory: Path) -> None:
    """New files, as after a crash before the disk had them; a file cut under a running process ends the process."""
    for path in directory.glob("index-*/*"):
        if path.suffix in {".term", ".idx", ".fast", ".store"}:
            path.unlink()
            path.touch()


def halve_segments(directory: Path) -> None:
    for path in directory.glob("index-*/*"):
        if path.suffix in {".term", ".idx", ".fast", ".store"}:
            halve(path)


def halve(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2])


DAMAGES: dict[str, Callable[[Path], None]] = {
    each.__name__: each
    for each in (
        delete_all,
        delete_index,
        halve_current,
        halve_counts,
        halve_meta,
        empty_segments,
        halve_segments,
    )
}


def as_nobody(work: Callable[[], bool]) -> bool:
    """What `work` gives in a process that may read as little as the user nobody."""
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os._exit(0 if work() else 1)
        except BaseException:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0
