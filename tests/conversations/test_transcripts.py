"""Every transcript is what the bot says today, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.driver import Lantern
from tests.conversations.transcripts import FOLDER, play, said_by_the_person


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_the_bot_says_what_the_transcript_shows(lantern: Lantern, file: Path) -> None:
    written = file.read_text(encoding="utf-8")
    assert play(lantern.talk(), said_by_the_person(written)) == written
