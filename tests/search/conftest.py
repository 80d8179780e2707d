"""The small county of the catalogue's tests."""

from tests.catalogue.conftest import *  # noqa: F403  (its fixtures are ours too)
