"""Formats: the texts of a session, by name."""

from collections.abc import Callable

from coach.texts.captions import as_lrc, as_srt, as_vtt
from coach.texts.transcript import as_json, as_md, as_text, as_txt
from coach.timeline import Timeline

BESIDE: dict[str, Callable[[Timeline], str]] = {
    "vtt": as_vtt,
    "srt": as_srt,
    "lrc": as_lrc,
    "txt": as_txt,
    "md": as_md,
}
"""Those that make sense in a file beside the sound; its name ends in theirs."""

SCRIPT_FORMATS: dict[str, Callable[[Timeline], str]] = {
    "text": as_text,
    **BESIDE,
    "json": as_json,
}
"""Those of ``coach show``."""
