import pytest

from .world import ON


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """It is Wednesday 25 November 2026. Staff need no second factor here."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)
    settings.STAFF_MFA_REQUIRED = False
