"""The processes of `make run`: the web server, the clock and the queue, which live and die together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings

PR_SET_PDEATHSIG = 1
SERVED_WITH = {"HASHED_STATIC": "1"}  # names with a hash, kept by browsers for long


def die_with_parent() -> None:
    """Linux ends this process when its parent ends, however that comes: no port stays taken after a kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def commands(port: int) -> dict[str, list[str]]:
    python, manage = sys.executable, str(settings.BASE_DIR / "manage.py")
    gunicorn = [python, "-m", "gunicorn", "marketplace.wsgi", "--preload", "-w", "2", "--no-control-socket"]
    return {
        "web server": [*gunicorn, "-b", f"127.0.0.1:{port}", "--log-level", "warning"],
        "clock": [python, manage, "tick", "--every", "60"],
        "queue": [python, manage, "db_worker", "--verbosity", "0"],
    }


def port_is_free(port: int, patience: float = 5) -> bool:
    """Waits a little: a server that was just killed may still be letting go of it."""
    until = time.monotonic() + patience
    while True:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                if time.monotonic() > until:
                    return False
            else:
                return True
        time.sleep(0.2)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Processes:
    """Starts them all; when one ends, or this process is told to stop, ends the rest."""

    def __init__(self, port: int) -> None:
        env = {**os.environ, **SERVED_WITH}
        self.running = {
            name: subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, preexec_fn=die_with_parent)
            for name, command in commands(port).items()
        }

    def first_to_end(self) -> str:
        """Waits until one of them ends by itself, and names it."""
        while True:
            for name, process in self.running.items():
                if process.poll() is not None:
                    return name
            time.sleep(0.3)

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
