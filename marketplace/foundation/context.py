"""What the frame of every page needs to know about the answer it stands in."""

from django.http import HttpRequest


def public(request: HttpRequest) -> dict[str, bool]:
    """True where everyone gets the same bytes: views marked `public_page`, editors' pages, errors without a view.

    There the frame shows no name, message, token or way out, and so touches no session.
    """
    match = request.resolver_match
    return {
        "public": match is None
        or getattr(match.func, "public_cache_seconds", None) is not None
        or match.view_name == "wagtail_serve"
    }
