"""What must be in order before real people's data is shown. The demo world is not asked."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

MEMORY_CACHES = ("locmem", "dummy")


@register(Tags.security)
def real_use_is_safe(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    if settings.DEMO:
        return []
    return [*strong_login(), *staff_second_factor(), *shared_cache(), *mail()]


def strong_login() -> list[CheckMessage]:
    if not settings.STRONG_LOGIN_REQUIRED:
        return [Error("Clients could be looked at after a weak login.", hint=STRONG, id="accounts.E001")]
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if not apps:
        return [Error("No strong login is configured, so nobody could get in.", hint=STRONG, id="accounts.E002")]
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
    return [
        Error(f"The login button would be blocked: {origin} is no form target.", hint=ORIGINS, id="accounts.E003")
        for origin in {origin_of(app["settings"]["server_url"]) for app in apps}
        if origin not in allowed
    ]


STRONG = "Keep STRONG_LOGIN_REQUIRED and set OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET (Suomi.fi or another)."
ORIGINS = "Name it in OIDC_FORM_ORIGINS (several with commas)."


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def staff_second_factor() -> list[CheckMessage]:
    if settings.STAFF_MFA_REQUIRED:
        return []
    return [Error("Staff could work without a second factor.", hint="Keep STAFF_MFA_REQUIRED.", id="accounts.E004")]


def shared_cache() -> list[CheckMessage]:
    """Login attempts are counted in the cache: one of each process alone lets through as many times more."""
    backend = settings.CACHES["default"]["BACKEND"]
    if not any(word in backend for word in MEMORY_CACHES):
        return []
    return [Error("Login attempts are not counted together.", hint="Use a shared cache.", id="accounts.E005")]


def mail() -> list[CheckMessage]:
    if not settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return []
    return [Error("Login codes would not reach anyone.", hint="Set EMAIL_URL.", id="accounts.E006")]
