import pytest

from .world import ON


@pytest.fixture(autouse=True)
def _today(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """It is Wednesday 25 November 2026, the day before the demo's. Staff need no second factor here."""
    settings.STAFF_MFA_REQUIRED = False
    if "stage" not in request.fixturenames:
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: ON)
