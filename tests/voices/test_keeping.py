from concurrent.futures import ThreadPoolExecutor

from coach.voices.keeping import KeepingVoice
from tests.doubles import FakeVoice
from tests.patience import wait_until
from tests.slow import SlowVoice


def test_a_phrase_is_asked_for_once_however_many_ask() -> None:
    voice = FakeVoice()
    keeping = KeepingVoice(voice)
    with ThreadPoolExecutor(8) as pool:
        clips = list(pool.map(keeping.speak, ["Lean in.", "Roll slowly."] * 20))

    assert sorted(voice.spoken) == ["Lean in.", "Roll slowly."]
    assert all(clip is clips[0] for clip in clips[::2])
    assert keeping.key == voice.key


def test_what_is_kept_waits_for_no_phrase_that_is_being_spoken() -> None:
    slow = SlowVoice(0.0)
    keeping = KeepingVoice(slow)
    keeping.speak("known")
    slow.stalls_at = "one"
    with ThreadPoolExecutor(1) as pool:
        stalled = pool.submit(keeping.speak, "one")
        wait_until(lambda: "one" in slow.spoken)

        assert keeping.speak("known").lasts == 30
        assert (keeping.at_hand("known"), keeping.at_hand("one")) == (True, False)
        slow.let_go.set()
        assert stalled.result(60).lasts == 30


def test_it_speaks_as_many_phrases_at_once_as_the_other_voice() -> None:
    slow = SlowVoice(0.5, at_once=2)
    keeping = KeepingVoice(slow)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keeping.speak, "abcdefgh"))

    assert slow.most == keeping.at_once == 2
