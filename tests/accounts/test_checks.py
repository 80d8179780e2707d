"""Real use does not begin on a default secret or without a strong login: tried from outside, as a server starts."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
    "SECRET_KEY": "x7" * 30,
    "ALLOWED_HOSTS": "vardag.example.org",
    "SITE_URL": "https://vardag.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "DATABASE_URL": "postgres://db/db",
    "OIDC_SERVER_URL": "https://login.example.org/realms/a",
    "OIDC_CLIENT_ID": "x",
    "OIDC_CLIENT_SECRET": "x",
    "OIDC_FORM_ORIGINS": "https://login.example.org",
}


pytestmark = pytest.mark.once


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Loads the WSGI application as a web server does; a change to None takes the variable away."""
    clean = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    env = clean | {name: value for name, value in (GOOD | changes).items() if value is not None}
    command = [sys.executable, "-W", "ignore", "-c", "import marketplace.wsgi"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)


def test_starts_when_all_is_set():
    done = start()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "demo-only-not-a-secret-demo-only-not-a-secret-demo-only"}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"OIDC_SERVER_URL": None}, "accounts.E002"),
        ({"OIDC_FORM_ORIGINS": None}, "accounts.E003"),
        ({"EMAIL_URL": None}, "accounts.E006"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else None,
)
def test_refuses_to_start(changes, said):
    done = start(**changes)
    assert done.returncode != 0
    assert said in done.stderr


def test_the_demo_starts_with_nothing_set():
    done = start(**dict.fromkeys(GOOD) | {"DJANGO_SETTINGS_MODULE": "marketplace.settings.demo"})
    assert done.returncode == 0, done.stderr


def test_checks_that_settings_cannot_take_away(settings):
    from marketplace.accounts.checks import real_use_is_safe

    settings.DEMO, settings.STRONG_LOGIN_REQUIRED, settings.STAFF_MFA_REQUIRED = False, False, False
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    ids = {message.id for message in real_use_is_safe(None)}
    assert {"accounts.E001", "accounts.E004", "accounts.E005"} <= ids
