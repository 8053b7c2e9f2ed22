import errno
import hashlib
import os
import random
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from coach.errors import FetchError, RequestError
from coach.voices import https
from coach.voices.fetching import (
    copy_voice,
    fetch_voice,
    kept_bytes,
    missing_files,
    remove_fetched,
)
from coach.voices.offers import Offer, OfferedFile
from tests.faults import ERRORS, FaultyDisk
from tests.hub import (
    Asked,
    Hub,
    Manner,
    broken_off,
    from_its_beginning,
    nothing_at_all,
    refused,
    sent_on,
    serving,
    silent,
    well,
    without_its_size,
)
from tests.patience import PATIENCE_S, join

CONTENT = random.Random(0).randbytes(200_000)
HALF = len(CONTENT) // 2


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving() as hub:
        hub.files["/anna.bin"] = CONTENT
        yield hub


@pytest.fixture
def anna(hub: Hub) -> Offer:
    return offer("anna", offered("kokoro/anna.bin", f"{hub.address}/anna.bin", CONTENT))


def offered(path: str, address: str, content: bytes) -> OfferedFile:
    return OfferedFile(path, address, len(content), hashlib.sha256(content).hexdigest())


def offer(name: str, *files: OfferedFile) -> Offer:
    return Offer(name, "kokoro", "a voice", "en", "CC0-1.0", "the tests", files)


def fetch(one: Offer, folder: Path) -> str:
    """Fetch it; what is told if that fails."""
    try:
        fetch_voice(one, folder, lambda _bytes: None)
    except FetchError as error:
        return error.message
    return ""


def left(folder: Path) -> dict[str, bytes]:
    """All files below a folder, hidden ones as well."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


WHOLE = {"kokoro/anna.bin": CONTENT}
KEPT = {"kokoro/anna.bin.part": CONTENT[:HALF]}
NEXT = "100 kB are kept, and the next try goes on from there"


def keep(folder: Path, content: bytes = CONTENT[:HALF]) -> None:
    """As if the connection had broken once before."""
    (folder / "kokoro").mkdir()
    (folder / "kokoro" / "anna.bin.part").write_bytes(content)


# As it should be.


def test_a_voice_is_fetched_whole_and_its_progress_is_told(anna: Offer, tmp_path: Path) -> None:
    told: list[int] = []
    fetch_voice(anna, tmp_path, told.append)

    assert left(tmp_path) == WHOLE
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, len(CONTENT))
    assert missing_files(anna, tmp_path) == []


def test_what_is_there_whole_is_not_fetched_again(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    fetch(anna, tmp_path)
    fetch(anna, tmp_path)

    assert hub.asked == ["all"]


def test_what_is_damaged_is_replaced(anna: Offer, tmp_path: Path) -> None:
    fetch(anna, tmp_path)
    (tmp_path / "kokoro" / "anna.bin").write_bytes(CONTENT[::-1])

    assert missing_files(anna, tmp_path) == list(anna.files)
    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE


def test_of_a_voice_of_several_files_what_is_there_counts_as_done(hub: Hub, tmp_path: Path) -> None:
    hub.files["/bert.onnx"] = CONTENT[:500]
    table = offered("piper/bert.onnx.json", f"{hub.address}/anna.bin", CONTENT)
    model = offered("piper/bert.onnx", f"{hub.address}/bert.onnx", CONTENT[:500])
    bert = offer("bert", table, model)
    fetch(replace(bert, files=(table,)), tmp_path)
    told: list[int] = []
    fetch_voice(bert, tmp_path, told.append)

    assert left(tmp_path) == {"piper/bert.onnx.json": CONTENT, "piper/bert.onnx": CONTENT[:500]}
    assert told[0] == len(CONTENT)
    assert told[-1] == bert.size


# The network.


def test_after_a_cut_what_has_come_is_kept_and_the_next_try_goes_on_from_there(
    anna: Offer, hub: Hub, tmp_path: Path
) -> None:
    hub.manner = broken_off(HALF)
    told = fetch(anna, tmp_path)

    assert told == (
        f"anna is not fetched: localhost broke off after 100000 of 200000 bytes; {NEXT}"
    )
    assert left(tmp_path) == KEPT
    assert kept_bytes(anna, tmp_path) == HALF

    hub.manner = well

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE
    assert hub.asked == ["all", "bytes=100000-"]


def test_what_is_kept_whole_is_only_checked(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    keep(tmp_path, CONTENT)

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE
    assert hub.asked == []


@pytest.mark.parametrize("manner", [from_its_beginning, without_its_size])
def test_a_server_that_goes_on_with_nothing_is_asked_for_all(
    anna: Offer, hub: Hub, manner: Manner, tmp_path: Path
) -> None:
    keep(tmp_path)
    hub.manner = manner

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE


def test_so_is_one_that_does_not_have_so_much(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    keep(tmp_path)
    hub.manner = lambda asked, content: (
        asked.begin(416, Content_Length=0) if asked.first else well(asked, content)
    )

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE
    assert hub.asked == ["bytes=100000-", "all"]


def test_more_than_there_can_be_is_not_gone_on_with(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    keep(tmp_path, CONTENT + b"more")

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE
    assert hub.asked == ["all"]


def wrong(asked: Asked, content: bytes) -> None:
    well(asked, content[:-1] + bytes([content[-1] ^ 1]))


def too_many(asked: Asked, content: bytes) -> None:
    without_its_size(asked, content + b"!")


def without_end(asked: Asked, content: bytes) -> None:
    asked.begin(200)
    while True:
        asked.wfile.write(content)


def another_part(asked: Asked, content: bytes) -> None:
    size = len(content)
    asked.begin(206, Content_Range=f"bytes 7-{size - 1}/{size}", Content_Length=size - 7)
    asked.wfile.write(content[7:])


def no_http(asked: Asked, _content: bytes) -> None:
    asked.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n")


NOT_WHAT_IT_SHOULD_BE = "what came is not the right file, and nothing of it is kept: try again"


@pytest.mark.parametrize(
    ("manner", "told"),
    [
        pytest.param(wrong, NOT_WHAT_IT_SHOULD_BE, id="a wrong byte"),
        pytest.param(
            too_many, "localhost sends more than 200000 bytes, and none is kept", id="too many"
        ),
        pytest.param(
            without_end, "localhost sends more than 200000 bytes, and none is kept", id="no end"
        ),
        pytest.param(
            lambda asked, _content: well(asked, b"<html>Please log in</html>"),
            "localhost has another file there, of 26 bytes and not 200000",
            id="another file",
        ),
        pytest.param(
            lambda asked, _content: asked.begin(200, Content_Length=0),
            "localhost has another file there, of 0 bytes and not 200000",
            id="an empty one",
        ),
        pytest.param(
            broken_off(0), "localhost broke off after 0 of 200000 bytes", id="nothing comes"
        ),
        pytest.param(refused(404), "localhost does not give it: 404 Not Found", id="404"),
        pytest.param(refused(403), "localhost does not give it: 403 Forbidden", id="403"),
        pytest.param(refused(503), "localhost does not give it: 503 Service Unavailable", id="503"),
        pytest.param(refused(599), "localhost does not give it: 599", id="599"),
        pytest.param(
            another_part,
            "localhost gives another part of the file than was asked for",
            id="another part",
        ),
        pytest.param(no_http, "localhost answers what is no HTTP", id="no HTTP"),
        pytest.param(
            sent_on("http://localhost/anna.bin"),
            "localhost sends on to http://localhost, where anybody on the way could change what "
            "comes; that is not followed",
            id="on to http",
        ),
        pytest.param(
            sent_on("http://localhost/anna.bin", 308),
            "localhost sends on to http://localhost, where anybody on the way could change what "
            "comes; that is not followed",
            id="on to http for good",
        ),
        pytest.param(
            sent_on("file:///etc/passwd"),
            "localhost does not give it: 302 Found",
            id="on to a file",
        ),
        pytest.param(
            sent_on("/anna.bin"), "localhost does not give it: 302 Found", id="round and round"
        ),
    ],
)
def test_what_goes_wrong_is_told_in_a_line_and_leaves_nothing(
    anna: Offer, hub: Hub, tmp_path: Path, manner: Manner, told: str
) -> None:
    hub.manner = manner

    assert fetch(anna, tmp_path) == f"anna is not fetched: {told}"
    assert left(tmp_path) == {}

    hub.manner = well

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE


@pytest.mark.parametrize("manner", [refused(404), another_part, no_http])
def test_what_is_kept_stays_where_nothing_more_comes(
    anna: Offer, hub: Hub, tmp_path: Path, manner: Manner
) -> None:
    keep(tmp_path)
    hub.manner = manner

    assert fetch(anna, tmp_path).endswith(NEXT)
    assert left(tmp_path) == KEPT


@pytest.mark.parametrize("size", [HALF, len(CONTENT)])
def test_where_what_is_kept_is_of_another_file_all_is_fetched_anew(
    anna: Offer, hub: Hub, tmp_path: Path, size: int
) -> None:
    keep(tmp_path, bytes(size))

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE
    assert hub.asked[-1] == "all"


def test_where_that_is_wrong_too_nothing_is_kept(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    keep(tmp_path)
    hub.manner = wrong

    assert fetch(anna, tmp_path) == f"anna is not fetched: {NOT_WHAT_IT_SHOULD_BE}"
    assert left(tmp_path) == {}
    assert hub.asked == ["bytes=100000-", "all"]


@pytest.mark.parametrize(
    ("manner", "there"), [(nothing_at_all, {}), (silent(0), {}), (silent(HALF), KEPT)]
)
def test_a_server_that_falls_silent_is_not_waited_for_for_ever(
    anna: Offer,
    hub: Hub,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    manner: Manner,
    there: dict[str, bytes],
) -> None:
    monkeypatch.setattr(https, "PATIENCE_S", 0.3)
    hub.manner = manner
    kept = f"; {NEXT}" if there else ""

    assert fetch(anna, tmp_path) == (
        f"anna is not fetched: localhost has been silent for 0.3 seconds{kept}"
    )
    assert left(tmp_path) == there


def test_a_server_that_sends_on_to_https_is_followed_with_the_part_that_is_asked_for(
    anna: Offer, hub: Hub, tmp_path: Path
) -> None:
    keep(tmp_path)
    hub.files["/elsewhere"] = CONTENT
    sending = sent_on(f"{hub.address}/elsewhere")
    hub.manner = lambda asked, content: (
        well(asked, content) if asked.path == "/elsewhere" else sending(asked, content)
    )

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE
    assert hub.asked == ["bytes=100000-", "bytes=100000-"]


def test_one_that_is_not_there_is_told(anna: Offer, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        port = taken.getsockname()[1]
        file = replace(anna.files[0], address=f"https://localhost:{port}/anna.bin")
        told = fetch(replace(anna, files=(file,)), tmp_path)

    assert told == f"anna is not fetched: localhost is not reached: {os.strerror(111)}"
    assert left(tmp_path) == {}


def test_one_whom_nobody_vouches_for_is_not_trusted(
    anna: Offer, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    told = fetch(anna, tmp_path)

    assert told.startswith("anna is not fetched: localhost cannot show who it is: self")
    assert hub.asked == []
    assert left(tmp_path) == {}


def test_nor_is_one_of_another_name(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    file = replace(anna.files[0], address=anna.files[0].address.replace("localhost", "127.0.0.1"))
    told = fetch(replace(anna, files=(file,)), tmp_path)

    assert told.startswith("anna is not fetched: 127.0.0.1 cannot show who it is: IP address mism")
    assert hub.asked == []


@pytest.mark.parametrize("scheme", ["http", "ftp", "file", "data"])
def test_nothing_but_https_is_asked(anna: Offer, hub: Hub, tmp_path: Path, scheme: str) -> None:
    file = replace(anna.files[0], address=anna.files[0].address.replace("https", scheme))
    told = fetch(replace(anna, files=(file,)), tmp_path)

    assert told == (f"anna is not fetched: localhost is not reached: unknown url type: {scheme}")
    assert hub.asked == []


def test_a_proxy_on_the_way_is_told(
    anna: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://somebody:secret@localhost:9")
    told = fetch(anna, tmp_path)

    assert told.startswith(
        "anna is not fetched: localhost, by way of the system's proxy, is not reached: "
    )
    assert "secret" not in told


# The listener.


def test_what_has_come_until_an_interruption_is_kept(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    hub.manner = silent(HALF)

    def interrupt(there: int) -> None:
        if there == HALF:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_voice(anna, tmp_path, interrupt)
    assert left(tmp_path) == KEPT

    hub.manner = well

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE
    assert hub.asked == ["all", "bytes=100000-"]


def test_two_who_fetch_the_same_at_once_do_not_spoil_it(
    anna: Offer, hub: Hub, tmp_path: Path
) -> None:
    keep(tmp_path)
    both = threading.Barrier(2)

    def at_once(asked: Asked, content: bytes) -> None:
        both.wait(PATIENCE_S)
        well(asked, content)

    hub.manner = at_once
    told: list[str] = []
    threads = [
        threading.Thread(target=lambda: told.append(fetch(anna, tmp_path))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    join(*threads)

    assert told == ["", ""]
    assert left(tmp_path) == WHOLE
    assert sorted(hub.asked) == ["all", "bytes=100000-"]


# The disk.


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("mkdir", {}),
        *((asked, there) for asked in ("open", "write", "fsync", "rename") for there in ({}, KEPT)),
    ],
)
def test_a_disk_that_fails_is_told_and_nothing_is_left_under_the_name(
    anna: Offer, tmp_path: Path, asked: str, before: dict[str, bytes]
) -> None:
    if before:
        keep(tmp_path)
    error = ERRORS[asked][0]  # of writing, that the disk is full
    with FaultyDisk(asked, error, at=1, lasting=True):
        told = fetch(anna, tmp_path)
    path = tmp_path / "kokoro" / "anna.bin"

    assert told == f"anna is not fetched: {path} cannot be written: {os.strerror(error)}"
    assert left(tmp_path) in ({}, before)

    assert fetch(anna, tmp_path) == ""
    assert left(tmp_path) == WHOLE


def test_a_folder_that_is_none_is_told(anna: Offer, hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "kokoro").write_text("a file")
    told = fetch(anna, tmp_path)

    assert told.startswith(f"{tmp_path / 'kokoro' / 'anna.bin'} cannot be read: ")
    assert hub.asked == []


# From a file.


def test_a_voice_is_taken_from_a_file_of_any_name(anna: Offer, tmp_path: Path) -> None:
    source = tmp_path / "stick.dat"
    source.write_bytes(CONTENT)
    copy_voice([tmp_path / "other", source], anna, tmp_path / "voices")

    assert left(tmp_path / "voices") == WHOLE


def test_another_file_is_not_taken(anna: Offer, tmp_path: Path) -> None:
    small, damaged = tmp_path / "small", tmp_path / "damaged"
    small.write_bytes(b"abc")
    damaged.write_bytes(CONTENT[::-1])
    with pytest.raises(RequestError) as told:
        copy_voice([small, damaged], anna, tmp_path / "voices")

    assert told.value.message == (
        f"anna needs anna.bin, and {small} is another file: it has 3 bytes and not 200000 and "
        f"{damaged} is another file: its SHA-256 is not {anna.files[0].sha256}"
    )
    assert left(tmp_path / "voices") == {}


# And away.


def test_what_was_fetched_is_removed_and_nothing_else(anna: Offer, tmp_path: Path) -> None:
    fetch(anna, tmp_path)
    (tmp_path / "kokoro" / "own.bin").write_bytes(b"somebody's own")

    assert remove_fetched(anna, tmp_path)
    assert left(tmp_path) == {"kokoro/own.bin": b"somebody's own"}
    assert not remove_fetched(anna, tmp_path)


def test_so_is_what_is_kept_of_it(anna: Offer, tmp_path: Path) -> None:
    keep(tmp_path)

    assert remove_fetched(anna, tmp_path)
    assert left(tmp_path) == {}


def test_what_was_never_fetched_stays(anna: Offer, tmp_path: Path) -> None:
    keep(tmp_path)
    path = tmp_path / "kokoro" / "anna.bin"
    path.write_bytes(b"somebody's own")
    with pytest.raises(FetchError) as told:
        remove_fetched(anna, tmp_path)

    assert told.value.message == f"{path} is not what can be fetched, and stays"
    assert path.read_bytes() == b"somebody's own"


def test_what_cannot_be_removed_is_told(anna: Offer, tmp_path: Path) -> None:
    fetch(anna, tmp_path)
    with FaultyDisk("unlink", errno.EACCES, at=1), pytest.raises(FetchError) as told:
        remove_fetched(anna, tmp_path)

    path = tmp_path / "kokoro" / "anna.bin"
    assert told.value.message == f"{path} cannot be removed: {os.strerror(errno.EACCES)}"
    assert left(tmp_path) == WHOLE
