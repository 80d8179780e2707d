"""Elasticsearch nodes of our own on this machine, thrown away afterwards. Needs Java 17 or newer; Maven to fetch it.

    .ci/with-engine [--nodes 3] [--tls] [--heap 512m] [--steady] [--port 9200] COMMAND…

runs the command with SEARCH_URL (and SEARCH_CA_FILE) of a fresh cluster; without a command it waits until Ctrl-C.
As root the nodes run as nobody, for they refuse to run as root. Nothing but the standard library.
"""

import argparse
import contextlib
import ctypes
import hashlib
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION = "8.19.8"
SHA256 = "8d943e94cef02cbceb6e39cd00175bb04e5f882fa32783a473880b8691a54376"
STORE = ROOT / "var" / "elasticsearch"
MAVEN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
PASSWORD = "only-for-tests"
START = 120
"""Seconds a cluster may take to answer; 10 to 20 are usual."""


def missing() -> str:
    """What this machine lacks, for people; empty when a cluster can start here."""
    if not shutil.which("java"):
        return "Java is not installed (Debian: apt-get install default-jre-headless maven)."
    if not (STORE / f"elasticsearch-{VERSION}").is_dir() and not shutil.which("mvn"):
        return "Maven is not installed (Debian: apt-get install maven)."
    return ""


def fetched() -> Path:
    """The smallest official distribution, unpacked under var/; fetched the first time (98 MB)."""
    home = STORE / f"elasticsearch-{VERSION}"
    if home.is_dir():
        return home
    STORE.mkdir(parents=True, exist_ok=True)
    print(f"Fetching Elasticsearch {VERSION} (98 MB the first time)", file=sys.stderr)
    artifact = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
    asked = ["mvn", "-B", "-q", MAVEN, f"-Dartifact={artifact}", f"-DoutputDirectory={STORE}"]
    subprocess.run(asked, check=True, stdout=sys.stderr, cwd=STORE)
    archive = STORE / f"elasticsearch-{VERSION}.zip"
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        archive.unlink()
        raise RuntimeError(f"{archive.name} is not the file that we know")
    with tempfile.TemporaryDirectory(dir=STORE) as beside, zipfile.ZipFile(archive) as packed:
        packed.extractall(beside)
        for program in Path(beside).glob("*/bin/*"):
            program.chmod(0o755)
        (Path(beside) / home.name).rename(home)
    archive.unlink()
    return home


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def as_user() -> dict[str, Any]:
    """Arguments that make a process run as somebody who is not root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}


def die_with_parent() -> None:
    """Runs in the child: whatever ends us ends the launcher, and the server ends with its launcher."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def java_home() -> str:
    return str(Path(shutil.which("java") or "java").resolve().parent.parent)


class Node:
    """One server process with folders of its own."""

    def __init__(self, cluster: "Cluster", number: int, port: int, transport: int) -> None:
        self.cluster, self.name, self.port, self.transport = cluster, f"node-{number}", port, transport
        self.place = cluster.place / self.name
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self, settings: Mapping[str, Any]) -> None:
        config = self.place / "config"
        (config / "jvm.options.d").mkdir(parents=True)
        for name in ("tmp", "home"):
            (self.place / name).mkdir()
        for name in ("jvm.options", "log4j2.properties", "roles.yml", "role_mapping.yml", "users", "users_roles"):
            shutil.copy(self.cluster.home / "config" / name, config)
        options = [f"-Xms{self.cluster.heap}", f"-Xmx{self.cluster.heap}", "-XX:-UsePerfData"]
        options += [] if self.cluster.steady else ["-XX:TieredStopAtLevel=1"]
        (config / "jvm.options.d" / "own.options").write_text("\n".join(options) + "\n")
        own = {
            "node.name": self.name,
            "path.data": str(self.place / "data"),
            "path.logs": str(self.place / "logs"),
            "http.port": self.port,
            "transport.port": self.transport,
        }
        lines = [f"{key}: {json.dumps(value)}\n" for key, value in {**settings, **own}.items()]
        (config / "elasticsearch.yml").write_text("".join(lines))

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self.place / "home"),
            "ES_PATH_CONF": str(self.place / "config"),
            "ES_TMPDIR": str(self.place / "tmp"),
            "ES_JAVA_HOME": java_home(),
            "CLI_JAVA_OPTS": f"-Xmx64m -XX:-UsePerfData -Djava.io.tmpdir={self.place / 'tmp'}",
        }

    def run(self, program: str, *arguments: str, given: str = "") -> None:
        command = [str(self.cluster.home / "bin" / program), *arguments]
        subprocess.run(
            command,
            check=True,
            input=given.encode(),
            env=self.environment,
            cwd=self.place,
            stdout=subprocess.DEVNULL,
            **as_user(),
        )

    def start(self) -> None:
        (self.place / "pid").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [str(self.cluster.home / "bin" / "elasticsearch"), "-p", str(self.place / "pid")],
            env=self.environment,
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            stdout=(self.place / "out").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **as_user(),
        )

    def send(self, number: signal.Signals) -> None:
        """To the server itself, not to what launched it."""
        os.kill(int((self.place / "pid").read_text()), number)

    def kill(self) -> None:
        """As if the machine lost its power; returns when nothing of it runs."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    @property
    def url(self) -> str:
        return f"{self.cluster.scheme}://{self.cluster.credentials}127.0.0.1:{self.port}"

    def log(self) -> str:
        return (self.place / "out").read_text(errors="replace")[-6000:]


class Cluster:
    """So many nodes; `with Cluster(3) as cluster:` starts them and ends them.

    Unless `steady`, they are compiled for a short life: soon warm, never as quick as they could be.
    """

    def __init__(
        self, count: int = 1, *, tls: bool = False, heap: str = "512m", port: int = 0, steady: bool = False
    ) -> None:
        self.count, self.tls, self.heap, self.port, self.steady = count, tls, heap, port, steady
        self.scheme = "https" if tls else "http"
        self.credentials = f"elastic:{PASSWORD}@" if tls else ""
        self.nodes: list[Node] = []

    def __enter__(self) -> "Cluster":
        if reason := missing():
            raise RuntimeError(reason)
        self.place = Path(tempfile.mkdtemp(prefix="elasticsearch."))
        try:
            self.home = self._readable(fetched())
            self._prepare()
            for node in self.nodes:
                node.start()
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.kill()
        shutil.rmtree(self.place, ignore_errors=True)

    def _readable(self, home: Path) -> Path:
        """Where the other user cannot read the project (a clone in root's own folder) the server runs from a copy."""
        self.place.chmod(0o755)
        asked = ["test", "-r", str(home / "bin" / "elasticsearch-env")]
        if subprocess.run(asked, cwd="/", check=False, **as_user()).returncode == 0:
            return home
        return Path(shutil.copytree(home, self.place / "server"))

    def _prepare(self) -> None:
        self.nodes = [
            Node(self, number, self.port if number == 1 and self.port else free_port(), free_port())
            for number in range(1, self.count + 1)
        ]
        for node in self.nodes:
            node.prepare(self._settings())
        if self.tls:
            self._certificate()
        self._give_away()
        for node in self.nodes if self.tls else ():
            node.run("elasticsearch-keystore", "add", "--force", "-x", "bootstrap.password", given=PASSWORD)

    def _give_away(self) -> None:
        if os.getuid() == 0:
            for folder in (node.place for node in self.nodes):
                for path in (folder, *folder.rglob("*")):
                    shutil.chown(path, "nobody", "nogroup")

    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "cluster.name": self.place.name,
            "network.host": "127.0.0.1",
            "xpack.security.enabled": self.tls,
            "action.auto_create_index": False,
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        if self.count == 1:
            settings["discovery.type"] = "single-node"
        else:
            settings["discovery.seed_hosts"] = [f"127.0.0.1:{node.transport}" for node in self.nodes]
            settings["cluster.initial_master_nodes"] = [node.name for node in self.nodes]
        if self.tls:
            settings |= {
                "xpack.security.autoconfiguration.enabled": False,
                "xpack.security.http.ssl.enabled": True,
                "xpack.security.http.ssl.key": "http.key",
                "xpack.security.http.ssl.certificate": "http.crt",
            }
        return settings

    @property
    def ca_file(self) -> Path | None:
        return self.place / "ca.crt" if self.tls else None

    def _certificate(self) -> None:
        """A certificate authority of our own, and a certificate for 127.0.0.1 by it."""
        place = self.place

        def openssl(*arguments: str) -> None:
            subprocess.run(["openssl", *arguments], check=True, cwd=place, stderr=subprocess.DEVNULL)

        openssl(*"req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=ca".split())
        openssl(*"req -newkey rsa:2048 -nodes -keyout http.key -out http.csr -subj /CN=127.0.0.1".split())
        (place / "names").write_text("subjectAltName=IP:127.0.0.1")
        signed = "x509 -req -in http.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out http.crt -days 2 -extfile names"
        openssl(*signed.split())
        for node in self.nodes:
            for name in ("http.key", "http.crt"):
                shutil.copy(place / name, node.place / "config")

    @property
    def url(self) -> str:
        return ",".join(node.url for node in self.nodes)

    @property
    def environment(self) -> dict[str, str]:
        return {"SEARCH_URL": self.url} | ({"SEARCH_CA_FILE": str(self.ca_file)} if self.tls else {})

    def ask(self, path: str, node: Node | None = None, seconds: float = 5) -> Any:
        """A GET to one node (the first), as plain JSON."""
        asked = Request(f"{self.scheme}://127.0.0.1:{(node or self.nodes[0]).port}{path}")
        if self.tls:
            asked.add_header("Authorization", "Basic " + b64encode(f"elastic:{PASSWORD}".encode()).decode())
        context = ssl.create_default_context(cafile=str(self.ca_file)) if self.tls else None
        with urlopen(asked, timeout=seconds, context=context) as answer:
            return json.load(answer)

    def wait(self, status: str = "yellow") -> None:
        """Until all nodes are there and the cluster is so healthy; raises with the end of a log if it never is."""
        path = f"/_cluster/health?wait_for_status={status}&wait_for_nodes={self.count}&timeout=3s"
        ends = time.monotonic() + START
        while time.monotonic() < ends:
            for node in self.nodes:
                if node.process is not None and node.process.poll() is not None:
                    raise RuntimeError(f"{node.name} ended:\n{node.log()}")
            with contextlib.suppress(URLError, HTTPError, OSError):
                if self.ask(path)["timed_out"] is False:
                    return
            time.sleep(0.3)
        raise RuntimeError(f"no answer in {START} s:\n{self.nodes[0].log()}")


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """A SIGTERM ends the nodes too; a second one (`timeout` sends two) does not disturb the tidying."""

    def leave(*_: object) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise SystemExit(143)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    yield


def main() -> int:
    parser = argparse.ArgumentParser(prog=".ci/with-engine")
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--tls", action="store_true", help="HTTPS and the user elastic; one node")
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--steady", action="store_true", help="for measuring: slow to warm up, then as quick as it is")
    parser.add_argument("--port", type=int, default=0, help="of the first node; a free one unless told")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    if asked.tls and asked.nodes > 1:
        parser.error("--tls is for one node")
    if reason := missing():
        print(reason, file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    options = {"tls": asked.tls, "heap": asked.heap, "port": asked.port, "steady": asked.steady}
    with ended_by_signals(), Cluster(asked.nodes, **options) as cluster:
        if asked.command:
            return subprocess.run(asked.command, env={**os.environ, **cluster.environment}, check=False).returncode
        print("Elasticsearch answers until Ctrl-C. In another terminal:", file=sys.stderr)
        print("  export " + " ".join(f"{key}='{value}'" for key, value in cluster.environment.items()), file=sys.stderr)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
