"""Writes every transcript anew: `python -m tests.conversations` (needs a running action server)."""

from __future__ import annotations

import sys

from tests.conversations.driver import Lantern
from tests.conversations.transcripts import FOLDER, play, said_by_the_person

if __name__ == "__main__":
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5055/webhook"
    lantern = Lantern(address)
    for file in sorted(FOLDER.glob("*.txt")):
        steps = said_by_the_person(file.read_text(encoding="utf-8"))
        file.write_text(play(lantern.talk(), steps), encoding="utf-8")
        print(f"{file.name}: {len(steps)} turns")
