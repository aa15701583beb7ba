"""Rasa component: which types of cyberstalking a message may describe, and who does it to whom.

Two witnesses are heard. Token patterns (`data/patterns/types/`) are precise and can be read by a
clinician; the story reader (`bot/nlu/stories/`) generalises to words that nobody foresaw. A type
that was added since the reader was trained is heard by a logistic regression on the sentence
encoder, so that a file of examples is enough for it. The result stands in the parse as
`abuse_types` and `story`, and, when the person tells or asks, as entities.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.locations import PATTERNS, STORY_READER
from bot.nlu.asking import ANSWERED, ASKED, OWN_DOING, PATH_QUESTIONS, SURE, TOLD
from bot.nlu.encoder_featurizer import features_of, sentence_features
from bot.nlu.encoder_reader import EncoderReader
from bot.nlu.labelled_examples import labels_of
from bot.nlu.message_intent import intent_of, set_intent
from bot.nlu.regression import Regression
from bot.nlu.stories.course import course_of
from bot.nlu.stories.reader import Found, Reading, shared_reader
from bot.nlu.stories.telling import in_first_person, is_denied
from bot.nlu.stories.ties import Tie, named_tie
from bot.nlu.stories.whom import SELF, named_other, named_whom
from bot.patterns import normalise
from bot.patterns.pattern_set import PatternSet
from bot.safety.prepare import MOST_WORDS_AT_ONCE, windows

PATTERN_FOLDER = PATTERNS / "types"
MODEL_FILE = "types.npz"
LABEL_KEY = "abuse_types"
STORY_KEY = "story"
# What of a story goes into slots, beside its types.
FACTS = ("stalker_relation", "home", "whom", "goes_on", "duration", "frequency")
NO_TYPE = "none"
STORY = "tell_what_happened"
# Intents that tell who, whom and when.
ATTEMPT = "tell_tried"
FOR_SOMEONE = "for_someone_else"
TELLING = (STORY, FOR_SOMEONE, ATTEMPT)
# Confidence (0..1) from which a type is plain, also the gravest, which are named from a lower one.
PLAIN = 0.5
# What a script answers, and only a question asks.
QUESTIONS = frozenset(ANSWERED) - PATH_QUESTIONS
# Who says what they tried says it in few words.
MOST_WORDS_OF_AN_ATTEMPT = 25

# What a pattern is worth by itself (0..1): more than the threshold, less than certainty.
PATTERN_CONFIDENCE = 0.9


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class AbuseTypeRecogniser(EncoderReader):
    """Adds `abuse_types`: [{name, confidence, words}], highest first, and `story`.

    `words` is what led to the type. `story` has `stalker_relation`, `whom`, `goes_on` and
    `feeling`, each None where the message does not tell, and `duration` and `frequency` if told.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold`: least confidence (0..1) to report; `intents`: those that fill slots.

        `threshold_of` names types that have a least confidence of their own.
        """
        return {"threshold": 0.5, "threshold_of": {}, "intents": [*TELLING, "ask_about_type"]}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when a pattern file or the story reader changes."""
        digest = hashlib.sha256(STORY_READER.read_bytes())
        for file in sorted(PATTERN_FOLDER.glob("*.yml")):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._threshold: float = config["threshold"]
        self._threshold_of: dict[str, float] = config["threshold_of"]
        self._intents: set[str] = set(config["intents"])
        super().__init__(config, model_storage, resource)
        self._patterns = PatternSet.load(PATTERN_FOLDER)
        self._reader = shared_reader()
        self._regression = Regression()

    def learn(self, training_data: TrainingData) -> None:
        """Fit on every example, for the types that the story reader does not know."""
        rows, names = [], []
        for message in training_data.intent_examples:
            if message.get(TEXT):
                types = set(labels_of(message, LABEL_KEY) or []) - self._reader.types
                for name in types or [NO_TYPE]:
                    rows.append(features_of(message))
                    names.append(name)
        self._regression = Regression()
        if set(names) != {NO_TYPE}:
            self._regression = Regression.fit(rows, names, C=0.01, max_iter=200, tol=1e-3)

    def write(self, folder: Path) -> None:
        """Write the regression."""
        self._regression.save(folder / MODEL_FILE)

    def read(self, folder: Path) -> None:
        """Read the regression."""
        self._regression = Regression.load(folder / MODEL_FILE)

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Recognise types in each message; of one that asks something, in what it tells beside."""
        held = tracker.current_slot_values() if tracker is not None else {}
        for message in messages:
            text = message.get(TOLD) or message.get(TEXT) or ""
            reading = Reading() if text.startswith("/") else self._reader.read(text)
            found = self._named(text, reading) if reading.types else []
            story = self._story(text, reading, found, held)
            if intent_of(message) == FOR_SOMEONE:
                story["whom"] = named_other(text) or story["whom"]
            message.set(LABEL_KEY, found, add_to_output=True)
            message.set(STORY_KEY, story, add_to_output=True)
            if found and not message.get(ASKED):
                _prefer_story(message, text, found[0]["confidence"], reading.whom)
                _prefer_story_to_attempt(message, text)
            self._add_entities(message, found, story)
        return messages

    def _story(
        self, text: str, reading: Reading, found: list[dict[str, Any]], held: dict[str, Any]
    ) -> dict[str, Any]:
        """What a text tells beside types; `held` are the slots as they were told before."""
        relation = held.get("stalker_relation")
        tie = named_tie(text, reading.relation, relation) if reading.types else Tie()
        return {
            "stalker_relation": tie.relation,
            "whom": named_whom(text, reading.whom, held=held.get("whom"))
            if reading.types
            else None,
            "feeling": None,  # the LabelClassifier for feelings fills it in
            **({"home": tie.home} if tie.home else {}),
            **course_of(
                reading.types[one["name"]].words for one in found if one["name"] in reading.types
            ),
            "goes_on": reading.goes_on or (course_of([text]).get("goes_on") if found else None),
        }

    def _add_entities(
        self, message: Message, found: list[dict[str, Any]], story: dict[str, Any]
    ) -> None:
        intent, length = intent_of(message), len(message.get(TEXT) or "")
        if intent not in self._intents and not message.get(TOLD):
            return
        entities = [_entity("abuse_type", one["name"], length) for one in found]
        entities += [_entity("likeliest_type", one["name"], length) for one in found[:1]]
        if intent in TELLING or message.get(TOLD):
            told = ((name, story.get(name)) for name in FACTS if story.get(name))
            entities += [_entity(name, value, length) for name, value in told]
        message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)

    def _named(self, told: str, reading: Reading) -> list[dict[str, Any]]:
        """Types that a text may describe: [{name, confidence, words}], highest first."""
        found = {
            name: (one.confidence, one.words)
            for name, one in (reading.types | self._added_since(told)).items()
        }
        text = normalise(told)
        for match in self._patterns.find_normalised(text):
            if is_denied(text, match.start):
                continue
            if found.get(match.label, (0.0, ""))[0] < PATTERN_CONFIDENCE:
                found[match.label] = (PATTERN_CONFIDENCE, match.text)
        return [
            {"name": name, "confidence": round(confidence, 3), "words": words}
            for name, (confidence, words) in sorted(found.items(), key=lambda item: -item[1][0])
            if confidence >= self._threshold_of.get(name, self._threshold)
        ]

    def _added_since(self, text: str) -> dict[str, Found]:
        """Types that the reader does not know, as the regression hears them."""
        if not self._regression.names:
            return {}
        rows = [sentence_features(text), *(sentence_features(part) for part in windows(text))]
        best = self._regression.chances(np.vstack(rows)).max(axis=0)
        chances = zip(self._regression.names, best.tolist(), strict=True)
        return {name: Found(name, chance, text) for name, chance in chances if name != NO_TYPE}


def _prefer_story(message: Message, text: str, confidence: float, whom: str | None) -> None:
    """Take a message in which a type is plain for a story, where the intent is anybody's guess.

    What is done to the person is no worry about what they do, however sure that intent is; and a
    long message that ends in no question is no question, whatever its words are like.
    """
    ranking: list[dict[str, Any]] = message.get(INTENT_RANKING_KEY, [])
    long = len(text.split()) > MOST_WORDS_AT_ONCE
    if not ranking or (confidence < PLAIN and not long):
        return
    first = ranking[0]["name"]
    no_question = long and first in QUESTIONS
    done_to_them = whom == SELF and first == OWN_DOING
    if ranking[0]["confidence"] >= SURE and not (done_to_them or no_question):
        return
    _take_for_story(message)


def _prefer_story_to_attempt(message: Message, text: str) -> None:
    """Take what others did, and what is long, for a story and not for something that was tried."""
    long = len(text.split()) > MOST_WORDS_OF_AN_ATTEMPT
    if intent_of(message) == ATTEMPT and (long or not in_first_person(text)):
        _take_for_story(message)


def _take_for_story(message: Message) -> None:
    ranking: list[dict[str, Any]] = message.get(INTENT_RANKING_KEY, [])
    # The first of the ranking has to be the likeliest, or Rasa's fallback takes over.
    set_intent(message, STORY, max([SURE, *(one["confidence"] for one in ranking)]))


def _entity(entity: str, value: str | None, length: int) -> dict[str, Any]:
    return {
        "entity": entity,
        "value": value,
        "start": 0,
        "end": length,
        "extractor": AbuseTypeRecogniser.__name__,
    }
