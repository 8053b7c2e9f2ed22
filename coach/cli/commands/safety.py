"""``coach safety``: when not to press, where not, and what coach itself keeps to."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

import coach

if TYPE_CHECKING:
    from coach.content import Rules, SafetyWords

NO_ADVICE = (
    "This is not medical advice, and coach cannot know your body. When unsure, ask a doctor."
)


@click.command()
def safety() -> None:
    """Print where never to press, when to stop, who should ask a doctor first, and the limits."""
    library = coach.library()
    rules, words = library.rules(), library.safety_words()
    click.echo(NO_ADVICE)
    for heading, items in _lists(rules, words):
        click.echo(f"\n{heading}:")
        for item in items:
            click.echo(f"  {item}")


def _lists(rules: "Rules", words: "SafetyWords") -> Iterator[tuple[str, Iterable[str]]]:
    yield "Never press on", words.never
    yield "Stop at", words.stop
    yield "Ask a doctor first if you", words.ask
    yield "Skip any place that is", words.skip
    yield "With a breath that is held, such as --breath 4-7-8 or 4-4-4-4", (words.breath_hold,)
    yield "Limits that every session keeps", _limits(rules)
    yield "Tools that a place never takes", _excluded(rules)


def _limits(rules: "Rules") -> Iterator[str]:
    yield f"still pressure on one spot: at most {rules.longest_hold_s} seconds"
    yield f"all pressure on one side of a muscle: at most {rules.longest_side_s} seconds"
    yield f"a whole session: at most {rules.longest_session_min} minutes"


def _excluded(rules: "Rules") -> Iterator[str]:
    for rule in rules.excluded:
        tools = f"all but {', '.join(rule.only)}" if rule.only else f"no {', no '.join(rule.tools)}"
        yield f"{rule.where}: {tools}; {rule.why}"
