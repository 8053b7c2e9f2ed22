"""The scene: all that is to be seen at one moment, whatever the screen is like."""

from dataclasses import dataclass

from coach.screen.motion import Motion, motion
from coach.screen.words import big, sentence
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
    """The time that is left in this section, or until it begins; as the next one."""
    left: str
    """In the whole session."""
    coming: str
    """The title of the section after this one; empty in the last."""
    begins: bool = False
    """Whether it counts down to its beginning."""


def scene(now: Now) -> Scene:
    """What is to be seen of where a session stands."""
    waiting = now.paused or now.counts_down
    here = show_ms(now.waits if now.counts_down else Ms(max(0, now.section.end - now.position)))
    begins = f"begins in {here}" if now.counts_down else ""
    stands = now.trouble or ("paused" if now.paused else begins)
    times = ", ".join(filter(None, (show_ms(now.position), f"{show_ms(now.left)} left", stands)))
    return Scene(
        status=f"{now.section.title}  {now.number + 1} of {now.sections}  {times}",
        title=now.section.title,
        motion=motion(now),
        word=_word(now),
        sentence=now.trouble or now.answer or ("" if waiting else sentence(now.cue)),
        here=here,
        left=show_ms(now.left),
        coming=now.coming.title if now.coming else "",
        begins=now.counts_down,
    )


def _word(now: Now) -> str:
    if now.trouble:
        return "Wait"
    if now.paused:
        return "Paused"
    return "" if now.counts_down else big(now.cue)
