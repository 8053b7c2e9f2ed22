"""A voice that was recorded: it says what is in its pack, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

from coach.choices import LANGUAGE
from coach.content import sentences
from coach.errors import ExportError, VoiceError
from coach.sound import Clip, UnreadableRecording
from coach.traces import quiet_logger
from coach.units import Ms, frames_to_ms, ms_to_frames
from coach.voices.pack import Pack

_logger = quiet_logger(__name__)

BETWEEN = Ms(350)
"""Between two sentences that are asked for as one phrase."""


class RecordedVoice:
    """Says what is in a pack, as it was recorded or at another tempo.

    A phrase of several sentences is put together from them. Several threads may ask at once.
    """

    def __init__(self, pack: Pack, tempo: float = 1.0) -> None:
        self._pack = pack
        self._tempo = tempo

    @property
    def key(self) -> str:
        """The pack's, and the tempo."""
        return f"recorded:{self._pack.index.voice}:{self._pack.digest}:{self._tempo:g}"

    def knows(self, text: str) -> bool:
        """Whether all of a phrase is recorded."""
        parts = sentences(text, LANGUAGE)
        return bool(parts) and all(part in self._pack for part in parts)

    def said_in(self, text: str) -> Ms:
        """How long a phrase takes; as it was recorded that is known without decoding it.

        Raises:
            VoiceError: See `speak`.
        """
        if self._tempo != 1 or not self.knows(text):
            return self.speak(text).lasts
        with _told(text):
            frames = [self._pack.frames(part) for part in sentences(text, LANGUAGE)]
        return frames_to_ms(sum(frames) + (len(frames) - 1) * ms_to_frames(BETWEEN))

    def speak(self, text: str) -> Clip:
        """Speak one phrase; see `Voice.speak`.

        Raises:
            VoiceError: It is not recorded, or its recording cannot be read.
        """
        from coach.sound import at_tempo, joined  # how long a phrase takes is told without them

        if not self.knows(text):
            raise VoiceError(f"the voice could not speak {text!r}: it is not recorded")
        with _told(text):
            clips = [
                at_tempo(self._pack.clip(part), self._tempo) for part in sentences(text, LANGUAGE)
            ]
        return joined(clips, BETWEEN)


@contextmanager
def _told(text: str) -> Iterator[None]:
    try:
        yield
    except (UnreadableRecording, ExportError, OSError) as error:
        _logger.warning("a recording cannot be used", exc_info=True)
        raise VoiceError(f"the voice could not speak {text!r}: {error}") from error
