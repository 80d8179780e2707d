"""Settings and database belong together, or nothing starts."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from marketplace.accounts import marks
from marketplace.accounts.models import User
from marketplace.demo.build import VERSION

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)


def test_an_empty_database_is_right_for_all(settings) -> None:
    assert marks.wrong_database() is None
    settings.DEMO = False
    assert marks.wrong_database() is None


def test_other_settings_refuse_an_invented_world(settings, monkeypatch) -> None:
    marks.begin(anchor=DAY, version=VERSION)
    assert marks.wrong_database() is None
    settings.DEMO = False
    assert marks.wrong_database() == marks.INVENTED
    monkeypatch.setattr(marks.connection, "close", lambda: None)
    with pytest.raises(ImproperlyConfigured):
        marks.refuse_wrong_database()


def test_demo_settings_refuse_users_without_a_mark(settings) -> None:
    User.objects.create_user("real@example.org")
    assert marks.wrong_database() == marks.REAL
    settings.DEMO = False
    assert marks.wrong_database() is None


def test_the_command_does_not_touch_a_real_database() -> None:
    User.objects.create_user("real@example.org")
    with pytest.raises(CommandError):
        call_command("demo", "--rebuild")
    assert User.objects.count() == 1


def test_a_young_world_is_kept(capsys) -> None:
    marks.begin(anchor=DAY, version=VERSION)
    marks.finish()
    call_command("demo", "--anchor", "2026-12-10")
    assert "kept (14 days old)" in capsys.readouterr().out
