"""Who reads the scripts to learn how somebody is watched finds no program and no steps in them."""

from __future__ import annotations

import re

from bot.responses.script_index import shared_index

# Sold for watching somebody's phone without their knowing; as of 2026.
PROGRAMS = re.compile(
    r"\b(mspy|flexispy|cocospy|spyic|spyzie|spyera|hoverwatch|thetruthspy|copy9|highster|"
    r"xnspy|ikeymonitor|umobix|eyezy|cerberus|retina-?x|phonesheriff|webwatcher|clevguard|"
    r"spyfone|ispyoo|mobistealth|easyspy|stalkerspy)\b",
    re.IGNORECASE,
)


def test_no_script_names_a_program_to_watch_with() -> None:
    for name, many in shared_index().responses.items():
        for one in many:
            said = [one.get("text") or "", *(b.get("title", "") for b in one.get("buttons") or [])]
            assert not PROGRAMS.search(" ".join(said)), name
