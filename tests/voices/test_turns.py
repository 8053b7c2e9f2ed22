from coach.voices.turns import Turns


def test_each_phrase_has_a_turn_of_its_own() -> None:
    turns = Turns(1)

    with turns.of("one"):
        assert turns.of("one").locked()
        assert not turns.of("two").locked()


def test_no_more_speak_at_once_than_may() -> None:
    turns = Turns(2)

    assert [turns.speaking.acquire(blocking=False) for _ in range(3)] == [True, True, False]
