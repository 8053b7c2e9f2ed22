from coach.content.cards import routine_card, spot_card
from coach.content.library import Library
from coach.content.phrasebook import Phrasebook
from coach.content.spot_words import RoutineWords


def test_a_routine_is_found_by_its_title_what_it_is_for_its_tools_and_its_spots(
    book: Phrasebook,
) -> None:
    words = RoutineWords("Desk break", "for two hours of typing")
    card = routine_card("desk", words, {"jaw": ("hands", "chair")}, book)

    assert card.called == {"desk", "break"}
    assert "typing" in card.told
    assert {"hands", "chair"} <= card.things
    assert card.spots == ("jaw",)


def test_a_spot_is_found_by_its_name_where_it_is_and_all_its_tools(
    library: Library, book: Phrasebook
) -> None:
    card = spot_card("calves", library.spot("calves"), library.spot_words("calves"), book)

    assert {"calves", "gastrocnemius"} <= card.called
    assert "calf" in card.told
    assert {"hands", "roller", "floor"} <= card.things
    assert card.region == "legs"
