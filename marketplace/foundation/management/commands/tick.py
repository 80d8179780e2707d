"""What time brings: `manage.py tick [--on DATE] [--every SECONDS]`. Safe to run as often as one likes."""

import datetime as dt
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from marketplace.foundation.dates import today
from marketplace.foundation.registry import tick_steps


class Command(BaseCommand):
    help = "Does what is due: unanswered requests, confirmations by time, leases, reminders, mail, index documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="the date to act for (YYYY-MM-DD), else today")
        parser.add_argument("--every", type=int, help="go on, once in so many seconds")

    def handle(self, *args: object, **options: object) -> None:
        every = options["every"]
        while True:
            failed = self.run_once(options["on"] or today())  # type: ignore[arg-type]
            if not every:
                if failed:
                    raise CommandError(
                        f"These steps failed: {', '.join(failed)}. Run tick again when the cause is gone."
                    )
                return
            close_old_connections()
            time.sleep(int(every))  # type: ignore[call-overload]

    def run_once(self, on: dt.date) -> list[str]:
        """Runs every step, also after one fails; returns the names of those that failed."""
        failed = []
        for step, run in tick_steps():
            try:
                count = run(on)
            except Exception as error:  # one room's trouble must not stop the others
                failed.append(step.name)
                self.stderr.write(f"{step.name}: {error}")
            else:
                if count or self.verbosity_is_high:
                    self.stdout.write(f"{step.name}: {count}")
        return failed

    @property
    def verbosity_is_high(self) -> bool:
        return getattr(self, "_verbosity", 1) > 1

    def execute(self, *args: object, **options: object) -> str | None:
        self._verbosity = options.get("verbosity", 1)
        return super().execute(*args, **options)
