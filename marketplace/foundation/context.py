"""What the frame of every page needs to know about the answer it stands in."""

from django.http import HttpRequest


def is_public(request: HttpRequest) -> bool:
    """True where everyone gets the same bytes: views marked `public_page`, editors' pages, errors without a view."""
    match = request.resolver_match
    if match is None or match.view_name == "wagtail_serve":
        return True
    return getattr(match.func, "public_cache_seconds", None) is not None


def public(request: HttpRequest) -> dict[str, bool]:
    """On public pages the frame shows no name, message, token or way out, and so touches no session."""
    return {"public": is_public(request)}
