"""Long ordinary messages (`data/sentences/ordinary/`): no danger in them, and no abuse.

What is read stretch by stretch meets many harmless stretches in one long message, each with a
chance to be misread. So the story reader learns from them what the rest of a life sounds like.
"""

from __future__ import annotations

from bot.encoder.lesson_files import read_lessons
from bot.locations import SENTENCES

FOLDER = SENTENCES / "ordinary"


def read_ordinary() -> list[str]:
    """Read all of them. Raises LessonError."""
    return read_lessons(FOLDER, "ordinary", lambda text: [str(text)])
