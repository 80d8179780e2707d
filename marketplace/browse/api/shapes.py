"""The shapes of answers. Sums are whole euro cents with VAT, distances whole metres."""

from typing import Literal

from ninja import Field, Schema

Language = Literal["sv", "fi", "en"]


class Provider(Schema):
    id: int
    name: str
    kind: str = Field(description="municipality, company, association or other.")


class Category(Schema):
    code: str
    name: str


class Municipality(Schema):
    code: str
    name: str


class Price(Schema):
    """The smallest purchase: as on the card of the page. Without a postcode: without travel."""

    postcode: str | None = Field(description="Whose door; null when none was asked for.")
    line: str = Field(description='In words: "45 €/h × 2 h + travel 6 € = 96 €".')
    price_cents: int | None = Field(description="The whole price. Null where there is none.")
    travel_cents: int = Field(description="The part of it that is travel.")
    budget_cents: int | None = Field(description="What a personal budget pays of it. Null with a refusal.")
    own_share_cents: int | None = Field(description="What one pays oneself. Null with a refusal.")
    value_cents: int | None = Field(
        description="What a voucher pays at most. Null: no ceiling, a municipality's own unit, or not set."
    )
    metres: int | None = Field(description="Straight line from the nearest place the provider drives from.")
    refusal: str | None = Field(description="Why there is no price for this place, as a code: NOT_SERVED …")
    refusal_words: str = Field(description="The same in words; empty without one.")


class Hit(Schema):
    id: int
    url: str = Field(description="The page about it.")
    text_language: Language = Field(description="The language that its texts are in.")
    title: str
    summary: str
    provider: Provider
    category: Category
    kind: str = Field(description="service or package.")
    unit: str = Field(description="What its price is for: hour, visit, day, month, piece or once.")
    speaks: list[str] = Field(description="Languages of the staff.")
    price: Price


class Links(Schema):
    self: str
    next: str | None
    prev: str | None


class Results(Schema):
    total: int = Field(description="How many there are on all pages.")
    page: int
    pages: int
    page_size: int
    results: list[Hit]
    facets: dict[str, dict[str, int]] = Field(
        description="How many there would be by each value of a filter, as if that filter were not chosen."
        ' "nothing_to_pay" and "fits" have the one key "yes". Empty when the search engine is silent.'
    )
    relaxed: bool = Field(description="Few matched, so that weaker resemblances stand at the end.")
    did_you_mean: str | None = Field(description="Words that were perhaps meant.")
    not_applied: list[str] = Field(description="Parameters that could not be applied now.")
    degraded: bool = Field(description="The search engine is silent: a list from the database, by name.")
    links: Links


class BandPrice(Schema):
    day_type: str
    part: str
    words: str
    cents: int = Field(description="Of one unit.")


class Option(Schema):
    code: str
    name: str
    cents: int


class Travel(Schema):
    free_metres: int
    cents_per_km: int = Field(description="For each started kilometre beyond, one way.")
    farthest_metres: int | None


class Detail(Hit):
    body: str
    easy_body: str = Field(description="The same in easy language; empty where there is none.")
    municipalities: list[Municipality] = Field(description="Where the help is given.")
    prices: list[BandPrice]
    options: list[Option]
    travel: Travel | None = Field(description="Null where no travel is charged.")


class Suggestion(Schema):
    kind: str = Field(description="category, town, area (a postal code) or provider.")
    code: str = Field(description="The category's or municipality's code, the postal code, or the provider's id.")
    words: str


class Suggestions(Schema):
    suggestions: list[Suggestion]


class WrongParameter(Schema):
    parameter: str
    detail: str


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[WrongParameter] | None = Field(None, description="With status 400: each wrong parameter.")
