"""What lies at an address: asked for by https and by nothing else, from any byte on."""

import http.client
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO, NamedTuple

from coach.errors import ServerError, reason_of
from coach.traces import quiet_logger

_logger = quiet_logger(__name__)

PATIENCE_S = 20.0
"""How long a server may be silent."""

BLOCK_BYTES = 1 << 16
"""At most so many come at once."""


class Answer(NamedTuple):
    """What a server gives of a file."""

    host: str
    """Who gives it, as a sentence names them."""
    begin: int
    """The byte it begins with: 0 where the server does not go on with any other."""
    size: int | None
    """In bytes, of the file as a whole; None where that is not told."""
    blocks: Iterator[bytes]
    """They end early where the connection breaks; then there are fewer bytes than `size`."""


@contextmanager
def asking(address: str, begin: int) -> Iterator[Answer]:
    """Ask for a file, from this byte on if the server can.

    Raises:
        ServerError: It is not reached, is silent for too long, or does not give it.
    """
    host = _host(address)
    with closing(_opened(address, begin, host)) as response:
        yield Answer(host, *_place(response, begin, host), _blocks(response, host))


def _host(address: str) -> str:
    host = urllib.parse.urlsplit(address).hostname or address
    if urllib.request.getproxies().get("https") and not urllib.request.proxy_bypass(host):
        return f"{host}, by way of the system's proxy,"
    return host


def _opened(address: str, begin: int, host: str) -> http.client.HTTPResponse:
    headers = {"User-Agent": "coach"} | ({"Range": f"bytes={begin}-"} if begin else {})
    request = urllib.request.Request(address, headers=headers)
    with _told(host):
        try:
            response: http.client.HTTPResponse = _opener().open(request, timeout=PATIENCE_S)
            return response
        except urllib.error.HTTPError as error:
            if error.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not begin:
                raise
            error.close()
    return _opened(address, 0, host)


def _opener() -> urllib.request.OpenerDirector:
    """What opens https and, unlike the usual one, neither http nor ftp nor files."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _ToHttpsAlone(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


class _ToHttpsAlone(urllib.request.HTTPRedirectHandler):
    """Follows a server that sends on to another https address."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """See `urllib.request.HTTPRedirectHandler`."""
        if not newurl.lower().startswith("https://"):
            fp.close()
            there = urllib.parse.urlsplit(newurl)
            raise ServerError(
                f"{_host(req.full_url)} sends on to {there.scheme}://{there.hostname}, where "
                "anybody on the way could change what comes; that is not followed"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _place(response: http.client.HTTPResponse, begin: int, host: str) -> tuple[int, int | None]:
    """The byte that an answer begins with, and how large the file is."""
    if response.status != http.client.PARTIAL_CONTENT:
        return 0, _number(response.headers.get("Content-Length", ""))
    told = re.match(r"bytes (\d+)-\d+/(.*)", response.headers.get("Content-Range", ""))
    if not told or int(told[1]) != begin:
        raise ServerError(f"{host} gives another part of the file than was asked for")
    return begin, _number(told[2])


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,18}", text) else None


def _blocks(response: http.client.HTTPResponse, host: str) -> Iterator[bytes]:
    while True:
        try:
            block = response.read1(BLOCK_BYTES)
        except TimeoutError as error:
            raise ServerError(f"{host} {_silent()}") from error
        except (OSError, http.client.HTTPException):
            _logger.warning("the connection broke", exc_info=True)
            return
        if not block:
            return
        yield block


@contextmanager
def _told(host: str) -> Iterator[None]:
    """Tell what the network refuses in the block as an error of ours."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        meaning = http.client.responses.get(error.code, "")
        raise ServerError(f"{host} does not give it: {error.code} {meaning}".rstrip()) from error
    except urllib.error.URLError as error:
        raise ServerError(f"{host} {_problem(error.reason)}") from error
    except (OSError, http.client.HTTPException) as error:
        raise ServerError(f"{host} {_problem(error)}") from error


def _problem(reason: BaseException | str) -> str:
    match reason:
        case TimeoutError():
            return _silent()
        case ssl.SSLCertVerificationError():
            return f"cannot show who it is: {reason.verify_message}"
        case OSError():
            return f"is not reached: {reason_of(reason)}"
        case http.client.HTTPException():
            return "answers what is no HTTP"
        case _:
            return f"is not reached: {reason}"


def _silent() -> str:
    return f"has been silent for {PATIENCE_S:g} seconds"
