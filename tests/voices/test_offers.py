import re
from pathlib import PurePosixPath

import pytest

from coach.disk.folders import voices_folder
from coach.errors import RequestError
from coach.voices import kokoro
from coach.voices.offers import OFFERS, Offer, OfferedFile, find_offer
from coach.voices.voice import VoiceName, kokoro_names

FILES = [file for offer in OFFERS for file in offer.files]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)
def test_each_file_lies_at_one_revision_by_https_and_is_known_by_its_digest(
    file: OfferedFile,
) -> None:
    assert re.fullmatch(r"https://[a-z.]+/[\w./-]+/resolve/[0-9a-f]{40}/[\w./-]+", file.address)
    assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
    assert file.size > 0


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_each_voice_goes_where_its_engine_looks_for_it(offer: Offer) -> None:
    for file in offer.files:
        path = PurePosixPath(file.path)
        assert path.parts == (offer.engine, path.name)
        assert path.name.startswith(f"{offer.name}.")


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_of_each_is_told_what_it_is_like_and_under_which_terms(offer: Offer) -> None:
    assert all((offer.described, offer.language, offer.licence, offer.origin))


def test_no_two_have_one_name_one_place_or_one_digest() -> None:
    assert len({offer.name for offer in OFFERS}) == len(OFFERS)
    assert len({file.path for file in FILES}) == len(FILES)
    assert len({file.sha256 for file in FILES}) == len(FILES)


def test_the_file_by_which_piper_knows_a_voice_comes_after_the_one_it_needs_with_it() -> None:
    assert [PurePosixPath(f.path).suffix for f in find_offer("thorsten").files] == [
        ".json",
        ".onnx",
    ]


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_a_voice_is_found_by_its_name_and_as_it_is_spoken(offer: Offer) -> None:
    assert find_offer(offer.name) is find_offer(offer.spoken_as) is offer
    assert find_offer(f"{offer.engine}:{offer.name}") is offer


def test_a_voice_is_spoken_by_its_name_or_with_its_engine() -> None:
    assert find_offer("heart").spoken_as == "heart"
    assert find_offer("thorsten").spoken_as == "piper:thorsten"


def test_a_name_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(RequestError) as told:
        find_offer("hart")

    assert told.value.message.startswith(
        "no voice 'hart' can be fetched; did you mean heart? There are heart, bella, "
    )
    assert told.value.exit_code == 2


def test_what_was_fetched_of_kokoro_is_listed_as_it_was_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kokoro, "_missing", list)  # whatever is installed
    folder = voices_folder() / "kokoro"
    folder.mkdir(parents=True)
    for name in ("emma.bin", "own.bin", ".heart-0123456789ab.part.bin", "bella.bin.part"):
        (folder / name).touch()
    listed = [row for row in kokoro.list_voices() if row.described != "natural: Japanese speaker"]

    assert listed == [
        VoiceName("emma", "natural: British woman; its makers' grade: B-", "en-gb", natural=True),
        VoiceName("kokoro:own", "natural: of your own", "en-us", natural=True),
    ]


def test_each_of_kokoros_is_meant_by_its_plain_name() -> None:
    assert {offer.name for offer in OFFERS if offer.engine == "kokoro"} <= set(kokoro_names())
