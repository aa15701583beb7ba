"""Reads and writes transcripts: conversations as a clinician reads them, word for word.

A line `> words` is typed, `> [title]` is tapped; the lines below it are what the bot says, a blank
line between bubbles, the buttons in brackets. `python -m tests.conversations` writes them anew
from the lines that the person says, so that a change of words shows as a change of these files.
"""

from __future__ import annotations

from pathlib import Path

from tests.conversations.driver import Conversation

FOLDER = Path(__file__).parent / "transcripts"


def said_by_the_person(transcript: str) -> list[str]:
    """What the person types or taps, in order."""
    return [line[2:] for line in transcript.splitlines() if line.startswith("> ")]


def play(conversation: Conversation, steps: list[str]) -> str:
    """Play the steps and give the transcript."""
    parts = []
    for step in steps:
        if step.startswith("[") and step.endswith("]"):
            conversation.tap(step[1:-1])
        else:
            conversation.say(step)
        parts.append(f"> {step}\n\n{_shown(conversation)}")
    return "\n\n".join(parts) + "\n"


def _shown(conversation: Conversation) -> str:
    bubbles = []
    for reply in conversation.replies:
        lines = [reply.text]
        if reply.buttons:
            lines.append(" ".join(f"[{button['title']}]" for button in reply.buttons))
        bubbles.append("\n".join(lines))
    return "\n\n".join(bubbles)
