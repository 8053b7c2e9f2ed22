"""The scene: all that is to be seen at one moment, whatever the screen is like."""

from dataclasses import dataclass

from coach.content import fill
from coach.screen.motion import Motion, motion
from coach.screen.words import Teller
from coach.stage import Now
from coach.units import Ms, show_ms


@dataclass(frozen=True, slots=True)
class Scene:
    """What is seen. Two equal ones look the same, so the second need not be drawn."""

    status: str
    """Section, number and times in one line."""
    title: str
    motion: Motion
    word: str
    """What to do, in a word; empty while it speaks."""
    sentence: str
    """What is said, or the whole of what is heard."""
    here: str
    """The time that is left in this section, or until it begins."""
    left: str
    """What that is, and what is left of the whole session."""
    coming: str
    """What comes after this section; empty in the last."""
    keys: str
    """The keys that can be pressed."""


def scene(now: Now, teller: Teller) -> Scene:
    """What is to be seen of where a session stands."""
    words, waiting = teller.words.stands, now.paused or now.counts_down
    here = show_ms(now.waits if now.counts_down else Ms(max(0, now.section.end - now.position)))
    begins = fill(words.begins, {"time": here}) if now.counts_down else ""
    stands = now.trouble or (words.paused if now.paused else begins)
    left = show_ms(now.left)
    times = filter(None, (show_ms(now.position), fill(words.left, {"time": left}), stands))
    coming = now.coming and fill(words.next, {"title": now.coming.title})
    return Scene(
        status=f"{teller.numbered(now)}  {', '.join(times)}",
        title=now.section.title,
        motion=motion(now),
        word=_word(now, teller),
        sentence=now.trouble or now.answer or ("" if waiting else teller.sentence(now.cue)),
        here=here,
        left=fill(words.until if now.counts_down else words.here, {"left": left}),
        coming=coming or "",
        keys=words.keys,
    )


def _word(now: Now, teller: Teller) -> str:
    if now.trouble:
        return teller.words.big.wait
    if now.paused:
        return teller.words.big.paused
    return "" if now.counts_down else teller.big(now.cue)
