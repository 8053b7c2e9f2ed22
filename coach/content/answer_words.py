"""The words of answers to what a listener asks for while it plays."""

from msgspec import Struct

from coach.content.wording import Line


class AnswerWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What the coach answers to what a listener asks for while it plays."""

    minutes_left: Line
    moment_left: Line
    """When less than half a minute is left."""
    longest: Line
    """This spot, or the session, may not last longer."""
    over: Line
    """There is no hold or work to lengthen here, or not any more."""
    no_pressing: Line
    """There is none in all of it: it is a lesson."""
    easier: Line
    skipped: Line
    resumed: Line
    """At the place where a session was left."""
    begins: Line
    """At the start of a countdown."""
    begins_minutes: Line
    """The same where it is a long one."""
    soon: Line
    """Ten seconds before its end."""
    how_sore: Line
    """After the session; how it is answered is told too."""
    sore: Line
    """Says back what was understood."""
