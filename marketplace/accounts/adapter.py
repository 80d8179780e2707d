"""How allauth behaves here: nobody signs up alone; staff, providers and clients are invited or linked by staff."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account is made only from an invitation (a relative's or a provider's colleague's)."""
        return bool(request.session.get("invited"))
