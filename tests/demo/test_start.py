"""The site does not start on the wrong kind of database: tried in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
MARKED = """
import django; django.setup()
from django.db import connection
from marketplace.accounts.models import DemoMark, User
with connection.schema_editor() as editor:
    editor.create_model(User); editor.create_model(DemoMark)
DemoMark.objects.create(anchor="2026-11-26", version=1)
"""
UNMARKED = MARKED.rsplit("\n", 2)[0] + "\nUser.objects.create_user('real@example.org')\n"


def run(database: Path, settings: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    known = {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": f"marketplace.settings.{settings}",
        "SECRET_KEY": "one-two-three-four-five-six-seven-eight-nine-ten-eleven-twelve",
        "ALLOWED_HOSTS": "example.org",
        # What else production settings ask for before they start.
        "EMAIL_URL": "smtp://mail.example.org",
        "OIDC_SERVER_URL": "https://login.example.org",
        "OIDC_CLIENT_ID": "site",
        "OIDC_CLIENT_SECRET": "not-a-secret",
        "OIDC_FORM_ORIGINS": "https://login.example.org",
    }
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **known}, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("made", "kind", "words"),
    [
        (MARKED, "production", "only demo settings may use it"),
        (UNMARKED, "demo", "demo settings must not touch it"),
    ],
)
def test_the_site_refuses_to_start(tmp_path: Path, made: str, kind: str, words: str) -> None:
    database = tmp_path / "world.sqlite3"
    assert run(database, "demo", "-c", made).returncode == 0
    started = run(database, kind, "-c", "import marketplace.wsgi")
    assert started.returncode == 1
    assert words in started.stderr


def test_the_site_starts_on_its_own_world(tmp_path: Path) -> None:
    database = tmp_path / "world.sqlite3"
    assert run(database, "demo", "-c", MARKED).returncode == 0
    started = run(database, "demo", "-c", "import marketplace.wsgi")
    assert started.returncode == 0, started.stderr
