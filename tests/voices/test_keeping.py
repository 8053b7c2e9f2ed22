from concurrent.futures import ThreadPoolExecutor

from coach.voices.keeping import KeepingVoice
from tests.doubles import FakeVoice


def test_a_phrase_is_asked_for_once_however_many_ask() -> None:
    voice = FakeVoice()
    keeping = KeepingVoice(voice)
    with ThreadPoolExecutor(8) as pool:
        clips = list(pool.map(keeping.speak, ["Lean in.", "Roll slowly."] * 20))

    assert sorted(voice.spoken) == ["Lean in.", "Roll slowly."]
    assert all(clip is clips[0] for clip in clips[::2])
    assert keeping.key == voice.key
