"""Where the walk stops: every page of the site once, as the person it is for, and what forms say to bad input.

A view of our own rooms stops by its row in the table of access; a view of the packages that we build on, by
LOGIN_PAGES. What has no page stands in NO_PAGE. `tests/browser/test_walk.py` fails on a view that is in none.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from catalogue.errors import bad_request, server_error
from marketplace.accounts.models import User
from marketplace.demo.people import add_user
from marketplace.plans.actions import save_draft
from marketplace.plans.data import NeedData, PlanData
from marketplace.providers.listings.questions import QUESTIONS as LISTING_QUESTIONS
from tests.access.rows import GET, POST
from tests.access.world import ANCHOR, ROLES, Things
from tests.demo_fixtures import rolled_back
from tests.providers.test_apply import ANSWERS, APPLY

BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "jam-on-a-shelf-1"
SECRET = "JBSWY3DPEHPK3PXP"
FIRST_FIT = ("visitor", "aino", "kaisa", "petra", *ROLES)
"""Who a page is for: the first of these who may open it."""
PREPARED = {
    "plans:decide": "kaisa",
    "clients:stand_in": "katri",
    "providers:question": "applicant",
    "providers:check": "applicant",
}
"""Who sees a page that the table of access has no answer of, or the wrong one: the walk has it prepared."""

IDENTITIES = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "suomi-fi",
                "name": "⟦Suomi.fi⟧",  # written by whoever sets the site up
                "client_id": "x",
                "secret": "x",
                "settings": {"server_url": "https://login.example.org"},
            }
        ]
    }
}
"""What SOCIALACCOUNT_PROVIDERS is during the walk, so that the pages of a login from outside are there."""


@dataclass(frozen=True)
class Stop:
    """`path` in Swedish, if it has a language. With `data` it is posted; `status` is what the answer must have."""

    view: str
    person: str
    path: str
    data: dict[str, Any] | None = None
    status: int = 200

    def __str__(self) -> str:
        return f"{self.person}: {'POST ' if self.data is not None else ''}{self.path} ({self.view})"

    def url(self, language: str) -> str:
        return self.path.replace("/sv/", f"/{language}/", 1) if self.path.startswith("/sv/") else self.path


NO_PAGE: dict[str, tuple[str, int]] = {
    "api:unknown": ("/api/v1/x", 404),  # data
    "accounts:start": ("/sv/start/", 302),  # sends everyone to where their work begins
    "media/<path:path>": ("/media/none.jpg", 404),  # files
    "documents/^(\\d+)/(.*)$": ("/documents/1/none.pdf", 404),  # files
    # Passwords shared by many are switched off in the settings: nothing asks for one.
    "documents/authenticate_with_password/<int:restriction_id>/": ("/documents/authenticate_with_password/1/", 302),
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        "/sv/_util/authenticate_with_password/1/1/",
        404,
    ),
    "_util/login/": ("/sv/_util/login/", 302),  # to our own login
    "accounts/2fa/recovery-codes/download/": ("/sv/accounts/2fa/recovery-codes/download/", 302),  # a text file
}
"""Addresses that answer no GET with a page of their own: the path of one, and what a visitor gets there."""

LOGIN_PAGES: dict[str, tuple[str, str]] = {
    "login/": ("visitor", ""),
    "logout/": ("otto", ""),
    "inactive/": ("visitor", ""),
    "signup/": ("visitor", ""),
    "reauthenticate/": ("kept in", ""),
    "email/": ("sure", ""),
    "confirm-email/": ("visitor", ""),
    "password/change/": ("sure", ""),
    "password/set/": ("no password", ""),
    "password/reset/": ("visitor", ""),
    "login/code/confirm/": ("code sent", ""),
    "^confirm-email/(?P<key>[-:\\w]+)/$": ("visitor", "confirm-email/{email_key}/"),
    "password/reset/key/done/": ("visitor", ""),
    "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": ("forgot", "{reset_path}"),
    "password/reset/done/": ("visitor", ""),
    "login/code/": ("visitor", ""),
    "2fa/": ("sure", ""),
    "2fa/authenticate/": ("half in", ""),
    "2fa/reauthenticate/": ("kept in", ""),
    "2fa/totp/activate/": ("own password", ""),
    "2fa/totp/deactivate/": ("sure", ""),
    "2fa/recovery-codes/": ("sure", ""),
    "2fa/recovery-codes/generate/": ("sure", ""),
    "3rdparty/login/cancelled/": ("visitor", ""),
    "3rdparty/signup/": ("stranger", ""),
    "3rdparty/": ("sure", ""),
}
"""allauth's pages: who opens them, and the path where it is not the pattern itself. For the people see `log_in`."""

OUTSIDE_PAGES = {
    "accounts/3rdparty/login/error/": ("/sv/accounts/3rdparty/login/error/", 401),
    "oidc/^(?P<provider_id>[^/]+)/login/": ("/oidc/suomi-fi/login/", 200),
    "oidc/^(?P<provider_id>[^/]+)/login/callback/": ("/oidc/suomi-fi/login/callback/?error=server_error", 401),
}

EDITORS_PAGES = "^((?:[\\w\\-]+/)*)$"
"""The one address of all pages that editors make."""


def build_walk(things: Things) -> None:
    """What the table of access does without: a plan in the making, people on their way in."""
    aino, kaisa = things.world.clients["Aino Virtanen"], things.users["kaisa"]
    need = NeedData(things.world.listings["tranbaret.cleaning"].category_id, Decimal(2), "hour", "week", "")
    month = dt.date(2027, 3, 1)
    data = PlanData(needs=(need,), from_month=month, until_month=dt.date(2027, 5, 1), review_on=dt.date(2027, 5, 15))
    save_draft(client=aino, user=kaisa, data=data, on=ANCHOR)
    for name in ("sara", "ulla"):
        things.users[name] = add_user(things.world, name.title(), "Backman", "sv")
    for name, word in (("sara", PASSWORD), ("otto", PASSWORD), ("ulla", None)):
        things.users[name].set_password(word)
        things.users[name].save()
    address = EmailAddress.objects.create(user=things.users["sara"], email="sara.new@example.org")
    SocialAccount.objects.create(user=things.users["sara"], provider="suomi-fi", uid="2")
    things.of["package"] = things.world.listings["bjorkbo.weekly"].pk
    things.of["others_provider"] = things.world.providers["sjoboda"].pk
    things.of["email_key"] = EmailConfirmationHMAC(address).key


def log_in(things: Things) -> dict[str, Browser]:
    """A browser of each role, and of some who are on their way in or out."""
    found = {role: Browser() for role in ROLES}
    for role, browser in found.items():
        if things.users[role] is not None:
            browser.force_login(things.users[role], backend=BACKEND)
    sara = things.users["sara"]
    found["own password"] = _with_password(things.users["otto"])
    TOTP.activate(sara, SECRET)
    RecoveryCodes.activate(sara)
    found["half in"] = _with_password(sara)
    found["sure"] = _with_password(sara)
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert found["sure"].post("/sv/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    for name in ("own password", "sure"):  # once more, for what guards the account
        assert found[name].post("/sv/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    found["kept in"] = Browser()
    found["kept in"].force_login(sara, backend=BACKEND)
    found["no password"] = Browser()
    found["no password"].force_login(things.users["ulla"], backend=BACKEND)
    found["code sent"] = Browser()
    found["code sent"].post("/sv/accounts/login/code/", {"email": sara.email})
    found["forgot"] = Browser()
    things.of["reset_path"] = _reset_path(found["forgot"], sara)
    found["stranger"] = _stranger()
    found["applicant"] = _applicant(things)
    for browser in found.values():
        browser.get("/sv/accounts/inactive/")  # shows what was told on the way in, once
    return found


def _with_password(user: User) -> Browser:
    browser = Browser()
    assert browser.post("/sv/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return browser


def _reset_path(browser: Browser, user: User) -> str:
    """The mail's link keeps its key in the session and leads on to an address without it."""
    browser.post("/sv/accounts/password/reset/", {"email": user.email})
    link = re.search(r"https?://[^/]+/sv/(accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert link is not None
    return browser.get(f"/sv/{link[1]}").headers["Location"].removeprefix("/sv/accounts/")


def _stranger() -> Browser:
    """Someone invited whom the identity provider knows, but whose address is taken: asked for another one."""
    browser = Browser()
    session = browser.session
    provider = get_adapter().get_provider(RequestFactory().get("/"), "suomi-fi")
    account = SocialAccount(provider="suomi-fi", uid="1")
    login = SocialLogin(user=User(email="otto@example.org"), account=account, provider=provider)
    session["socialaccount_sociallogin"], session["invited"] = login.serialize(), True
    session.save()
    return browser


def _applicant(things: Things) -> Browser:
    """Someone who has answered every question of a provider's application."""
    browser = Browser()
    browser.force_login(things.users["ulla"], backend=BACKEND)
    browser.post(APPLY)
    for key, fields in ANSWERS.items():
        assert browser.post(f"{APPLY}{key}/", fields).status_code == 302
    return browser


def stops(things: Things) -> list[Stop]:
    found = [*_by_rows(things), *_by_packages(things), *_by_editors(), *more_stops(things)]
    return [replace(stop, path=stop.path.format(**things.of)) for stop in found]


def _by_rows(things: Things) -> Iterator[Stop]:
    """Rows whose page someone may see."""
    for name, arguments, cells in GET:
        person = PREPARED.get(name) or next((role for role in FIRST_FIT if cells[role] == 200), None)
        if person:
            yield Stop(name, person, address(things, name, arguments))


def _by_packages(things: Things) -> Iterator[Stop]:
    for pattern, (person, path) in LOGIN_PAGES.items():
        yield Stop(f"accounts/{pattern}", person, f"/sv/accounts/{path or pattern}")
    for view, (path, status) in OUTSIDE_PAGES.items():
        yield Stop(view, "visitor", path, status=status)


def _by_editors() -> Iterator[Stop]:
    for page in Page.objects.live().filter(locale__language_code="sv", depth__gt=1).order_by("path"):
        yield Stop(EDITORS_PAGES, "visitor", page.get_url())


def address(things: Things, name: str, arguments: str = "") -> str:
    with override("sv"):
        return reverse(name, args=[things.of[word] for word in arguments.split()])


def more_stops(things: Things) -> Iterator[Stop]:
    """What a view shows besides its first page: results, refusals, and bad input with what was typed."""

    def at(name: str, arguments: str = "", query: str = "") -> str:
        return address(things, name, arguments) + query

    three = "?id={listing}&id={other}"
    yield Stop("browse:search", "visitor", at("browse:search", query="?q=zzzz"))
    yield Stop("browse:search", "visitor", at("browse:search", query="?postcode=65100&category={category}"))
    yield Stop("browse:search", "visitor", at("browse:search", query="?postcode=1&page=0"))
    yield Stop("browse:compare", "visitor", at("browse:compare", query=three))
    yield Stop("browse:search_for", "aino", at("browse:search_for", "aino", "?category={category}&fits=1"))
    yield Stop("browse:compare_for", "aino", at("browse:compare_for", "aino", three))
    yield Stop("catalogue:listing", "visitor", at("catalogue:listing", "listing", "?postcode=65100"))
    yield Stop("catalogue:listing", "visitor", at("catalogue:listing", "package"))
    yield Stop("catalogue:place", "visitor", at("catalogue:place", query="?where=0"))
    yield Stop("catalogue:place", "visitor", at("catalogue:place", query="?where=vasa"))
    yield Stop("browse:search", "visitor", "/sv/none/", status=404)
    yield from _listings(at, things)
    yield from _helpers(at)
    yield from _bad_input(at)


def _listings(at: Any, things: Things) -> Iterator[Stop]:
    """A provider's listing: every question, asked and answered badly, what is missing, and what it will look like."""
    home = at("providers:listing", "provider own_package")
    for question in LISTING_QUESTIONS:
        yield Stop("providers:listing_question", "petra", f"{home}questions/{question.key}/")
        yield Stop(
            "providers:listing_question", "petra", f"{home}questions/{question.key}/", {"photo_alt_sv": "x" * 201}
        )
    reckoned = {f"part_{things.world.listings['tranbaret.walk'].pk}": "1,5", "price": "50", "reckon": "1"}
    yield Stop("providers:listing_question", "petra", f"{home}questions/price/", reckoned)
    yield Stop("providers:listing", "petra", home)
    yield Stop("providers:listing", "petra", at("providers:listing", "provider own_sent"))
    yield Stop("providers:preview", "petra", f"{home}preview/?postcode=1")
    yield Stop("providers:preview", "petra", at("providers:preview", "provider own_sent", "?postcode=65100"))
    yield Stop("providers:new_listing", "petra", at("providers:new_listing", "provider"), {})
    yield Stop("providers:new_listing", "pia", at("providers:new_listing", "waiting_provider"), status=403)


def _helpers(at: Any) -> Iterator[Stop]:
    """A relative's pages name the one she helps; a right that is too small or over is told kindly."""
    for name, arguments in (
        ("clients:people", ""),
        ("selections:budget", "aino"),
        ("browse:listing_for", "aino listing"),
    ):
        yield Stop(name, "anna", at(name, arguments))
    yield Stop("selections:choose", "anna", at("selections:choose", "aino listing"), status=403)
    yield Stop("selections:budget", "mikko", at("selections:budget", "aino"), status=403)
    yield Stop("clients:link_code", "klas", at("clients:link_code", "aino"), status=403)
    yield Stop("clients:find", "kaisa", at("clients:find", query="?number=1"))
    yield Stop("clients:invitation", "visitor", "/sv/invitation/none/", status=410)
    yield Stop("selections:budget", "kaisa", at("selections:budget", "aino"))
    yield Stop("selections:requests", "paula", "/sv/provider/{others_provider}/requests/")
    yield Stop("providers:invitation", "visitor", "/sv/provider/invitation/none/", status=410)
    yield Stop("providers:colleagues", "rune", at("providers:colleagues", "provider"), status=403)
    yield Stop("providers:apply", "otto", at("providers:apply"))
    yield Stop("providers:prices", "pia", at("providers:prices", "waiting_provider"), status=403)
    yield Stop("providers:price_change", "petra", at("providers:price_change", "provider price_change"), {}, status=409)


def _bad_input(at: Any) -> Iterator[Stop]:
    never = {"first_on": "1.1.2000", "how_often": "1", "quantity": "0", "start": "x"}
    for person, name, arguments, data in (
        ("visitor", "clients:link", "", {"code": "AAAA-BBBB-CCCC"}),
        ("aino", "clients:invite", "aino", {"email": "x", "until_on": "x"}),
        ("aino", "notices:call_back", "aino", {"about": ""}),
        ("aino", "selections:choose", "aino listing", never),
        ("aino", "selections:dispute", "aino recorded", {"reason": ""}),
        ("katri", "clients:stand_in", "aino", {"reason": ""}),
        ("kaisa", "plans:needs", "aino", {"need-TOTAL_FORMS": "1", "need-INITIAL_FORMS": "0", "need-0-amount": "x"}),
        ("kaisa", "plans:sum", "aino", {"monthly": "x"}),
        ("petra", "selections:decline", "provider asked", {}),
        ("petra", "selections:record", "provider to_record", {"quantity": "x"}),
        ("petra", "providers:new_approval", "provider", {}),
        ("petra", "providers:evidence", "provider approval requirement", {}),
        ("petra", "providers:send", "provider draft_approval", {}),
        ("petra", "providers:answer", "provider approval", {"words": ""}),
        ("petra", "providers:price_question", "provider price_change price_key", {"weekday-day": "x"}),
        ("petra", "providers:price_list", "provider", {"day": "x"}),
        ("oona", "providers:invite", "provider", {"email": "x"}),
        ("oona", "providers:account", "provider", {"iban": "x"}),
    ):
        yield Stop(name, person, at(name, arguments), data)
    for key in ANSWERS:
        yield Stop("providers:question", "applicant", f"/sv/provider/apply/{key}/")
        yield Stop("providers:question", "applicant", f"/sv/provider/apply/{key}/", {"x": ""})
    yield Stop("plans:decide", "kaisa", at("plans:decide", "aino"), {}, status=409)
    login = {"login": "otto@example.org", "password": "x"}
    for path, person, data in (
        ("login/", "visitor", login),
        ("login/code/", "visitor", {"email": "x"}),
        ("login/code/confirm/", "code sent", {"code": "x"}),
        ("password/reset/", "visitor", {"email": "x"}),
        ("2fa/authenticate/", "half in", {"code": "x"}),
        ("password/change/", "sure", {}),
        ("email/", "sure", {"action_add": "", "email": "x"}),
    ):
        yield Stop(f"accounts/{path}", person, f"/sv/accounts/{path}", data)


def visit(stop: Stop, browsers: dict[str, Browser], language: str) -> HttpResponse:
    browser = browsers[stop.person]
    url = stop.url(language)
    extra = {"HTTP_ACCEPT_LANGUAGE": language}
    return browser.get(url, **extra) if stop.data is None else browser.post(url, stop.data, **extra)


def pages(things: Things, browsers: dict[str, Browser], language: str) -> Iterator[tuple[Stop, HttpResponse]]:
    """Every stop with its answer; what it changed is rolled back. What is not HTML (data for scripts) is no page."""
    for stop in stops(things):
        with rolled_back():
            answer = visit(stop, browsers, language)
        assert (str(stop), answer.status_code) == (str(stop), stop.status)
        if answer.headers["Content-Type"].startswith("text/html"):
            yield stop, answer


def error_pages(language: str) -> Iterator[tuple[str, HttpResponse]]:
    """What stands in no address: 400, a form gone stale, a body too large, 500."""
    request = RequestFactory().get(f"/{language}/")
    with override(language):
        yield "400", bad_request(request, ValueError())
    login = f"/{language}/accounts/login/"
    yield "403 stale form", Browser(enforce_csrf_checks=True).post(login, {})
    yield "413", Browser().post(login, {"login": "x" * 3_000_000})
    yield "500", server_error(request)


POST_ONLY = {row[0] for row in POST} - {row[0] for row in GET}
"""Acts; that they answer GET with 405 the table of access holds."""
