"""Noticing, on sentences that nobody trained on. Floors: they only ever go up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from bot.encoder.lesson_files import checksum
from bot.encoder.tuning import Tuning
from bot.locations import DATA, SAFETY_CLASSIFIER
from bot.safety import FLAGS, detect
from bot.safety.classifier import NONE
from bot.safety.sentences import FOLDER as SENTENCES
from bot.safety.sentences import Sentence, read_sentences
from tests.evaluation.safety import FOLDER, by_classifier_alone, by_keywords


@pytest.fixture(scope="module")
def judged() -> list[tuple[Sentence, str]]:
    return [(one, detect(one.text).level) for one in read_sentences(FOLDER)]


def rate(
    judged: list[tuple[Sentence, str]],
    which: Callable[[Sentence], bool],
    hit: Callable[[str], bool],
) -> float:
    hits = [hit(level) for one, level in judged if which(one)]
    return sum(hits) / len(hits)


def noticed(level: str) -> bool:
    return level != NONE


def acted(level: str) -> bool:
    return level == "act"


def test_danger_is_noticed(judged: list[tuple[Sentence, str]]) -> None:
    assert rate(judged, lambda one: one.label != NONE, noticed) >= 0.90
    assert rate(judged, lambda one: one.label.startswith("suicide_self/"), noticed) >= 0.92
    assert rate(judged, lambda one: one.label.startswith("immediate_danger/"), noticed) >= 0.90


def test_danger_said_plainly_is_answered(judged: list[tuple[Sentence, str]]) -> None:
    assert rate(judged, lambda one: one.label.endswith("/act"), acted) >= 0.82


def test_distress_is_not_taken_for_an_emergency(judged: list[tuple[Sentence, str]]) -> None:
    assert rate(judged, lambda one: one.kind == "distress", acted) <= 0.04
    assert rate(judged, lambda one: one.label == NONE, acted) <= 0.035


def test_it_beats_a_keyword_list_by_far(judged: list[tuple[Sentence, str]]) -> None:
    positives = [one for one, _ in judged if one.label != NONE]
    keywords = sum(by_keywords(one.text) != NONE for one in positives) / len(positives)
    assert rate(judged, lambda one: one.label != NONE, noticed) >= keywords + 0.3


def test_the_classifier_alone_notices_what_patterns_miss() -> None:
    assert by_classifier_alone("i keep looking at the tracks when the train comes in") != NONE


def test_no_evaluation_sentence_is_trained_on() -> None:
    def plain(text: str) -> str:
        return " ".join(text.casefold().split())

    held_out = {plain(one.text) for one in read_sentences(FOLDER)}
    trained = {plain(one.text) for one in read_sentences()}
    for file in (DATA / "nlu").rglob("*.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            trained |= {plain(line)[2:] for line in block.get("examples", "").splitlines()}
    assert not held_out & trained


def test_there_are_sentences_enough_and_of_every_flag() -> None:
    for sentences, positive, negative in (
        (read_sentences(), 1500, 3000),
        (read_sentences(FOLDER), 500, 500),
    ):
        labels = [one.label for one in sentences]
        assert sum(label != NONE for label in labels) >= positive
        assert labels.count(NONE) >= negative
        flags = {label.split("/")[0] for label in labels}
        assert flags == {NONE, *FLAGS}


def test_the_classifier_was_trained_on_the_sentences_as_they_are() -> None:
    learned_from = Tuning.load(SAFETY_CLASSIFIER).learned_from
    assert learned_from == checksum(SENTENCES), (
        "data/sentences/ changed: run `make safety-classifier`."
    )
