from coach.screen.taken import is_taken, taking


def test_a_terminal_is_taken_until_the_end_whatever_happens() -> None:
    assert not is_taken()
    try:
        with taking():
            assert is_taken()
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert not is_taken()
