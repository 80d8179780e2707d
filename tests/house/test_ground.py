"""What tests stand on holds: tables are emptied around their triggers, and what migrations made comes back."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from wagtail.models import Page

from marketplace.budgets.models import Command
from tests.budgets import world


@pytest.mark.parametrize("time", ["first", "again"])
@pytest.mark.django_db(transaction=True)
def test_append_only_rows_are_flushed_and_the_root_page_comes_back(time):
    assert Page.objects.filter(depth=1).count() == 1
    assert not Command.objects.exists()
    Command.objects.create(key="k", client=world.client(), kind="grant", payload={}, answer={"ok": {}})
    with pytest.raises(DatabaseError), transaction.atomic():
        Command.objects.all()._raw_delete("default")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_sees_the_style_sheet(page, live_server):
    page.goto(f"{live_server.url}/sv/place/")
    assert page.evaluate("document.fonts.ready.then(() => document.styleSheets.length)") == 1
    assert Page.objects.filter(depth=1).count() == 1


SETS_TESTS = {"CI", "CHROMIUM", "SHARED_DATA", "DATABASE_URL"}


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "pyproject.toml", *arguments]
    clean = {name: value for name, value in os.environ.items() if name not in SETS_TESTS}
    return subprocess.run(command, cwd=settings.BASE_DIR, env=clean | env, capture_output=True, text=True)


@pytest.fixture
def one_skipped():
    """A test file inside tests/, where conftest.py sees it, gone afterwards; its name keeps it from other runs."""
    path = settings.BASE_DIR / "tests" / f"skipped_{os.getpid()}.py"
    path.write_text("import pytest\n\n\ndef test_no():\n    pytest.skip('not here')\n\n\ndef test_yes():\n    pass\n")
    yield str(path)
    path.unlink()


@pytest.mark.once
def test_a_skip_fails_in_ci_only(one_skipped):
    assert run(one_skipped).returncode == 0
    assert run(one_skipped, CI="true").returncode == 1


@pytest.mark.once
def test_asking_for_what_is_missing_fails(tmp_path, one_skipped):
    done = run(one_skipped, "--with", "data", SHARED_DATA=str(tmp_path / "nothing"))
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "nothing to run these tests with: data" in done.stderr


@pytest.mark.once
def test_what_was_left_out_is_one_line():
    done = run("tests/house/test_ground.py", "-k", "browser")
    line = next(line for line in done.stdout.splitlines() if line.startswith("left out:"))
    assert line.startswith("left out: browser (1), ")
    assert line.endswith("`make test-all` adds what this machine has.")
