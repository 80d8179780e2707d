"""A polite limit: so many requests a minute from one address, whichever worker answers them."""

import datetime as dt
import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ..models import ApiSlot

SECONDS = 60
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Allowance:
    """What a caller may still ask: `left` requests in the next `seconds`."""

    most: int
    left: int
    seconds: int
    over: bool

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers has them."""
        found = {
            "RateLimit-Policy": f'"minute";q={self.most};w={SECONDS}',
            "RateLimit": f'"minute";r={self.left};t={self.seconds}',
        }
        return found | ({"Retry-After": str(self.seconds)} if self.over else {})


def count(request: HttpRequest) -> Allowance | None:
    """Counts this request; None where there is no limit."""
    most = settings.API_REQUESTS_A_MINUTE
    if not most:
        return None
    now = int(time.time())
    asked = ApiSlot.objects.count_one(_hashed(caller_of(request)), now // SECONDS)
    return Allowance(most, max(0, most - asked), SECONDS - now % SECONDS, asked > most)


def caller_of(request: HttpRequest) -> str:
    """The caller's address: the last one named by a proxy that we trust and is none of ours.

    Of version 6 the network, for a household has it all.
    """
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    caller = request.META.get("REMOTE_ADDR", "")
    while named and _is_ours(caller):
        caller = named.pop()
    address = _parsed(caller)
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _is_ours(caller: str) -> bool:
    """An empty one is a local socket."""
    address = _parsed(caller)
    if address is None:
        return not caller
    return any(address in ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _hashed(caller: str) -> str:
    return salted_hmac("browse.api.limits", caller, algorithm="sha256").hexdigest()[:32]


def forget_old(on: dt.date) -> int:
    """Slots that are over; the day plays no part."""
    return ApiSlot.objects.before(int(time.time()) // SECONDS - 1).delete()[0]
