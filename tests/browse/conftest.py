import pytest


@pytest.fixture(autouse=True)
def without_a_second_factor(settings) -> None:
    """The login pages have tests of their own."""
    settings.STAFF_MFA_REQUIRED = False
