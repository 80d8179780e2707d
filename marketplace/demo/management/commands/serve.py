"""`manage.py serve`: everything between a fresh checkout and a running site. `make run` calls it."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from marketplace.demo.server import SERVED_WITH, Processes, answers, die_with_parent, port_is_free


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def collect_static() -> None:
    """In a process of its own, whose settings give files names with a hash, as the web server's do."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, **SERVED_WITH}, check=True)


class Command(BaseCommand):
    help = "Prepares what is missing, then serves the demo world with a web server, a clock and a queue."
    requires_system_checks: list[str] = []  # the static files come first

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: object, port: int, **options: object) -> None:
        die_with_parent()
        signal.signal(signal.SIGTERM, stop)
        if not port_is_free(port):
            raise CommandError(f"Port {port} is in use. Another one: make run PORT={port + 1}")
        for prepare in (self.database, self.world, self.search, self.static):
            prepare()
        connections.close_all()
        self.serve(port)

    def step(self, words: str, work: Callable[[], object]) -> None:
        started = time.monotonic()
        self.stdout.write(f"{words} … ", ending="")
        self.stdout.flush()
        work()
        self.stdout.write(f"{time.monotonic() - started:.1f} s")

    def database(self) -> None:
        settings.VAR_DIR.mkdir(exist_ok=True)
        executor = MigrationExecutor(connections["default"])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.step("Preparing the database", lambda: call_command("migrate", verbosity=0, interactive=False))
        call_command("createcachetable", verbosity=0)

    def world(self) -> None:
        """The command itself knows whether its world is there and young enough."""
        if "demo" in get_commands():
            call_command("demo")

    def search(self) -> None:
        if "search_rebuild" in get_commands():
            call_command("search_rebuild", if_needed=True)

    def static(self) -> None:
        """Collected once, and again whenever one of its sources changed."""
        stamp, now = settings.STATIC_ROOT / ".sources", self.static_fingerprint()
        if not stamp.exists() or stamp.read_text() != now:
            self.step("Collecting style sheets and icons", collect_static)
            stamp.write_text(now)

    def static_fingerprint(self) -> str:
        base: Path = settings.BASE_DIR
        files = [base / "requirements" / "base.txt", base / "package-lock.json"]
        for folder in (base / "marketplace" / "css", base / "marketplace" / "static", base / "marketplace/foundation"):
            files += sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
        digest = hashlib.sha256()
        for path in files:
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def serve(self, port: int) -> None:
        processes = Processes(port)
        try:
            while not answers(port) and all(p.poll() is None for p in processes.running.values()):
                time.sleep(0.1)
            self.stdout.write(self.style.SUCCESS(f"Open http://127.0.0.1:{port}/ · Ctrl-C stops"))
            ended = processes.first_to_end()
            raise CommandError(f"The {ended} ended by itself, so everything was stopped.")
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            processes.stop()
