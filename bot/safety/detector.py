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
from bot.safety.doubts import believed
from bot.safety.joining import join
from bot.safety.language import language_of
from bot.safety.model import FLAGS, LEVELS, Level, Safety, combine
from bot.safety.prepare import around, clauses, readings, sentences

logger = logging.getLogger(__name__)

PATTERNS = Path(__file__).resolve().parents[2] / "data" / "patterns" / "safety"

# What a softening pattern makes of a level. "lower" is one step down.
_EFFECTS: dict[str, dict[str, Level]] = {
    "drop": {"act": "none", "check": "none"},
    "lower": {"act": "check", "check": "none"},
    "check": {"act": "check", "check": "check"},
    "set_aside": {"act": "none", "check": "none"},
}
# Words that the classifier misreads: they count for nothing, and it reads the message without them
# for the flags under `read_again`.
SET_ASIDE = "set_aside"
# What a pattern says about its match beside flag and level (`Safety.evidence`).
_TOLD_BESIDE = ("told", "leaving", "strangled", "assaulted", "deadline", "taken", "own_child")
# Parts that say whether what a pattern with `means` names is behind the person (`done`).
_DONE, _NOT_DONE = "done", "not_done"
_SCOPES = {"overlap", "clause", "nearby", "message"}
_NEARBY = 60  # characters
# How far (characters) from a match that `needs` a part that part may stand: in a long message a
# child of whom another sentence speaks has nothing to do with it.
_REACH = 300
# Somebody under 18 is named; somebody wants to meet: a word to a child that writes of danger.
_MINOR, _MEETING = "minor", "meeting"


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

    def set_aside(self, text: str) -> tuple[str, frozenset[str]] | None:
        """Return a message without the words that patterns set aside, and the flags it is read for.

        None where there are no such words.
        """
        plain = readings(text)[0]
        found = self._patterns.find_normalised(plain)
        matches = [match for match in found if match.keys.get("effect") == SET_ASIDE]
        kept, end = "", 0
        for match in matches:
            kept += plain[end : match.start] if match.start > end else ""
            end = max(end, _end_of_words(match, plain))
        flags = frozenset(flag for match in matches for flag in match.keys["read_again"])
        return (kept + plain[end:], flags) if matches else None

    def parts(self, text: str) -> set[str]:
        """What patterns with a `part` find in a message."""
        found = self._patterns.find_normalised(readings(text)[0])
        return {match.keys["part"] for match in found if "part" in match.keys}

    def tells_of_a_child(self, text: str) -> bool:
        """Whether a grown-up tells of a child: a child is named, and "I am 14" is not said."""
        found = self._patterns.find_normalised(readings(text)[0])
        of_whom = {match.keys.get("of_whom") for match in found}
        return "child" in of_whom and "self" not in of_whom

    def is_young(self, text: str) -> bool:
        """Whether the writer says to be under 18."""
        found = self._patterns.find_normalised(readings(text)[0])
        young = {match.keys.get("of_whom") for match in found if match.keys.get("part") == _MINOR}
        return "self" in young

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
            if level is None or not _has_what_it_needs(match, matches):
                continue
            entry: dict[str, Any] = {
                "pattern": match.pattern_id,
                "flag": match.label,
                "level": level,
            }
            entry |= {key: True for key in _TOLD_BESIDE if match.keys.get(key)}
            clause = around(clause_ends, match.start, match.end)
            sentence = around(sentence_ends, match.start, match.end)
            for softener in softeners:
                if _applies(softener, match, clause, sentence):
                    entry["softened_by"] = softener.pattern_id
                    softer = _EFFECTS[softener.keys["effect"]][level]
                    entry["level"] = min(entry["level"], softer, key=LEVELS.index)
            if match.keys.get("unsure"):
                entry["unsure"] = True
            if match.keys.get("means") and _DONE in parts and _NOT_DONE not in parts:
                entry["done"] = True
            evidence.append(entry | {"clause": text[clause[0] : clause[1]].strip()})
        return evidence


def _has_what_it_needs(match: PatternMatch, matches: list[PatternMatch]) -> bool:
    """Whether the part that a match counts only beside stands near enough."""
    needed = match.keys.get("needs")
    return needed is None or any(
        other.keys.get("part") == needed
        and other.start <= match.end + _REACH
        and match.start <= other.end + _REACH
        for other in matches
    )


def _end_of_words(match: PatternMatch, text: str) -> int:
    """Where the words of a match end: a pattern that `looks_ahead` gives its last one back."""
    words = match.text.rsplit(maxsplit=1)
    ahead = match.keys.get("looks_ahead") and match.end < len(text) and len(words) > 1
    return match.start + len(words[0]) if ahead else match.end


def _applies(
    softener: PatternMatch,
    match: PatternMatch,
    clause: tuple[int, int],
    sentence: tuple[int, int],
) -> bool:
    if match.label not in softener.keys.get("flags", FLAGS):
        return False
    if softener.pattern_id in match.keys.get("despite", ()):
        return False
    if match.pattern_id not in softener.keys.get("only", (match.pattern_id,)):
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
        if keys["effect"] == SET_ASIDE and not set(keys.get("read_again", ("",))) <= set(FLAGS):
            return "`read_again` names the flags for which the classifier reads again"
        if keys["effect"] not in _EFFECTS or keys.get("scope") not in _SCOPES:
            return f"a softening pattern needs `effect` ({', '.join(_EFFECTS)}) and a known `scope`"
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


def is_bereaved(text: str) -> bool:
    """Whether a message tells of somebody who died by suicide (bereavement.en.yml)."""
    return "bereaved" in default_detector().parts(text)


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
    detector = default_detector()
    evidence = join(detector.read(text), _by_classifier(detector, text))
    if not evidence:
        return Safety()
    parts, language = detector.parts(text), language_of(text)
    evidence = believed(evidence, parts, words=len(text.split()), english=language == "en")
    about: dict[str, Any] = {"language": language}
    if detector.tells_of_a_child(text):
        about["whom"] = "child"
    elif _MEETING in parts:
        about[_MEETING] = True
    if detector.is_young(text):
        about["young"] = True
    return combine([entry | about for entry in evidence])


def _by_classifier(detector: SafetyDetector, text: str) -> Reading | None:
    classifier = default_classifier()
    if classifier is None or not text.strip():
        return None
    try:
        reading = classifier.read(text)
        aside = detector.set_aside(text) if reading.evidence else None
        return _read_again(classifier, reading, *aside) if aside else reading
    except Exception as error:  # a failing model must not silence the patterns
        logger.error("The safety classifier failed: %s", type(error).__name__)
        return None


def _read_again(
    classifier: SafetyClassifier, reading: Reading, text: str, flags: frozenset[str]
) -> Reading:
    """Take what concerns some flags from the text without the words that were set aside."""
    left = classifier.read(text) if text.strip() else Reading()
    kept = [entry for entry in reading.evidence if entry["flag"] not in flags]
    found = [entry for entry in left.evidence if entry["flag"] in flags]
    danger = max([left.danger, *(entry["score"] for entry in kept)])
    # What was set aside is no reason for doubt: the length is that of the message.
    return Reading((*kept, *found), danger, reading.words)
