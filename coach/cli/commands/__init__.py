"""One small file a command: it parses, calls, and prints."""

COMMANDS = {
    "check": "Tell every mistake in files, or in everything that ships.",
    "config": "Show every setting, its value, and where that comes from.",
    "doctor": "Look at voice, sound, ffmpeg and more: what works, what to do.",
    "export": "Write sessions to files: MP3s with chapters for the phone.",
    "language": "List the languages there are, or begin a new one.",
    "learn": "Tell what a tender spot is, and how to go about it.",
    "list": "List the routines, all or those that suit.",
    "log": "List the sessions that were heard, or those of a spot.",
    "new": "Begin a routine of your own: a file that plays already.",
    "play": "Play a routine, or several as one, through the speakers.",
    "safety": "Print where never to press, when to stop, who should ask first.",
    "schema": "Print the JSON Schema of a kind of file.",
    "show": "Print the script of a routine: every word, at its time.",
    "suggest": "Name a routine of which nothing was worked lately, and why.",
    "voices": "List the voices there are, and those to be had; play them.",
}
"""What the list of all tells of each, so that it loads none of them."""
