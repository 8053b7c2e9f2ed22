from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from coach.disk.folders import voices_folder
from coach.errors import VoiceError, VoiceUnavailable
from coach.sound.clip import Clip, UnreadableRecording
from coach.sound.recording import from_opus, read_recording, to_opus
from coach.units import RATE_HZ, Ms
from coach.voices.pack import INDEX, find_pack, open_pack, said_digest
from coach.voices.packing import Packer, Repertoire
from coach.voices.recorded import BETWEEN, RecordedVoice
from coach.voices.relay import RelayVoice
from coach.voices.speaker import open_speaker, stand_in_note, who_speaks
from coach.voices.voice import Voice
from tests.doubles import FailingVoice, FakeVoice
from tests.screen.scenes import TELLER, WORDS

PHRASES = {"phrasebook": ["In.", "Ease off slowly."], "soleus": ["The lower part of the calf."]}
RATE = 145


def wanted(
    phrases: Mapping[str, Sequence[str]] = PHRASES,
    *,
    maker: str = "fake",
    phonemes: Mapping[str, str] | None = None,
) -> Repertoire:
    return Repertoire("heart", maker, phrases, phonemes or {})


def record(
    folder: Path, what: Repertoire | None = None, *, voice: FakeVoice | None = None
) -> Packer:
    packer = Packer(folder, what or wanted())
    speaking = voice or FakeVoice()
    for file, text in list(packer.missing()):
        packer.keep(file, {text: speaking.speak(text)})
    packer.tidy()
    return packer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "heart"


def speaker(name: str = "", rate: int = RATE) -> RelayVoice:
    opened = open_speaker(name, rate, spellings={}, phonemes={})
    assert isinstance(opened, RelayVoice)
    return opened


def test_what_was_recorded_is_said_as_it_was_spoken(folder: Path) -> None:
    record(folder)

    for text in ("In.", "Ease off slowly.", "The lower part of the calf."):
        said, spoken = RecordedVoice(open_pack(folder)).speak(text), FakeVoice().speak(text)
        assert said.rate_hz == RATE_HZ
        assert len(said.samples) == pytest.approx(len(spoken.samples), abs=2)
        ours, theirs = (clip.samples[2000 : len(said.samples) - 2000] for clip in (said, spoken))
        assert np.corrcoef(ours, theirs)[0, 1] > 0.99
        levels = [20 * np.log10(np.sqrt((one**2).mean())) for one in (ours, theirs)]
        assert levels[0] == pytest.approx(levels[1], abs=0.5)


def test_how_long_a_sentence_is_can_be_told_without_hearing_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(folder)
    voice = RecordedVoice(open_pack(folder))
    phrases = ("Ease off slowly.", "Ease off slowly. In.")
    with monkeypatch.context() as deaf:
        deaf.setattr("coach.sound.recording.soundfile", None)
        told = [voice.said_in(text) for text in phrases]

    assert told == [
        voice.speak(text).lasts for text in ("Ease off slowly.", "Ease off slowly. In.")
    ]


def test_a_file_of_a_pack_is_played_by_whatever_plays_opus(folder: Path) -> None:
    record(folder)

    # The first stream of several, which is all that this reader takes of such a file.
    assert read_recording(folder / "phrasebook.opus").lasts == pytest.approx(300, abs=1)


@pytest.mark.parametrize("frames", [100, 2399, 2400, 24_001, 100_003])
def test_coded_speech_is_as_long_as_it_was(frames: int) -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, frames).astype(np.float32)

    assert len(from_opus(to_opus(Clip(noise, 24_000))).samples) == frames


def test_several_sentences_are_put_together(folder: Path) -> None:
    record(folder)
    voice = RecordedVoice(open_pack(folder))

    together = voice.speak("Ease off slowly. In.").lasts

    apart = [voice.speak(text).lasts for text in ("Ease off slowly.", "In.")]
    assert together == pytest.approx(sum(apart) + BETWEEN, abs=1)


def test_what_is_not_recorded_is_not_said(folder: Path) -> None:
    record(folder)
    voice = RecordedVoice(open_pack(folder))

    with pytest.raises(VoiceError, match=r"'Out\.': it is not recorded"):
        voice.speak("Out.")
    with pytest.raises(VoiceError, match="not recorded"):
        voice.speak("In. Out.")
    assert not voice.knows("  ")


@pytest.mark.parametrize("tempo", [0.69, 0.9, 1.5])
def test_another_tempo_changes_the_length_and_not_the_pitch(folder: Path, tempo: float) -> None:
    record(folder)
    pack = open_pack(folder)

    plain = pack.clip("The lower part of the calf.")
    said = RecordedVoice(pack, tempo).speak("The lower part of the calf.")

    assert said.lasts == pytest.approx(plain.lasts / tempo, rel=0.03)
    heights = [np.argmax(np.abs(np.fft.rfft(clip.samples, 2**18))) for clip in (plain, said)]
    assert heights[0] == pytest.approx(heights[1], rel=0.01)


def test_a_recording_is_gone_on_with_where_it_was_broken_off(folder: Path) -> None:
    packer = Packer(folder, wanted())
    packer.keep("phrasebook", {"In.": FakeVoice().speak("In.")})

    rest = FakeVoice()
    record(folder, voice=rest)

    assert rest.spoken == ["Ease off slowly.", "The lower part of the calf."]
    assert list(Packer(folder, wanted()).missing()) == []


def test_a_changed_sentence_changes_its_own_file_alone(folder: Path) -> None:
    record(folder)
    before = (folder / "soleus.opus").read_bytes()
    changed = PHRASES | {"phrasebook": ["In.", "Ease off."]}

    voice = FakeVoice()
    record(folder, wanted(changed), voice=voice)

    assert voice.spoken == ["Ease off."]
    assert (folder / "soleus.opus").read_bytes() == before
    assert "Ease off slowly." not in open_pack(folder)


def test_a_word_that_is_said_otherwise_makes_its_sentences_stale(folder: Path) -> None:
    record(folder)
    table = {"calf": "kæf"}

    stale = list(Packer(folder, wanted(phonemes=table)).missing())

    assert stale == [("soleus", "The lower part of the calf.")]
    assert said_digest("Half.", table) == said_digest("Half.", {})


def test_a_sentence_can_be_taken_out_again(folder: Path) -> None:
    record(folder).keep("phrasebook", {"In.": None})

    assert list(Packer(folder, wanted()).missing()) == [("phrasebook", "In.")]
    assert "Ease off slowly." in open_pack(folder)


def test_another_voice_records_all_of_it_anew(folder: Path) -> None:
    record(folder)

    assert len(list(Packer(folder, wanted(maker="other")).missing())) == 3


def test_a_spot_that_is_gone_takes_its_file_with_it(folder: Path) -> None:
    record(folder)
    record(folder, wanted({"phrasebook": PHRASES["phrasebook"]}))

    assert sorted(path.name for path in folder.iterdir()) == [INDEX, "phrasebook.opus"]


def test_the_key_tells_recordings_and_tempo_apart(folder: Path, tmp_path: Path) -> None:
    record(folder)
    record(tmp_path / "other", voice=FakeVoice(hz=300))
    packs = [open_pack(one) for one in (folder, tmp_path / "other")]

    keys = {RecordedVoice(packs[0]).key, RecordedVoice(packs[0], 1.2).key}
    assert len(keys | {RecordedVoice(packs[1]).key}) == 3


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_a_damaged_file_is_never_heard(folder: Path, damage: str) -> None:
    record(folder)
    path = folder / "soleus.opus"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes({"cut": bytes(content[:-7]), "changed": bytes(content), "gone": b""}[damage])

    with pytest.raises(UnreadableRecording, match="soleus"):
        open_pack(folder).clip("The lower part of the calf.")
    with pytest.raises(VoiceError, match="could not speak"):
        RecordedVoice(open_pack(folder)).speak("The lower part of the calf.")


@pytest.mark.parametrize("index", [b"", b"{", b'{"voice": 3}', b'{"voice":"h","maker":"m","x":1}'])
def test_a_damaged_index_is_no_pack(folder: Path, index: bytes) -> None:
    record(folder)
    (folder / INDEX).write_bytes(index)

    with pytest.raises(VoiceUnavailable, match="no recorded voice can be read from"):
        open_pack(folder)


def test_the_next_voice_says_what_the_first_cannot(folder: Path) -> None:
    record(folder)
    recorded, follower = RecordedVoice(open_pack(folder)), FakeVoice()
    opened: list[str] = []

    def open_next() -> FakeVoice:
        opened.append("next")
        return follower

    relay = RelayVoice(recorded, recorded.knows, [FailingVoice, open_next])
    relay.speak("In.")
    assert opened == []
    for text in ("Mine.", "Ours."):
        relay.speak(text)

    assert follower.spoken == ["Mine.", "Ours."]
    assert opened == ["next"]
    assert relay.strange(["In.", "Mine.", "Ours.", "Mine."]) == ["Mine.", "Ours."]


def test_where_nobody_can_say_it_the_last_one_tells_why(folder: Path) -> None:
    record(folder)
    recorded = RecordedVoice(open_pack(folder))

    with pytest.raises(VoiceError, match=r"could not speak 'Mine\.'$"):
        RelayVoice(recorded, recorded.knows, [FailingVoice]).speak("Mine.")


def own_pack() -> Path:
    return voices_folder() / "recorded" / "heart"


def test_a_recorded_voice_speaks_where_none_is_named() -> None:
    record(own_pack())

    said = speaker().speak("Ease off slowly.")

    assert said.lasts == FakeVoice().speak("Ease off slowly.").lasts
    assert find_pack("heart") == own_pack()


@pytest.mark.parametrize("name", ["../heart", "", "a/b", "recorded", "C:\\x"])
def test_a_name_leads_to_no_other_folder(name: str) -> None:
    assert find_pack(name) is None


def test_another_rate_is_another_tempo_and_is_remembered() -> None:
    record(own_pack())

    slow, again = (speaker(rate=110).speak("Ease off slowly.") for _ in range(2))

    assert slow.lasts == pytest.approx(900 * 145 / 110, rel=0.05)
    assert np.array_equal(slow.samples, again.samples)


def note(voice: Voice, texts: list[str]) -> str:
    return stand_in_note(voice, texts, WORDS, TELLER.book.language)


def test_what_is_not_recorded_is_told_with_what_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    record(own_pack())

    told = note(speaker(), ["In.", "Mine.", "Ours."])

    assert told.startswith("2 sentences are not recorded, and said by another voice; ")
    assert "coach voices --get heart" in told
    assert note(speaker(), ["In.", "In. Ease off slowly."]) == ""
    assert note(FakeVoice(), ["Mine."]) == ""
    assert note(speaker(), ["Mine."]).startswith("1 sentence is not recorded")


def test_who_speaks_is_told_without_spellings() -> None:
    record(own_pack())
    told = who_speaks(open_speaker("", RATE, spellings={"soleus": "so-lee-us"}, phonemes={}))

    assert told.startswith("heart speaks, from recordings; other words are said by ")
    assert "so-lee-us" not in told


def test_where_a_pack_cannot_be_read_the_session_is_spoken_all_the_same() -> None:
    record(own_pack())
    (own_pack() / INDEX).write_bytes(b"")

    opened = open_speaker("", RATE, spellings={}, phonemes={})

    assert not isinstance(opened, RelayVoice)


def test_a_sentence_that_cannot_be_read_is_said_by_the_next_voice(folder: Path) -> None:
    record(folder)
    (folder / "soleus.opus").unlink()
    recorded, follower = RecordedVoice(open_pack(folder)), FakeVoice()

    relay = RelayVoice(recorded, recorded.knows, [lambda: follower])
    said = relay.speak("The lower part of the calf.")

    assert follower.spoken == ["The lower part of the calf."]
    assert relay.said_in("The lower part of the calf.") == said.lasts


def test_silence_at_the_edges_of_a_sentence_stays_short(folder: Path) -> None:
    record(folder)
    clip = open_pack(folder).clip("The lower part of the calf.")
    loud = np.flatnonzero(np.abs(clip.samples) > 0.01)

    assert loud[0] < RATE_HZ * 0.03
    assert len(clip.samples) - loud[-1] < RATE_HZ * 0.03
    assert clip.lasts == Ms(1800)
