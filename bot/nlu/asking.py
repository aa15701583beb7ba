"""What a message asks, where it also tells: the question decides the intent, the rest fills slots.

"My ex calls all day. What is the law in Ohio?" is a question about the law. Only a question that
is sure by itself counts, and only one that a script answers: "why does he do this to me" is part of
the story.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Any

from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder_featurizer import features_of, sentence_features
from bot.nlu.questions import question_of
from bot.nlu.stories.reader import Reading
from bot.nlu.stories.telling import in_first_person
from bot.nlu.stories.whom import SELF

Ranking = list[dict[str, Any]]
"""Intents with `name` and `confidence` (0..1), likeliest first."""
Rank = Callable[[str], Ranking]
"""Ranks the intents of a text."""

ASKED = "asked"
"""Key of a message: the texts (a tuple) that say what is asked, in place of the whole message."""
TOLD = "told_beside"
"""Key of a message: what it tells beside its question."""
BESIDE = "story_beside"
"""Key of a parse: true where a story is told beside the question that is answered."""

STORY = "tell_what_happened"
OWN_DOING = "worry_own_behaviour"
# Questions that a script answers.
ANSWERED = (
    *("ask_law", "choose_law_topic", "ask_federal_law", "ask_national_lines", "ask_human"),
    *("ask_option", "ask_option_steps", "ask_option_more", "list_options", "show_fitting"),
    *("ask_privacy", "ask_if_bot", "ask_paying", "tell_fear_of"),
    *("ask_type_helps", "ask_type_evidence", "ask_type_avoid", "ask_type_options"),
    *("for_someone_else", "as_professional", "tell_underage", "harmed_by_professional"),
    "not_in_the_us",
)
# After a story "what can I do" asks for what fits it.
AFTER_A_STORY = {"list_options": "show_fitting", "ask_type_options": "show_fitting"}
# Chance (0..1) from which a question is sure by itself.
SURE = 0.6
LESS_THAN_SURE = 0.59
# Chance (0..1) that several questions together need, where each of them has an answer.
SURE_TOGETHER = 0.8
# Chance (0..1) from which a message may be about what the person does to somebody.
OWN_CHANCE = 0.2
# Chance (0..1) from which the rest of a message is a story, and from which it tells of a type.
TELLS = 0.4
TELLS_TYPE = 0.25
# Questions for or as somebody: only where the whole message says so, or it is done to another.
FOR_SOMEONE = "for_someone_else"
PATH_QUESTIONS = frozenset(
    {
        *(FOR_SOMEONE, "as_professional", "tell_underage", "harmed_by_professional"),
        "not_in_the_us",
    }
)


@dataclass(frozen=True)
class Heard:
    """A question, what is told beside it, and the intents of the question."""

    question: str
    beside: str
    ranking: Ranking


def heard_question(
    text: str, whole: Ranking, rank: Rank, read: Callable[[str], Reading]
) -> Heard | None:
    """Give the question that a story ends in; None where it asks nothing that is sure.

    `whole` is the ranking of the whole text; `read` reads a story.
    """
    asked = question_of(text)
    if asked is None:
        return None
    told, reading = rank(asked.beside)[0], read(asked.beside)
    own = told["name"] == OWN_DOING or _may_be_own(whole, asked.beside)
    if own and reading.whom != SELF:
        return None
    tells = told["name"] == STORY and told["confidence"] >= TELLS
    tells = tells or any(one.confidence >= TELLS_TYPE for one in reading.types.values())
    if not tells and reading.whom is None:
        return None
    allowed = {whole[0]["name"]} | ({FOR_SOMEONE} if reading.whom not in (None, SELF) else set())
    ranking = _without(PATH_QUESTIONS - allowed | {OWN_DOING}, rank(asked.question))
    best = ranking[0]
    answered = sum(one["confidence"] for one in ranking if one["name"] in ANSWERED)
    # What the whole is taken for as well needs to be less sure, and so does one of two questions.
    sure = (
        best["confidence"] >= SURE or answered >= SURE_TOGETHER or best["name"] == whole[0]["name"]
    )
    if best["name"] not in ANSWERED or not sure:
        return None
    meant = {**best, "name": AFTER_A_STORY.get(best["name"], best["name"])}
    return Heard(asked.question, asked.beside, _with_first(meant, ranking[1:]))


def less_than_sure(ranking: Ranking) -> Ranking:
    """The same for a story: no plain wish; where the safety core is in doubt, it has to ask."""
    return [{**one, "confidence": min(one["confidence"], LESS_THAN_SURE)} for one in ranking]


def asked_features(message: Message) -> Any:
    """Meaning of what is asked, shape (1, 384); of the whole message where it is all one."""
    texts: tuple[str, ...] = message.get(ASKED) or ()
    if not texts:
        return features_of(message)
    return sum(sentence_features(text) for text in texts) / len(texts)


def _may_be_own(whole: Ranking, beside: str) -> bool:
    """Whether "I put a tracker on her car" may be what the person does to somebody."""
    chance = sum(one["confidence"] for one in whole if one["name"] == OWN_DOING)
    return chance >= OWN_CHANCE and in_first_person(beside)


def _without(names: Set[str], ranking: Ranking) -> Ranking:
    """Share out what intents have that the story rules out."""
    rest = 1 - sum(one["confidence"] for one in ranking if one["name"] in names)
    return [
        {**one, "confidence": one["confidence"] / max(rest, 1e-6)}
        for one in ranking
        if one["name"] not in names
    ]


def _with_first(first: dict[str, Any], others: Ranking) -> Ranking:
    return [first, *(one for one in others if one["name"] != first["name"])]
