from coach.voices.keeping import KeepingVoice
from coach.voices.pronouncing import PronouncingVoice
from tests.doubles import FakeVoice
from tests.slow import SlowVoice


def respelled(text: str, **spellings: str) -> str:
    voice = FakeVoice()
    PronouncingVoice(voice, spellings).speak(text)
    return voice.spoken[0]


def test_a_word_is_said_by_its_other_spelling() -> None:
    assert respelled("The soleus.", soleus="so-lee-us") == "The so-lee-us."


def test_whole_words_are_meant_whatever_their_case() -> None:
    assert respelled("SOLEUS and soleuses.", soleus="so-lee-us") == "so-lee-us and soleuses."


def test_letters_of_other_languages_are_found() -> None:
    assert respelled("Der Fuß.", Fuß="fuhs") == "Der fuhs."


def test_a_letter_whose_lower_case_is_two_is_left_as_it_is() -> None:
    assert respelled("\u0130liacus.", iliacus="ill-eye-a-kus") == "\u0130liacus."


def test_the_longest_words_go_first() -> None:
    voice = FakeVoice()
    spellings = {"levator": "lev-ay-tor", "levator scapulae": "lev-ay-tor skap-you-lee"}
    PronouncingVoice(voice, spellings).speak("The levator scapulae.")

    assert voice.spoken == ["The lev-ay-tor skap-you-lee."]


def test_without_spellings_nothing_changes() -> None:
    assert respelled("The soleus.") == "The soleus."


def test_its_key_is_that_of_the_voice_and_the_spellings() -> None:
    one, same, other, plain = (
        PronouncingVoice(FakeVoice(), spellings).key
        for spellings in ({"a": "b", "c": "d"}, {"C": "d", "A": "b"}, {"a": "c"}, {})
    )

    assert one == same
    assert len({one, other, plain}) == 3
    assert PronouncingVoice(FakeVoice(hz=300), {}).key != plain


def test_it_has_at_hand_what_the_other_voice_has_of_the_respelled_text() -> None:
    keeping = KeepingVoice(SlowVoice(0.0, at_once=3))
    keeping.speak("so-lee-us")
    pronouncing = PronouncingVoice(keeping, {"soleus": "so-lee-us"})

    assert pronouncing.at_hand("soleus")
    assert not pronouncing.at_hand("calf")
    assert pronouncing.at_once == 3
