"""The table of access: for every address and method who gets what. A row: URL name, arguments, who, what is posted."""

from typing import Any

from .world import ROLES

Cells = dict[str, int]
Row = tuple[str, str, Cells, dict[str, Any]]


def cells(default: int, **others: str) -> Cells:
    """`s302="visitor aino"`: those who get another status than the rest."""
    found = dict.fromkeys(ROLES, default)
    for status, names in others.items():
        found |= dict.fromkeys(names.split(), int(status[1:]))
    return found


def everyone(status: int = 200) -> Cells:
    return cells(status)


def right(lowest: str, done: int = 200) -> Cells:
    """A client's page. Who had a right, or has a smaller one, is told so; for everyone else it does not exist."""
    able = {
        "see": "aino antti anna elsa kaisa kent klas",
        "suggest": "aino antti anna kaisa kent",
        "choose": "aino antti kaisa kent",
        "manage": "aino kaisa kent",
    }[lowest].split()
    known = "aino antti anna elsa mikko kaisa kent klas".split()
    return cells(404, s302="visitor") | dict.fromkeys(known, 403) | dict.fromkeys(able, done)


def plan(done: int = 200) -> Cells:
    """The client's own case managers; a helper is not told that the page exists."""
    return cells(404, s302="visitor") | dict.fromkeys(("kaisa", "kent"), done) | dict.fromkeys(("mikko", "klas"), 403)


def managers(done: int = 200) -> Cells:
    return cells(404, s302="visitor") | dict.fromkeys("kaisa kent katri klas".split(), done)


def provider(done: int = 200) -> Cells:
    """Whoever works there today, in any role."""
    return cells(404, s302="visitor") | dict.fromkeys(("petra", "oona", "rune"), done)


def editors(done: int = 200) -> Cells:
    """Owner and editor. Who records is told that it is not theirs; for everyone else it does not exist."""
    return provider(403) | dict.fromkeys(("petra", "oona"), done)


def pias(done: int = 200) -> Cells:
    """Of a provider that Pia alone works for."""
    return cells(404, s302="visitor") | {"pia": done}


def owner(done: int = 200) -> Cells:
    return provider(403) | {"oona": done}


PUBLIC = {
    "browse:search",
    "browse:compare",
    "browse:suggest",
    "api:listings",
    "api:listing",
    "api:suggest",
    "api:openapi",
    "catalogue:listing",
    "catalogue:provider",
    "catalogue:categories",
    "catalogue:category",
    "catalogue:place",
    "hsds:about",
    "hsds:services",
    "hsds:service",
    "hsds:organizations",
    "hsds:organization",
    "hsds:service_at_locations",
    "hsds:service_at_location",
    "hsds:taxonomies",
    "hsds:taxonomy",
    "hsds:taxonomy_terms",
    "hsds:taxonomy_term",
    "cms:sitemap",
    "cms:robots",
}
"""The only answers that caches may keep."""

LINK_CODE = cells(404, s302="visitor", s403="aino antti anna elsa mikko klas", s200="kaisa kent")
"""Not even for oneself: who gives out the code has seen who the client is."""
STAND_IN = managers() | dict.fromkeys(("kaisa", "kent", "klas"), 302)

GET: list[tuple[str, str, Cells]] = [
    # for everyone
    ("browse:search", "", everyone()),
    ("browse:compare", "", everyone()),
    ("browse:suggest", "", everyone()),
    ("api:listings", "", everyone()),
    ("api:listing", "listing", everyone()),
    ("api:suggest", "", everyone()),
    ("api:openapi", "", everyone()),
    ("api:unknown", "", everyone(404)),
    ("catalogue:listing", "listing", everyone()),
    ("catalogue:provider", "provider", everyone()),
    ("catalogue:categories", "", everyone()),
    ("catalogue:category", "category", everyone()),
    ("catalogue:place", "", everyone()),
    ("hsds:about", "", everyone()),
    ("hsds:services", "", everyone()),
    ("hsds:service", "open_service", everyone()),
    ("hsds:organizations", "", everyone()),
    ("hsds:organization", "open_organization", everyone()),
    ("hsds:service_at_locations", "", everyone()),
    ("hsds:service_at_location", "open_place", everyone()),
    ("hsds:taxonomies", "", everyone()),
    ("hsds:taxonomy", "open_taxonomy", everyone()),
    ("hsds:taxonomy_terms", "", everyone()),
    ("hsds:taxonomy_term", "open_term", everyone()),
    ("cms:sitemap", "", everyone()),
    ("cms:robots", "", everyone()),
    ("health:live", "", everyone()),
    ("health:ready", "", everyone()),
    ("accounts:start", "", everyone(302)),
    ("clients:people", "", cells(200, s302="visitor")),
    ("clients:link", "", everyone()),
    ("clients:invitation", "token", everyone()),
    ("demo:cast", "", everyone()),
    # a client's, by right
    ("browse:search_for", "aino", right("see")),
    ("browse:listing_for", "aino listing", right("see")),
    ("browse:compare_for", "aino", right("see")),
    ("clients:helpers", "aino", right("see")),
    ("clients:looks", "aino", right("see")),
    ("clients:invite", "aino", right("manage")),
    ("clients:link_code", "aino", LINK_CODE),
    ("notices:call_back", "aino", right("see")),
    ("notices:stopped_letter", "aino stopped_choice", right("see")),
    ("notices:stopped_letter", "aino strange_choice", right("see", 404)),
    ("plans:plan_for", "aino", right("see")),
    ("selections:budget", "aino", right("see")),
    ("selections:entries", "aino", right("see")),
    ("selections:receipt", "aino choice", right("see")),
    ("selections:choices", "aino", right("see")),
    ("selections:choice", "aino choice", right("see")),
    ("selections:shortlist", "aino", right("see")),
    ("selections:save", "aino other", right("see")),
    ("selections:suggestions", "aino", right("see")),
    ("selections:suggest", "aino listing", right("suggest")),
    ("selections:choose", "aino listing", right("choose")),
    ("selections:draft", "aino draft", right("choose")),
    ("selections:check", "aino draft", right("choose")),
    ("selections:withdraw", "aino choice", right("choose")),
    ("selections:skip", "aino coming", right("choose")),
    ("selections:dispute", "aino recorded", right("choose")),
    # another client's things under Aino's number
    ("selections:choice", "aino strange_choice", right("see", 404)),
    ("selections:receipt", "aino strange_choice", right("see", 404)),
    ("selections:withdraw", "aino strange_choice", right("choose", 404)),
    ("selections:skip", "aino strange_visit", right("choose", 404)),
    ("selections:dispute", "aino strange_visit", right("choose", 404)),
    ("plans:decided", "aino strange_version", plan(404)),
    # case managers
    ("clients:find", "", managers()),
    ("clients:stand_in", "aino", STAND_IN),
    ("notices:call_backs", "", managers()),
    ("plans:work", "", managers()),
    ("selections:stopped", "", managers()),
    ("plans:needs", "aino", plan()),
    ("plans:sum", "aino", plan()),
    ("plans:decide", "aino", plan(302)),
    ("plans:decided", "aino version", plan()),
    # providers
    ("selections:providers", "", cells(200, s302="visitor petra oona rune paula")),
    ("selections:requests", "provider", provider()),
    ("selections:provider_choice", "provider asked", provider()),
    ("selections:record", "provider to_record", provider()),
    ("selections:provider_choice", "provider others_choice", provider(404)),
    ("selections:record", "provider others_visit", provider(404)),
    # becoming a provider
    ("providers:apply", "", everyone()),
    ("providers:question", "question", cells(302, s200="otto")),
    ("providers:check", "", cells(302, s200="otto")),
    # a provider's approvals
    ("providers:approvals", "provider", editors()),
    ("providers:new_approval", "provider", editors()),
    ("providers:approval", "provider approval", editors()),
    ("providers:evidence", "provider approval requirement", editors()),
    ("providers:send", "provider approval", editors(302)),
    ("providers:send", "provider draft_approval", editors()),
    ("providers:answer", "provider approval", editors()),
    ("providers:letter", "provider approval letter", editors()),
    ("providers:file", "provider evidence", editors()),
    # what the provider keeps true
    ("providers:freshness", "provider", editors()),
    ("providers:numbers", "provider", editors()),
    # colleagues and account
    ("providers:invitation", "colleague_token", everyone()),
    ("providers:colleagues", "provider", owner()),
    ("providers:invite", "provider", owner()),
    ("providers:account", "provider", owner()),
    # listings
    ("providers:listings", "provider", editors()),
    ("providers:new_listing", "provider", editors()),
    ("providers:listing", "provider own_draft", editors()),
    ("providers:listing_question", "provider own_draft listing_question", editors()),
    ("providers:listing_question", "provider own_draft unit_question", editors()),
    ("providers:listing_question", "provider own_draft places_question", editors()),
    ("providers:listing_question", "provider own_draft photo_question", editors()),
    ("providers:listing_question", "provider own_package package_question", editors()),
    ("providers:preview", "provider own_draft", editors(302)),
    ("providers:preview", "provider own_sent", editors()),
    ("providers:listing_question", "provider own_sent listing_question", editors(302)),
    # of a provider that is not approved yet, or not any more
    ("providers:listings", "waiting_provider", pias()),
    ("providers:new_listing", "waiting_provider", pias(403)),
    ("providers:listings", "stopped_provider", pias()),
    ("providers:new_listing", "stopped_provider", pias(403)),
    ("providers:listing", "stopped_provider stopped_draft", pias(403)),
    ("providers:preview", "stopped_provider stopped_draft", pias(403)),
    ("providers:listing_question", "stopped_provider stopped_draft listing_question", pias(403)),
    # prices
    ("providers:prices", "provider", editors()),
    ("providers:price_list", "provider", editors()),
    ("providers:price_download", "provider csv", editors()),
    ("providers:price_change", "provider price_change", editors()),
    ("providers:price_question", "provider price_change price_key", editors()),
    ("providers:price_change", "provider strange_change", editors(404)),
    ("providers:price_question", "provider strange_change price_key", editors(404)),
    ("providers:prices", "waiting_provider", pias(403)),
    ("providers:price_list", "waiting_provider", pias(403)),
    ("providers:price_download", "waiting_provider csv", pias(403)),
    ("providers:prices", "stopped_provider", pias(403)),
    ("providers:price_list", "stopped_provider", pias(403)),
    ("providers:price_download", "stopped_provider csv", pias(403)),
    ("providers:price_change", "stopped_provider stopped_change", pias(403)),
    ("providers:price_question", "stopped_provider stopped_change price_key", pias(403)),
    # another provider's under its number
    ("providers:listing", "provider strange_listing", editors(404)),
    ("providers:preview", "provider strange_listing", editors(404)),
    ("providers:listing_question", "provider strange_listing listing_question", editors(404)),
    ("providers:approval", "provider strange_approval", editors(404)),
    ("providers:evidence", "provider strange_approval requirement", editors(404)),
    ("providers:send", "provider strange_approval", editors(404)),
    ("providers:answer", "provider strange_approval", editors(404)),
    ("providers:letter", "provider strange_approval letter", editors(404)),
    ("providers:file", "provider strange_evidence", editors(404)),
]

NOTE = {"reason": "Nobody came."}
INVITE = {"name": "Nils", "right": "1", "basis": "consent", "kinship": "other"}
COLLEAGUE = {"name": "Nils", "email": "nils@example.org", "role": "editor"}
NEEDS = {"need-TOTAL_FORMS": "0", "need-INITIAL_FORMS": "0", "client_view": "a", "worker_view": "b"}

POST: list[Row] = [
    ("clients:link", "", everyone(), {"code": "AAAA-BBBB-CCCC"}),
    ("clients:invitation", "token", cells(302, s410="aino"), {}),
    ("demo:step_in", "person", everyone(302), {}),
    # a client's, by right
    ("clients:end_mandate", "aino mandate", right("manage", 302) | {"anna": 302}, {}),
    ("clients:withdraw_invitation", "aino invitation", right("manage", 302), {}),
    ("clients:invite", "aino", right("manage"), INVITE),
    ("clients:link_code", "aino", LINK_CODE, {}),
    ("notices:call_back", "aino", right("see", 302), {"about": "choosing"}),
    ("plans:ask_review", "aino", right("suggest", 302), {}),
    ("selections:save", "aino other", right("see", 302), {}),
    ("selections:unsave", "aino kept", right("see", 302), {}),
    ("selections:suggest", "aino listing", right("suggest", 302), {"message": "This one?"}),
    ("selections:answer_suggestion", "aino suggestion", right("choose", 302), {"answer": "no"}),
    ("selections:choose", "aino listing", right("choose"), {}),
    ("selections:draft", "aino draft", right("choose"), {}),
    ("selections:change", "aino draft", right("choose", 302), {}),
    ("selections:check", "aino draft", right("choose", 302), {}),
    ("selections:renew", "aino choice", right("choose", 302), {}),
    ("selections:withdraw", "aino choice", right("choose", 302), {}),
    ("selections:skip", "aino coming", right("choose", 302), {}),
    ("selections:confirm_visit", "aino recorded", right("choose", 302), {}),
    ("selections:dispute", "aino recorded", right("choose", 302), NOTE),
    # another client's things under Aino's number
    ("selections:renew", "aino strange_choice", right("choose", 404), {}),
    ("selections:withdraw", "aino strange_choice", right("choose", 404), {}),
    ("selections:skip", "aino strange_visit", right("choose", 404), {}),
    ("selections:confirm_visit", "aino strange_visit", right("choose", 404), {}),
    ("selections:dispute", "aino strange_visit", right("choose", 404), NOTE),
    # case managers
    ("clients:stand_in", "aino", managers(302), {"reason": "Kaisa is ill."}),
    ("notices:call_back_done", "call", plan(302) | {"mikko": 404, "klas": 404}, {}),
    ("plans:needs", "aino", plan(), NEEDS),
    ("plans:sum", "aino", plan(), {}),
    ("plans:decide", "aino", plan(409), {}),
    # providers
    ("selections:accept", "provider asked", provider(302), {}),
    ("selections:decline", "provider asked", provider(302), {"reason": "no_time"}),
    ("selections:record", "provider to_record", provider(302), {"quantity": "1"}),
    ("selections:cancel_visit", "provider to_record", provider(302), {}),
    ("selections:accept", "provider others_choice", provider(404), {}),
    ("selections:decline", "provider others_choice", provider(404), {"reason": "no_time"}),
    ("selections:record", "provider others_visit", provider(404), {"quantity": "1"}),
    ("selections:cancel_visit", "provider others_visit", provider(404), {}),
    # becoming a provider
    ("providers:apply", "", everyone(302), {}),
    ("providers:question", "question", everyone(302), {"name": "Ny"}),
    ("providers:check", "", everyone(302), {}),
    ("providers:give_up", "", everyone(302), {}),
    # a provider's approvals
    ("providers:new_approval", "provider", editors(), {}),
    ("providers:evidence", "provider approval requirement", editors(), {}),
    ("providers:send", "provider approval", editors(), {}),
    ("providers:send", "provider draft_approval", editors(), {}),
    ("providers:answer", "provider approval", editors(302), {"words": "Sju."}),
    # what the provider keeps true
    ("providers:freshness", "provider", editors(302), {"listing": "1"}),
    # colleagues and account
    ("providers:invitation", "colleague_token", everyone(302), {}),
    ("providers:invite", "provider", owner(), COLLEAGUE),
    ("providers:remove", "provider member", owner(302), {}),
    ("providers:withdraw_invitation", "provider colleague_invitation", owner(302), {}),
    ("providers:account", "provider", owner(302), {"iban": "FI2112345600000785", "holder": "X"}),
    ("providers:confirm_account", "provider account", owner(302), {}),
    ("providers:withdraw_account", "provider account", owner(302), {}),
    # listings
    ("providers:new_listing", "provider", editors(), {}),
    ("providers:measure", "provider", editors(), {"language": "sv", "text": "Vi putsar."}),
    ("providers:listing_question", "provider own_draft listing_question", editors(302), {"title_sv": "Ny"}),
    ("providers:listing_question", "provider own_sent listing_question", editors(302), {"title_sv": "Ny"}),
    ("providers:listing_question", "provider own_draft unit_question", editors(302), {"unit": "hour"}),
    ("providers:listing_question", "provider own_draft places_question", editors(), {"places": "0"}),
    ("providers:listing_question", "provider own_draft photo_question", editors(302), {"remove": "on"}),
    ("providers:listing_question", "provider own_package package_question", editors(), {"price": "50"}),
    ("providers:send_listing", "provider own_draft", editors(302), {}),
    ("providers:take_back_listing", "provider own_sent", editors(302), {}),
    ("providers:text_holds", "provider own_draft", editors(302), {"language": "fi"}),
    ("providers:hide_listing", "provider own_sent", editors(302), {}),
    # of a provider that is not approved yet, or not any more
    ("providers:new_listing", "waiting_provider", pias(403), {}),
    ("providers:measure", "waiting_provider", pias(403), {"language": "sv", "text": "Vi putsar."}),
    ("providers:new_listing", "stopped_provider", pias(403), {}),
    ("providers:listing_question", "stopped_provider stopped_draft listing_question", pias(403), {"title_sv": "Ny"}),
    ("providers:send_listing", "stopped_provider stopped_draft", pias(403), {}),
    ("providers:take_back_listing", "stopped_provider stopped_draft", pias(403), {}),
    ("providers:hide_listing", "stopped_provider stopped_draft", pias(403), {}),
    ("providers:text_holds", "stopped_provider stopped_draft", pias(403), {"language": "fi"}),
    # prices
    ("providers:begin_price", "provider listing", editors(302), {}),
    ("providers:price_list", "provider", editors(), {}),
    ("providers:price_question", "provider price_change price_key", editors(), {}),
    ("providers:price_change", "provider price_change", editors(409), {}),
    ("providers:throw_prices_away", "provider price_change", editors(302), {}),
    ("providers:begin_price", "provider other", editors(404), {}),
    ("providers:price_question", "provider strange_change price_key", editors(404), {}),
    ("providers:price_change", "provider strange_change", editors(404), {}),
    ("providers:throw_prices_away", "provider strange_change", editors(404), {}),
    ("providers:price_list", "waiting_provider", pias(403), {}),
    ("providers:price_list", "stopped_provider", pias(403), {}),
    ("providers:begin_price", "stopped_provider stopped_draft", pias(403), {}),
    ("providers:price_change", "stopped_provider stopped_change", pias(403), {}),
    ("providers:price_question", "stopped_provider stopped_change price_key", pias(403), {}),
    ("providers:throw_prices_away", "stopped_provider stopped_change", pias(403), {}),
    # another provider's under its number
    ("providers:listing_question", "provider strange_listing listing_question", editors(404), {"title_sv": "Ny"}),
    ("providers:send_listing", "provider strange_listing", editors(404), {}),
    ("providers:take_back_listing", "provider strange_listing", editors(404), {}),
    ("providers:hide_listing", "provider strange_listing", editors(404), {}),
    ("providers:text_holds", "provider strange_listing", editors(404), {"language": "fi"}),
    ("providers:remove", "provider strange_member", owner(404), {}),
    ("providers:confirm_account", "provider strange_account", owner(404), {}),
    ("providers:withdraw_account", "provider strange_account", owner(404), {}),
    ("providers:evidence", "provider strange_approval requirement", editors(404), {}),
    ("providers:send", "provider strange_approval", editors(404), {}),
    ("providers:answer", "provider strange_approval", editors(404), {"words": "x"}),
]

PREFIXES: dict[str, tuple[str, Cells]] = {
    "admin/": ("/admin/", cells(302, s200="olof erik")),
    "media/": ("/media/none.jpg", everyone(404)),
    "documents/": ("/documents/1/none.pdf", everyone(404)),
    "oidc/": ("/oidc/none/login/", everyone(302)),
    "accounts/": ("/sv/accounts/email/", cells(200, s302="visitor")),
    "_util/": ("/sv/_util/login/", everyone(302)),
    "^((?:[\\w\\-]+/)*)$": ("/sv/", everyone()),
}
"""Other people's rooms: one address each stands for all of them."""

INSIDE: dict[str, Cells] = {
    "/admin/login/?next=/admin/": cells(403, s302="visitor olof erik"),
    "/admin/search-words/": cells(302, s200="olof erik"),
    "/admin/listing-review/": cells(302, s200="olof"),
    "/admin/pricechange/": cells(302, s200="olof"),
}
"""Our own pages in those rooms."""
