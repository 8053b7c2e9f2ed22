"""The page on which voices are judged, made with voices that every machine has."""

import base64
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import soundfile

from coach.errors import VoiceUnavailable
from coach.voices.voice import open_voice
from tests.studio.pairs import PAIRS, arrange, main, phrases

TEXTS = [f"Sentence {number}." for number in range(PAIRS)]


def made(folder: Path, *arguments: str) -> str:
    main([*arguments, "--to", str(folder / "pairs.html")])
    return (folder / "pairs.html").read_text(encoding="utf-8")


def answers(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(re.findall(r'HIDDEN = "(.*)"', page)[0]))
    return found


def sounds(page: str) -> list[list[str]]:
    found: list[list[str]] = json.loads(re.findall(r"SOUNDS = (.*);", page)[0])
    return found


def test_each_two_voices_meet_equally_often_and_on_either_side() -> None:
    pairs = arrange(["a", "b", "c"], TEXTS, 1)
    met = Counter(frozenset(pair.voices) for pair in pairs)

    assert len(pairs) == PAIRS
    assert {len(one) for one in met} == {2}
    assert max(met.values()) - min(met.values()) <= 1
    assert 5 <= sum(pair.voices[0] < pair.voices[1] for pair in pairs) <= 15
    assert {pair.text for pair in pairs} == set(TEXTS)


def test_the_seed_makes_the_order() -> None:
    assert arrange(["a", "b"], TEXTS, 1) == arrange(["a", "b"], TEXTS, 1)
    assert arrange(["a", "b"], TEXTS, 1) != arrange(["a", "b"], TEXTS, 2)


def test_a_session_says_enough_that_voices_can_be_judged_by() -> None:
    found = phrases()

    assert len(found) == len(set(found)) >= PAIRS


def test_the_page_is_whole_and_does_not_show_who_speaks(tmp_path: Path) -> None:
    page = made(tmp_path, "silent", "silent:")

    assert "://" not in page
    assert "silent" not in page
    assert "/* " not in page
    told = answers(page)
    assert told["seed"] == 1
    assert [set(one["voices"]) for one in told["pairs"]] == [{"silent", "silent:"}] * PAIRS
    assert [len(two) for two in sounds(page)] == [2] * PAIRS


def test_what_is_heard_is_what_the_voices_say(tmp_path: Path) -> None:
    try:
        voice = open_voice("en-gb", 145)
    except VoiceUnavailable as error:
        pytest.skip(str(error))
    page = made(tmp_path, "silent", "en-gb", "--seed", "3")

    (pair, two) = next(zip(answers(page)["pairs"], sounds(page), strict=True))
    lasts = voice.speak(pair["text"]).lasts
    samples, rate = soundfile.read(
        io.BytesIO(base64.b64decode(two[pair["voices"].index("en-gb")])), dtype="float32"
    )
    assert abs(samples).max() > 0.1
    assert len(samples) / rate * 1000 == pytest.approx(lasts, abs=300)


def test_a_voice_that_is_not_here_is_told_in_one_line_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = made(tmp_path, "silent", "no-such-voice", "silent:")
    told = capsys.readouterr()

    assert told.err.startswith("no-such-voice is left out: ")
    assert told.err.count("\n") == 1
    assert told.out.endswith("pairs.html: 20 pairs of silent, silent:\n")
    assert len(answers(page)["pairs"]) == PAIRS


def test_one_voice_alone_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="fewer than two of the voices are here"):
        made(tmp_path, "silent", "silent")

    assert not (tmp_path / "pairs.html").exists()
