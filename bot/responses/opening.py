"""A word of thanks before the answer to a question beside which somebody tells what happens.

"My ex calls all day. What is the law in Ohio?" is answered with the law. The story is heard too:
the first line says so, where the answer leaves room for it.
"""

from __future__ import annotations

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.responses.gathered import Responses
from bot.responses.reading_grade import word_count
from bot.responses.stand_in import metadata_of

KEY = "opening"
# Key of a parse (bot/nlu/asking.py).
BESIDE = "story_beside"
# An answer of more words is said without the line: a turn has at most 60, with what it asks.
MOST_WORDS = 49


def with_opening(
    said_as: str, text: str, responses: Responses, tracker: DialogueStateTracker
) -> str:
    """Put the line that a response's `opening` names before its text, after such a message."""
    opening = metadata_of(said_as, responses).get(KEY)
    message = tracker.latest_message
    if not opening or message is None or word_count(text) > MOST_WORDS:
        return text
    if not (message.parse_data or {}).get(BESIDE):
        return text
    name = f"{opening}_again" if _told_before(tracker) else opening
    return f"{responses[name][0]['text']}\n{text}"


def _told_before(tracker: DialogueStateTracker) -> bool:
    """Whether something was told in an earlier message of this chat."""
    said = [event for event in tracker.applied_events() if isinstance(event, UserUttered)]
    return any(one["entity"] == "abuse_type" for event in said[:-1] for one in event.entities)
