"""Sick servers in the place of Elasticsearch, for tests: each takes connections and behaves badly in one way."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SICKNESSES = {
    "hangs": b"",
    "talks nonsense": b"\x00\x01nonsense\r\n\r\n",
    "says it is busy": b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "is another site": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>",
    "stops half-way": b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"hits":',
}


class Sick:
    """`url` to ask, `asked` how often it was."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.asked = answer, 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.open: list[socket.socket] = []

    def serve(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            self.asked += 1
            self.open.append(caller)
            if self.answer:
                threading.Thread(target=self._reply, args=[caller], daemon=True).start()

    def _reply(self, caller: socket.socket) -> None:
        try:
            caller.recv(65536)
            caller.sendall(self.answer)
            if b"close" in self.answer:
                caller.close()
        except OSError:
            pass

    def close(self) -> None:
        for each in [self.door, *self.open]:
            each.close()


@contextmanager
def sick_server(sickness: str) -> Iterator[Sick]:
    server = Sick(SICKNESSES[sickness])
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield server
    finally:
        server.close()
