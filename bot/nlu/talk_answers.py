"""What words mean in a safety talk, whatever they mean elsewhere: "im on hold with 988".

The intents of the whole dialogue are a guess there: short words, and none of them about what the
dialogue is for. The words, and the flag that they hold under (`about`), stand in
`data/patterns/safety_talk/`.
"""

from __future__ import annotations

from bot.locations import PATTERNS
from bot.patterns.pattern_set import PatternMatch
from bot.patterns.shared import shared_patterns

FOLDER = PATTERNS / "safety_talk"
# A longer message tells more than an answer, and is read as a whole.
MOST_WORDS = 16
GETTING_HELP, STEP, BACK = "getting_help", "safety_step", "resume"
NOT_WELL, NOT_JUST_NOW, NOT_MEANT = "not_well", "not_just_now", "safety_not_meant"
SAFE_NOW, LONG_AGO, HOW_OFTEN = "safe_now", "long_ago", "how_often"
_IN_THIS_ORDER = (
    *(SAFE_NOW, STEP, NOT_MEANT, GETTING_HELP, BACK),
    *(NOT_WELL, NOT_JUST_NOW, LONG_AGO, HOW_OFTEN),
)
# Said with no danger told before, these still mean help: who waits on the line, who comes.
HELP_BY_ITSELF = ("on-the-line", "help-comes")
_THEY_COME = "they_come"
MOST_WORDS_OF_THEIR_COMING = 5
MOST_WORDS_OF_UNSAFE = 6
_HINDERED, _NOT_GONE, _PLAIN_NO = "hindered", "not_gone", "plain_no"
# Beside what words each of these means nothing.
_UNLESS = {GETTING_HELP: _HINDERED, SAFE_NOW: _NOT_GONE}


def said_in_the_talk(text: str, topic: str | None) -> PatternMatch | None:
    """What a text says in a safety talk about a topic (a flag, or "already_done"); None: nothing.

    `label` of the match is one of those above; with STEP its key `step` names the safety step.
    """
    if len(text.split()) > MOST_WORDS:
        return None
    found = [
        one
        for one in shared_patterns(FOLDER).find(text)
        if topic in one.keys.get("about", (topic,))
    ]
    labels = {one.label for one in found}
    # What holds under this flag only says more than what holds under any.
    found.sort(key=lambda one: "about" not in one.keys)
    for label in _IN_THIS_ORDER:
        for match in found:
            if match.label == label and _UNLESS.get(label) not in labels:
                return match
    return None


def is_with_help(text: str) -> bool:
    """Whether a text says by itself that somebody has help on the line, or coming."""
    match = said_in_the_talk(text, None)
    named = match is not None and match.label == GETTING_HELP
    return named and match is not None and match.pattern_id in HELP_BY_ITSELF


def says_help_comes(text: str) -> bool:
    """Whether a few words say that "they" come, and no more; the talk before tells who they are."""
    few = len(text.split()) <= MOST_WORDS_OF_THEIR_COMING
    return few and any(one.label == _THEY_COME for one in shared_patterns(FOLDER).find(text))


def is_unsafe(text: str) -> bool:
    """Whether a few words say "i dont feel safe"."""
    words = text.casefold().split()
    unsafe = {"safe", "danger"} & {word.strip(".,!?") for word in words}
    match = said_in_the_talk(text, None) if unsafe and len(words) <= MOST_WORDS_OF_UNSAFE else None
    return match is not None and match.label == NOT_WELL


def says_plain_no(text: str) -> bool:
    """Whether an answer begins with a no: "no, i wont hurt myself"."""
    return any(one.label == _PLAIN_NO for one in shared_patterns(FOLDER).find(text))


def says_it_has_passed(text: str) -> bool:
    """Whether the danger from outside has passed: "he drove off"."""
    match = said_in_the_talk(text, "immediate_danger")
    return match is not None and match.label == SAFE_NOW
