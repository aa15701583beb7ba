"""Notices suicide, self-harm, danger and harm to children in one message.

Recall comes first: a gentle question costs little, a missed message can cost a life. Yet `act`
stays for what is said plainly enough. How the pattern files work together stands in
`data/patterns/safety/README.md`.
"""

import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.patterns import PatternError, PatternMatch, PatternSet
from bot.safety.classifier import Reading, SafetyClassifier
from bot.safety.joining import join
from bot.safety.language import is_spanish
from bot.safety.model import FLAGS, LEVELS, Level, Safety, combine
from bot.safety.prepare import around, clauses, readings, sentences

logger = logging.getLogger(__name__)

PATTERNS = Path(__file__).resolve().parents[2] / "data" / "patterns" / "safety"

# What a softening pattern makes of a level. "lower" is one step down.
_EFFECTS: dict[str, dict[str, Level]] = {
    "drop": {"act": "none", "check": "none"},
    "lower": {"act": "check", "check": "none"},
    "check": {"act": "check", "check": "check"},
}
_SCOPES = {"overlap", "clause", "nearby", "message"}
_NEARBY = 60  # characters


class SafetyDetector:
    """The pattern half of noticing. Holds no state of any person."""

    def __init__(self, patterns: PatternSet) -> None:
        for pattern in patterns.patterns:
            problem = _problem(pattern.label, dict(pattern.keys))
            if problem:
                raise PatternError(f"{pattern.file.name}, {pattern.pattern_id}: {problem}.")
        self._patterns = patterns

    def read(self, text: str) -> list[dict[str, Any]]:
        """Return an entry for each match in one message, of any length and content.

        Entries are as in `Safety.evidence`; one that was softened away has the level "none", and
        one whose words mean danger only sometimes has `unsure`.
        """
        evidence: list[dict[str, Any]] = []
        for reading in readings(text):
            for entry in self._read(reading):
                if entry not in evidence:
                    evidence.append(entry)
        return evidence

    def _read(self, text: str) -> list[dict[str, Any]]:
        matches = self._patterns.find_normalised(text)
        if not matches:
            return []
        parts = {match.keys["part"] for match in matches if "part" in match.keys}
        softeners = [match for match in matches if "effect" in match.keys]
        clause_ends, sentence_ends = clauses(text), sentences(text)
        evidence = []
        for match in matches:
            level = match.keys.get("level")
            if level is None or match.keys.get("needs", None) not in {None, *parts}:
                continue
            entry = {"pattern": match.pattern_id, "flag": match.label, "level": level}
            clause = around(clause_ends, match.start, match.end)
            sentence = around(sentence_ends, match.start, match.end)
            for softener in softeners:
                if _applies(softener, match, clause, sentence):
                    entry["softened_by"] = softener.pattern_id
                    softer = _EFFECTS[softener.keys["effect"]][level]
                    entry["level"] = min(entry["level"], softer, key=LEVELS.index)
            if match.keys.get("unsure"):
                entry["unsure"] = True
            evidence.append(entry | {"clause": text[clause[0] : clause[1]].strip()})
        return evidence


def _applies(
    softener: PatternMatch,
    match: PatternMatch,
    clause: tuple[int, int],
    sentence: tuple[int, int],
) -> bool:
    if match.label not in softener.keys.get("flags", FLAGS):
        return False
    scope = softener.keys["scope"]
    if scope == "message":
        return True
    start, end = match.start, match.end
    if scope == "clause":
        start, end = clause
    elif scope == "nearby":
        start, end = max(sentence[0], start - _NEARBY), min(sentence[1], end + _NEARBY)
    return softener.start < end and start < softener.end


def _problem(label: str, keys: dict[str, Any]) -> str | None:
    """What is wrong with a safety pattern, in words, or None."""
    if "effect" in keys:
        if keys["effect"] not in _EFFECTS or keys.get("scope") not in _SCOPES:
            return "a softening pattern needs `effect` (drop, lower, check) and a known `scope`"
        if not set(keys.get("flags", ())) <= set(FLAGS):
            return "`flags` names a flag that does not exist"
        return None
    if label not in FLAGS:
        return f"`{label}` is no safety flag"
    if keys.get("unsure", True) is not True:
        return "`unsure` is true or is left out"
    if "part" not in keys and keys.get("level") not in {"act", "check"}:
        return "`level` must be act or check"
    return None


@lru_cache(maxsize=1)
def default_detector() -> SafetyDetector:
    """The detector on the project's own patterns, read once. Raises PatternError if they are wrong.

    A server calls it at its start, so that a broken file is known before the first message.
    """
    return SafetyDetector(PatternSet.load(PATTERNS))


@lru_cache(maxsize=1)
def default_classifier() -> SafetyClassifier | None:
    """The trained classifier, read once; None when it cannot be, and the patterns go on alone."""
    try:
        return SafetyClassifier.load()
    except Exception as error:  # whatever is wrong with it, the patterns must still be heard
        logger.error("The safety classifier cannot be used: %s", type(error).__name__)
        return None


def by_patterns(text: str) -> Safety:
    """Return what the patterns alone say about one message."""
    return combine([entry for entry in default_detector().read(text) if entry["level"] != "none"])


def detect(text: str) -> Safety:
    """Return the safety of a message (see `Safety`); patterns and classifier both can raise it."""
    evidence = join(default_detector().read(text), _by_classifier(text))
    language = "es" if evidence and is_spanish(text) else "en"
    return combine([{**entry, "language": language} for entry in evidence])


def _by_classifier(text: str) -> Reading | None:
    classifier = default_classifier()
    if classifier is None or not text.strip():
        return None
    try:
        return classifier.read(text)
    except Exception as error:  # a failing model must not silence the patterns
        logger.error("The safety classifier failed: %s", type(error).__name__)
        return None
