"""Why the door stays shut. None of them carries client data to the page."""

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .enums import Right
    from .models import Client


class RightRefused(Exception):
    """Base: answered with a kind 403 page."""


class LoginNeeded(RightRefused):
    """Nobody is logged in: answered with the login page."""


class RightEnded(RightRefused):
    def __init__(self, day: dt.date) -> None:
        super().__init__(day)
        self.day = day


class RightTooSmall(RightRefused):
    """May see or suggest, but not this: the page offers what the person may do instead."""

    def __init__(self, client: "Client", right: "Right") -> None:
        super().__init__(right)
        self.client, self.right = client, right


class WeakLogin(RightRefused):
    """A client's data needs a login by an identity provider in production."""


class LinkRefused(Exception):
    """The one-time code cannot be used."""


class InvitationGone(Exception):
    """The invitation was used, withdrawn, is too old, or never was."""
