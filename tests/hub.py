"""A server of the tests on this machine, by https, which gives files well or badly."""

import hashlib
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from coach.voices.offers import OFFERS, Offer, OfferedFile
from tests.patience import PATIENCE_S

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""Of localhost alone, with its key; nobody but the tests trusts it."""


class Asked(BaseHTTPRequestHandler):
    """One request."""

    server: "Hub"

    def do_GET(self) -> None:
        """Give what is asked for, in the manner of the hub."""
        self.server.asked.append(self.headers.get("Range", "all"))
        self.server.manner(self, self.server.files.get(self.path, b""))

    def begin(self, status: int, **headers: object) -> None:
        """Send all that comes before the content."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    @property
    def first(self) -> int:
        """The byte that is asked for first."""
        told = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(told[1]) if told else 0

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


Manner = Callable[[Asked, bytes], object]


class Hub(ThreadingHTTPServer):
    """Gives files at ``https://localhost``."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )
        self.files: dict[str, bytes] = {}
        """By their path."""
        self.manner: Manner = well
        """How they are given."""
        self.asked: list[str] = []
        """Which part was asked for by each request."""
        self.ended = threading.Event()

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"https://localhost:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """Somebody who leaves is no error."""


def well(asked: Asked, content: bytes) -> None:
    """As it should be."""
    first = asked.first
    if first >= len(content):
        asked.begin(416, Content_Range=f"bytes */{len(content)}")
        return
    told = {"Content_Range": f"bytes {first}-{len(content) - 1}/{len(content)}"} if first else {}
    asked.begin(206 if first else 200, Content_Length=len(content) - first, **told)
    asked.wfile.write(content[first:])


def from_its_beginning(asked: Asked, content: bytes) -> None:
    """Whatever part is asked for."""
    asked.begin(200, Content_Length=len(content))
    asked.wfile.write(content)


def without_its_size(asked: Asked, content: bytes) -> None:
    """It ends where the connection does."""
    asked.begin(200)
    asked.wfile.write(content)


def broken_off(after: int) -> Manner:
    """The connection ends after so many bytes."""

    def give(asked: Asked, content: bytes) -> None:
        asked.begin(200, Content_Length=len(content))
        asked.wfile.write(content[:after])

    return give


def silent(after: int) -> Manner:
    """No more comes after so many bytes."""

    def give(asked: Asked, content: bytes) -> None:
        asked.begin(200, Content_Length=len(content))
        asked.wfile.write(content[:after])
        asked.wfile.flush()
        asked.server.ended.wait(PATIENCE_S)

    return give


def nothing_at_all(asked: Asked, _content: bytes) -> None:
    """Not even an answer, while anybody waits for one."""
    asked.server.ended.wait(PATIENCE_S)


def refused(status: int) -> Manner:
    """It is not given."""
    return lambda asked, _content: asked.begin(status, Content_Length=0)


def sent_on(address: str, status: int = 302) -> Manner:
    """It lies elsewhere."""
    return lambda asked, _content: asked.begin(status, Location=address, Content_Length=0)


@contextmanager
def serving() -> Iterator[Hub]:
    """A hub that serves, and that is trusted."""
    patched = pytest.MonkeyPatch()
    patched.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        patched.delenv(name, raising=False)
    hub = Hub()
    thread = threading.Thread(target=hub.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        hub.ended.set()
        hub.shutdown()
        hub.server_close()
        patched.undo()


STAND_IN_BYTES = 50_000
"""How large a file is that stands in for one of a true voice."""


def stand_in(path: str) -> bytes:
    """What stands in for the file of a true voice that goes there."""
    return path.encode().ljust(STAND_IN_BYTES, b".")


def offers_at(address: str) -> tuple[Offer, ...]:
    """All voices that can be fetched, each with stand-ins for its files, which lie here."""

    def at_hub(file: OfferedFile) -> OfferedFile:
        content = stand_in(file.path)
        digest = hashlib.sha256(content).hexdigest()
        return OfferedFile(file.path, f"{address}/{file.path}", len(content), digest)

    return tuple(replace(one, files=tuple(map(at_hub, one.files))) for one in OFFERS)


@contextmanager
def offering() -> Iterator[Hub]:
    """A hub that gives stand-ins for all voices that can be fetched, which are fetched there."""
    patched = pytest.MonkeyPatch()
    with serving() as hub:
        hub.files = {f"/{f.path}": stand_in(f.path) for one in OFFERS for f in one.files}
        patched.setattr("coach.voices.offers.OFFERS", offers_at(hub.address))
        try:
            yield hub
        finally:
            patched.undo()
