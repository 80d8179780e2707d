"""Brings our providers in step with a table, batch by batch: each one transaction, with its checkpoint in it.

Doing it again changes nothing. A trial counts the same and writes nothing. Never approves anybody, never deletes.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from ..actions.approvals import BUSINESS_ID
from ..models import Listing, PostalArea, Provider, ProviderIdentifier, ProviderRecord, ProviderSource
from ..signals import send_ids
from .clean import SHOWN, UNREADABLE, clean, tidy_space
from .logs import Log
from .problems import Problem
from .tables import Row, Table

BATCH = 1000
COPIED = ("name", "kind", "languages", "email", "ended_on")
"""Fields that the provider takes over as they are; phone and website only where they fit."""
IN_INDEX = {"name", "kind", "ended_on"}
PHONE = Provider._meta.get_field("phone").max_length or 0
SITE = Provider._meta.get_field("website").max_length or 0
is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Job:
    source: ProviderSource
    columns: Mapping[str, str]
    on: dt.date
    complete: bool = False
    trial: bool = False


@dataclass(frozen=True)
class Change:
    """A record of ours, and the fields in which the table says something else."""

    record: ProviderRecord
    values: dict[str, Any]


class Sync:
    """One table, one job. `run()` returns when all is done; the log has the counts."""

    def __init__(self, table: Table, job: Job, log: Log, progress: Callable[[int], None] = lambda done: None) -> None:
        self.table, self.job, self.log, self.progress = table, job, log, progress
        self.areas = dict(PostalArea.objects.values_list("code", "pk"))
        self.seen: dict[int, int] = {}
        self.lost = 0
        """Rows whose number cannot be read: any provider could be meant."""

    def run(self) -> None:
        rows, done = self.table.rows(), self.log.rows_done
        for row in islice(rows, done):  # done before a crash: only remembered
            self._remember(row)
        while batch := list(islice(rows, BATCH)):
            done += len(batch)
            self._batch(batch, done)
            self.progress(done)
        self.log.finish(self._end_missing() if self.job.complete else None)

    # Rows

    def _batch(self, batch: list[Row], done: int) -> None:
        good = dict(self._good(batch))
        known = {record.key: record for record in self._records().filter(key__in=good)}
        added = [values for key, values in good.items() if key not in known]
        changes = [change for key, record in known.items() if (change := self._change(record, good[key])).values]
        for change in changes:
            self.log.count("changed", change.values)
        self.log.counts["added"] += len(added)
        self.log.counts["unchanged"] += len(known) - len(changes)
        with nullcontext() if self.job.trial else transaction.atomic():
            if not self.job.trial:
                self._add(added)
                self._apply(changes)
            self.log.save(done)

    def _records(self) -> Any:
        return ProviderRecord.objects.filter(source__name=self.job.source.name)

    def _good(self, batch: Iterable[Row]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Key and values of the rows that can be taken; the others are rejected."""
        for row in batch:
            earlier = self._remember(row)
            values, problems = ({}, [row.problem]) if row.problem else clean(row.cells, self.job.columns)
            if earlier:
                problems = [Problem("twice_key", {"key": self._key(row)[:SHOWN], "row": earlier})]
            if problems:
                self.log.reject(row, problems)
            else:
                yield values["key"], values

    def _remember(self, row: Row) -> int:
        """The number of the row where the key stood first, or 0."""
        key = self._key(row)
        if not key or UNREADABLE.search(key):
            self.lost += 1
            return 0
        first = self.seen.setdefault(hash_of(key), row.number)
        return first if first != row.number else 0

    def _key(self, row: Row) -> str:
        return tidy_space(row.cells.get(self.job.columns["key"], ""))

    def _change(self, record: ProviderRecord, values: dict[str, Any]) -> Change:
        return Change(record, {name: value for name, value in values.items() if getattr(record, name) != value})

    # Writing

    def _add(self, added: list[dict[str, Any]]) -> None:
        source = self.job.source
        providers = Provider.objects.bulk_create(
            Provider(source=source.name, **provider_facts({"kind": "other", **values})) for values in added
        )
        pairs = list(zip(providers, added, strict=True))
        ProviderRecord.objects.bulk_create(
            ProviderRecord(source=source, provider=provider, postal_area_id=self._area(values), **values)
            for provider, values in pairs
        )
        ProviderIdentifier.objects.bulk_create(
            [
                ProviderIdentifier(provider=provider, scheme=BUSINESS_ID, value=values["business_id"])
                for provider, values in pairs
                if values.get("business_id")
            ],
            ignore_conflicts=True,  # a company with many units, or one that applied here: the first one keeps it
        )

    def _area(self, values: Mapping[str, Any]) -> int | None:
        return self.areas.get(values.get("postcode", ""))

    def _apply(self, changes: list[Change]) -> None:
        """The provider follows what the source changed, field by field: what people wrote beside it stays."""
        if not changes:
            return
        providers = Provider.objects.select_for_update().in_bulk([change.record.provider_id for change in changes])
        for record, values in ((change.record, change.values) for change in changes):
            facts = provider_facts(values)
            if "ended_on" in facts and providers[record.provider_id].ended_on != record.ended_on:
                del facts["ended_on"]  # someone else decided about its end
            _set(providers[record.provider_id], facts)
            _set(record, values | ({"postal_area_id": self._area(values)} if "postcode" in values else {}))
        fields = set(chain.from_iterable(change.values for change in changes))
        touched = provider_facts(dict.fromkeys(fields, "")).keys()
        rewrite(ProviderRecord, [change.record for change in changes], {*fields, "postal_area"})
        rewrite(Provider, providers.values(), touched)
        tell_search(change.record.provider_id for change in changes if IN_INDEX & change.values.keys())

    # What the table does not have any more

    def _end_missing(self) -> Problem | None:
        """Ends what is missing; nobody if the table has rows that could be anyone's, or none at all."""
        if self.lost or not self.seen:
            return Problem("not_ended", {"count": self.lost})
        going = self._records().filter(ended_on=None).values_list("pk", "key").iterator(chunk_size=BATCH)
        missing = [pk for pk, key in going if hash_of(key) not in self.seen]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            self.log.counts["ended"] += len(batch)
            with nullcontext() if self.job.trial else transaction.atomic():
                if not self.job.trial:
                    self._end(batch)
                self.log.save(self.log.rows_done)
        return None

    def _end(self, batch: list[int]) -> None:
        ended = ProviderRecord.objects.filter(pk__in=batch)
        providers = list(ended.values_list("provider_id", flat=True))
        ended.update(ended_on=self.job.on)
        Provider.objects.filter(pk__in=providers, ended_on=None).update(ended_on=self.job.on)
        tell_search(providers)


def hash_of(key: str) -> int:
    """Eight bytes instead of a text: a million keys stay small."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())


def provider_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of a record's values its provider takes over."""
    facts = {name: values[name] for name in COPIED if name in values}
    if "phone" in values:
        facts["phone"] = values["phone"] if len(values["phone"]) <= PHONE else ""
    if "website" in values:
        facts["website"] = web_address(values["website"])
    return facts


def web_address(text: str) -> str:
    """An address one can follow, or empty: registers hold much else."""
    address = text if text.casefold().startswith(("http://", "https://")) or not text else f"https://{text}"
    try:
        is_address(address)
    except ValidationError:
        return ""
    return address if len(address) <= SITE else ""


def tell_search(provider_ids: Iterable[int]) -> None:
    """Only about listings: a provider without any is in no index."""
    ids = list(Listing.objects.filter(provider__in=list(provider_ids)).values_list("pk", flat=True))
    if ids:
        send_ids(ids)


def rewrite(model: Any, rows: Iterable[Any], fields: Iterable[str]) -> None:
    """Writes these fields of rows that are there: one statement for many, where `bulk_update` builds one for each."""
    if names := sorted(fields):
        model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=names)


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
