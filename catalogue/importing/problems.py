"""What can be wrong with a file or a row: a code and its facts, said in the reader's language when it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Problem:
    """`code` is a key of WORDS; `facts` are what stands in its words (short)."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        field = self.facts.get("field", "")
        return str(WORDS[self.code]) % {**self.facts, "field": FIELD_WORDS.get(field, field)}

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        return cls(found["code"], found["facts"])


class UnreadableFile(Exception):
    """The file as a whole cannot be taken; nothing was changed."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.problem = Problem(code, facts)
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.problem)


WORDS: dict[str, Promise | str] = {
    # of a file
    "empty": _("The file is empty."),
    "no_rows": _("The file has no rows below its headings. Nothing was changed."),
    "too_large": _("The file is too large: at most %(most)s MB when unpacked."),
    "broken_gz": _("The packed file (.gz) is broken or was cut off. Send it again."),
    "letters": _("The letters of the file cannot be read. Save it as UTF-8 and send it again."),
    "old_excel": _("This is an old Excel file (.xls). Save it as .xlsx or CSV and send it again."),
    "broken_xlsx": _("The Excel file is broken, or is no Excel file. Save it anew and send it again."),
    "locked_xlsx": _("The Excel file is locked with a password. Save it without one and send it again."),
    "bomb": _("The Excel file unpacks to far more than its size. It was not opened."),
    "entities": _("The Excel file holds definitions (DOCTYPE) that no Excel file needs. It was not opened."),
    "broken_json": _("The JSON is broken after element %(count)s."),
    "no_columns": _("The first row must name the columns."),
    "twice_column": _("Two columns have the name “%(column)s”. Give each its own name."),
    "map_json": _("The list of columns must be a JSON object of our fields and your columns."),
    "unknown_field": _("We have no field “%(name)s”. Our fields are: %(fields)s."),
    "no_column": _("The file has no column “%(column)s” (for %(name)s)."),
    "no_key": _("Tell which column holds the number (key) and which the name. Found so far: %(found)s."),
    "replaced": _("A newer import of this source took over. This one stopped."),
    "lost_file": _("The file is not there any more. Send it again."),
    "failed": _("Something went wrong on our side. What was done is kept; start it again to go on."),
    "not_ended": _("%(count)s rows have no number that can be read, so no missing provider was ended."),
    "price_columns": _("The file must have these columns: %(columns)s. Download our list and write in it."),
    "price_rows": _("The list is too long: at most %(most)s rows."),
    # of a row
    "price_number": _("You have no service with the number “%(value)s”. The number stands in our list."),
    "price_time": _("We do not know the time or extra “%(value)s”. Write it as in our list."),
    "price_unit": _("“%(value)s” does not fit the unit of this service."),
    "price_twice": _("This price stands already in row %(row)s."),
    "price_sum": _("“%(value)s” is no price. Write it in euros, for example 45,50."),
    "missing": _("%(field)s: this is missing."),
    "too_long": _("%(field)s: too long, %(length)s characters; at most %(most)s."),
    "twice_key": _("The number %(key)s stands already in row %(row)s."),
    "unreadable": _("%(field)s: some letters cannot be read."),
    "kind": _("We do not know the kind “%(value)s”. Write company, association, municipality or other."),
    "language": _("We do not know the language “%(value)s”. Write codes such as sv or fi."),
    "email": _("“%(value)s” is not an e-mail address."),
    "business_id": _("“%(value)s” is not a business ID. It looks like 1234567-8."),
    "number": _("%(field)s: “%(value)s” is not a number."),
    "point": _("“%(value)s” is not a place on the map (lat −90–90, lon −180–180; both or neither)."),
    "date": _("“%(value)s” is not a date. Write it as 2026-12-31."),
    "more_cells": _("The row has more cells than the headings."),
    "huge_cell": _("The row cannot be read (lines %(lines)s). Perhaps a quotation mark is missing or too many."),
    "no_object": _("The element is not an organization or a service of HSDS."),
}

FIELD_WORDS: dict[str, Promise | str] = {
    "key": _("number in the source"),
    "name": _("name"),
    "kind": _("kind"),
    "type": _("kind of service"),
    "organisation": _("organisation behind it"),
    "business_id": _("business ID"),
    "languages": _("languages spoken"),
    "phone": _("phone"),
    "email": _("e-mail"),
    "website": _("website"),
    "address": _("street address"),
    "postcode": _("postal code"),
    "town": _("town"),
    "region": _("municipality or region"),
    "lat": _("latitude"),
    "lon": _("longitude"),
    "ended_on": _("day it ended"),
}
