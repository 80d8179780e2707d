"""How we speak with Elasticsearch: where it is, who we are, how long we wait, and what its failures become."""

import functools
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

from elastic_transport import ConnectionTimeout, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch, TransportError

from ..deadline import left
from ..engine import EngineAway, SearchUnavailable

SEARCH_SECONDS, SEARCH_RETRIES = 0.5, 2
WRITE_SECONDS, WRITE_RETRIES = 30.0, 5
UNHURRIED_SECONDS = 30.0
"""Of a search where nobody waits: measuring, rebuilding."""
NODE_RESTS = 5.0
"""Seconds for which a node that did not answer is not asked, however often that happened.

All rest equally long, so that where all do the one is asked that failed longest ago. With the client's own growing
rests a retry would go to the one that failed a moment ago, and a node come back would wait for half a minute.
"""
BUSY = (429, 502, 503, 504)
Result = TypeVar("Result")


@dataclass(frozen=True)
class Access:
    """`urls`: of several nodes, parted by commas, each with or without `user:password@`.

    An API key goes before a user and password. `ca_file`: PEM of who signed the servers' certificates; empty: whom the
    system trusts.
    """

    urls: str
    user: str = ""
    password: str = ""
    api_key: str = ""
    ca_file: str = ""

    def client(self) -> Elasticsearch:
        hosts = [url.strip() for url in self.urls.split(",") if url.strip()]
        return Elasticsearch(
            [_bare(host) for host in hosts],
            node_class=PatientNode,
            max_retries=SEARCH_RETRIES,
            retry_on_timeout=True,
            retry_on_status=BUSY,
            dead_node_backoff_factor=NODE_RESTS,
            max_dead_node_backoff=NODE_RESTS,
            **self._identity(hosts[0]),
            **({"ca_certs": self.ca_file} if self.ca_file else {}),
        )

    def _identity(self, host: str) -> dict[str, Any]:
        if self.api_key:
            return {"api_key": self.api_key}
        parts = urlsplit(host)
        user, password = self.user or unquote(parts.username or ""), self.password or unquote(parts.password or "")
        token = b64encode(f"{user}:{password}".encode()).decode()  # the client's own way takes ASCII alone
        return {"headers": {"authorization": f"Basic {token}"}} if user else {}


def _bare(url: str) -> str:
    """Without user and password, with the port that the client insists on."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 9200)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return urlunsplit((parts.scheme, f"{host}:{port}", parts.path, "", ""))


class PatientNode(Urllib3HttpNode):
    """Every attempt, retries too, lasts at most as long as a person has left to wait."""

    def perform_request(self, *args: Any, request_timeout: Any = None, **kwargs: Any) -> Any:
        remaining = left()
        if remaining is not None:
            if remaining <= 0:
                raise EngineAway("no time is left to ask the engine")
            request_timeout = min(remaining, request_timeout or remaining)
        return super().perform_request(*args, request_timeout=request_timeout, **kwargs)


def searching(client: Elasticsearch) -> Elasticsearch:
    """Short attempts where a person waits."""
    return client.options(request_timeout=SEARCH_SECONDS if left() is not None else UNHURRIED_SECONDS)


def writing(client: Elasticsearch) -> Elasticsearch:
    return client.options(request_timeout=WRITE_SECONDS, max_retries=WRITE_RETRIES)


def told_kindly(method: Callable[..., Result]) -> Callable[..., Result]:
    """Every failure becomes `SearchUnavailable`; `EngineAway` where nobody answered, or only that it is not well."""

    @functools.wraps(method)
    def wrapped(*args: Any, **kwargs: Any) -> Result:
        try:
            return method(*args, **kwargs)
        except SearchUnavailable:
            raise
        except (TransportError, ConnectionTimeout) as error:
            raise EngineAway(_short(error)) from error
        except ApiError as error:
            kind = EngineAway if error.status_code in (401, 403, *BUSY, 500) else SearchUnavailable
            raise kind(_short(error)) from error
        except Exception as error:
            raise SearchUnavailable(_short(error)) from error

    return wrapped


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
