"""Tells how search is: `manage.py search_status [--json]`. Ends with 1 when pages list from the database."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search.status import status


class Command(BaseCommand):
    help = "Says whether the engine answers, whether its index fits this code, and what waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one object on standard output")

    def handle(self, *args: object, **options: object) -> None:
        found = status()
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            for line in _lines(found):
                self.stdout.write(line)
        if not found["ok"]:
            sys.exit(1)


def _lines(found: dict[str, Any]) -> list[str]:
    outbox = found["outbox"]
    lines = [f"Engine: {found['engine']}"]
    if found["answers"]:
        lines += ["Answers: yes", f"Listings in it: {found['documents']}"]
    else:
        lines.append(f"Answers: no ({found['why']}). Pages list from the database, and say so.")
    lines.append(f"Index: {_index_words(found)}")
    oldest = f", the oldest since {outbox['oldest']}" if outbox["oldest"] else ""
    lines.append(f"Outbox: {outbox['due']} waiting{oldest}; {outbox['later']} for a later day")
    lines += [f"{name}: {value}" for name, value in found["details"].items()]
    return lines


def _index_words(found: dict[str, Any]) -> str:
    if not found["needs_rebuild"]:
        if not found["answers"]:
            return "not known until the engine answers"
        return "fits this code and the postal areas"
    return "none that fits this code and the postal areas; the next tick (or search_rebuild) builds it anew"
