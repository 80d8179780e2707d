"""Measuring pages of the demo world: how fast, at what cost, how many bytes. `manage.py bench_pages` prints it."""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.backends.django import Template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, path
from django.utils.translation import override

from catalogue import remembered
from search.engines import current_engine
from search.engines.embedded import EmbeddedEngine

from .server import SERVED_WITH, answers, die_with_parent

WORKERS = 2
HOST = "127.0.0.1"
LINKED = re.compile(r"<(?:link|script|img)\b[^>]*>", re.IGNORECASE)
ADDRESS = re.compile(r"\b(?:href|src)=\"([^\"]+)\"")
IN_STYLES = re.compile(r"url\([\"']?([^\"')]+)")
KEPT_LONG = re.compile(r"immutable|max-age=(?:[1-9]\d{6,})")


@dataclass(frozen=True)
class Page:
    """A page to measure; `client` is the visitor or the person who looks at it."""

    name: str
    url: str
    client: Client

    @property
    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        return {"Accept-Encoding": "gzip, br"} | ({"Cookie": cookies} if cookies else {})


@dataclass
class Load:
    """What the web server did in that time; `cpu` in seconds, None where it cannot be read."""

    seconds: float
    times: list[float]
    cpu: float | None

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def cpu_ms(self) -> float | None:
        return None if self.cpu is None else 1000 * self.cpu / max(1, len(self.times))

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        if len(self.times) < 2:
            return 1000 * self.times[0]
        return 1000 * statistics.quantiles(self.times, n=100, method="inclusive")[percent - 1]


@dataclass
class Wire:
    """Bodies as sent, without headers: the page, and what it makes a browser fetch."""

    page: int
    files: dict[str, int] = field(default_factory=dict)
    fetched_again: set[str] = field(default_factory=set)

    @property
    def first(self) -> int:
        return self.page + sum(self.files.values())

    @property
    def later(self) -> int:
        return self.page + sum(self.files[name] for name in self.fetched_again)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def database_url() -> str:
    """Of the database this process uses, which in tests is not the one in the settings."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@contextmanager
def web_server() -> Iterator[tuple[int, int]]:
    """gunicorn as `make run` starts it: its port and its process. It ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "marketplace.wsgi", "--preload", "-w", str(WORKERS)]
    command += ["--no-control-socket", "-b", f"{HOST}:{port}", "--log-level", "warning"]
    env = {**os.environ, **SERVED_WITH, "DATABASE_URL": database_url()}
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, preexec_fn=die_with_parent)
    try:
        until = time.monotonic() + 30
        while not answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The web server did not start.")
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def fetch(port: int, url: str, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
    """One request over a connection of its own, which is all a sync worker gives."""
    line = http.client.HTTPConnection(HOST, port, timeout=20)
    try:
        line.request("GET", url, headers=headers)
        answer = line.getresponse()
        body = answer.read()
    finally:
        line.close()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"{url} answered {answer.status}")
    return answer, body


def cpu_of_workers(master: int) -> float | None:
    """Seconds of processor time the children of `master` have used (Linux)."""
    ticks = 0
    try:
        for child in Path(f"/proc/{master}/task/{master}/children").read_text().split():
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    except OSError:
        return None
    return ticks / os.sysconf("SC_CLK_TCK")


def load(page: Page, port: int, master: int, seconds: float) -> Load:
    """As many askers as workers, each asking again as soon as it has its answer."""
    times: list[float] = []
    failures: list[Exception] = []
    for _worker in range(WORKERS):
        fetch(port, page.url, page.headers)
    before, started = cpu_of_workers(master), time.perf_counter()

    def ask() -> None:
        try:
            while time.perf_counter() < started + seconds:
                asked = time.perf_counter()
                fetch(port, page.url, page.headers)
                times.append(time.perf_counter() - asked)
        except (OSError, RuntimeError, http.client.HTTPException) as error:
            failures.append(error)

    askers = [threading.Thread(target=ask) for _worker in range(WORKERS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    if failures:
        raise failures[0]
    took, after = time.perf_counter() - started, cpu_of_workers(master)
    return Load(took, times, None if before is None or after is None else after - before)


def wire(page: Page, port: int) -> Wire:
    """A first visit, file by file: the page, what it links, and what its style sheets ask for."""
    _answer, body = fetch(port, page.url, page.headers)
    _plain, readable = fetch(port, page.url, page.headers | {"Accept-Encoding": "identity"})
    seen = Wire(len(body))
    waiting = [urljoin(page.url, url) for tag in LINKED.findall(readable.decode()) for url in _fetched_by(tag)]
    while waiting:
        url = urlsplit(waiting.pop())._replace(fragment="").geturl()
        if url in seen.files or not url.startswith("/"):
            continue
        answer, body = fetch(port, url, page.headers)
        seen.files[url] = len(body)
        if not KEPT_LONG.search(answer.getheader("Cache-Control", "")):
            seen.fetched_again.add(url)
        if url.endswith(".css"):
            _plain, styles = fetch(port, url, {"Accept-Encoding": "identity"})
            waiting += [urljoin(url, part) for part in IN_STYLES.findall(styles.decode())]
    return seen


def _fetched_by(tag: str) -> list[str]:
    """Addresses in a tag that a browser fetches by itself; not those of other languages and the like."""
    if tag.startswith("<link") and not re.search(r"rel=\"(?:stylesheet|preload|icon|manifest)\"", tag):
        return []
    return ADDRESS.findall(tag)


def queries(page: Page) -> int:
    """Statements of one answer, once everything a process keeps is in its memory."""
    page.client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        page.client.get(page.url)
    return len(captured)


def spent(works: Sequence[Callable[[], object]], seconds: float) -> list[float]:
    """Processor milliseconds of this thread for one run of each: the median, in turn under the same load."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _work in works]
    until = time.perf_counter() + seconds
    while not times[0] or time.perf_counter() < until:
        for work, of_work in zip(works, times, strict=True):
            begun = time.thread_time()
            work()
            of_work.append(time.thread_time() - begun)
    return [1000 * statistics.median(of_work) for of_work in times]


def shown(page: Page) -> tuple[Template, dict[str, Any]]:
    """The template of one answer and the values that it got, those of the context processors included."""
    caught: list[tuple[Template, dict[str, Any]]] = []
    real = Template.render

    def remembering(self: Template, context: Any = None, request: HttpRequest | None = None) -> Any:
        if not caught and str(self.template.name).startswith("pages/") and request is not None:
            values: dict[str, Any] = {"request": request}
            for processor in self.template.engine.template_context_processors:
                values |= processor(request)
            caught.append((self, values | (context or {})))
        return real(self, context, request)

    with mock.patch.object(Template, "render", remembering):
        page.client.get(page.url)
    return caught[0]


def from_memory(page: Page) -> Callable[[], str]:
    """Renders the same page again from the values of one answer: what no database could make faster."""
    template, values = shown(page)

    def again() -> str:
        context = Context(values)
        context.request = values["request"]  # type: ignore[attr-defined]
        with override(values["request"].LANGUAGE_CODE):
            return template.template.render(context)

    return again


def one_statement(request: HttpRequest) -> HttpResponse:
    """The least a view with a database can do, behind the same middleware."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return HttpResponse(str(cursor.fetchone()[0]))


@contextmanager
def bare_view() -> Iterator[str]:
    """The address of a bare view, beside all others."""
    addresses = (path("bare/", one_statement), *get_resolver(settings.ROOT_URLCONF).url_patterns)
    with override_settings(ROOT_URLCONF=addresses):
        yield "/bare/"


@dataclass
class Inside:
    """Processor milliseconds in this process.

    `page`: one answer; `bare`: of a bare view; `memory`: the page out of memory; `anew`: the answer after every change,
    when nothing is remembered of catalogue and index.
    """

    page: float
    bare: float
    memory: float
    anew: float


def inside(page: Page, seconds: float) -> Inside:
    again = from_memory(page)
    with bare_view() as bare:
        cost = spent([lambda: page.client.get(page.url), lambda: page.client.get(bare), again], seconds)
    (anew,) = spent([lambda: (forget(), page.client.get(page.url))], seconds / 3)
    return Inside(*cost, anew)


def forget() -> None:
    """What the first page after a change finds."""
    remembered.forget()
    engine = current_engine()
    if isinstance(engine, EmbeddedEngine):
        engine.forget()
