"""What the story reader hears, on stories that nobody trained on. Floors: they only ever go up."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.encoder.lesson_files import LessonError, checksum
from bot.encoder.ordinary import FOLDER as ORDINARY
from bot.encoder.tuning import Tuning
from bot.locations import DATA, ROOT, STORY_READER
from bot.nlu.abuse_type_recogniser import PATTERN_FOLDER
from bot.nlu.stories.reader import Reading, shared_reader
from bot.nlu.stories.sentences import FOLDER, UNSAID, Story, read_stories
from bot.patterns.pattern_set import PatternSet
from tests.evaluation.stories import FOLDER as HELD_OUT
from tests.evaluation.stories import GRAVEST, scores_of


def is_long(story: Story) -> bool:
    """Whether it stands in `long_stories.yml`, which has floors of its own."""
    return story.text in {one["text"] for one in LONG}


LONG = yaml.safe_load((HELD_OUT / "long_stories.yml").read_text(encoding="utf-8"))["tellings"]


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return [story for story in read_stories(HELD_OUT) if not is_long(story)]


@pytest.fixture(scope="module")
def long_stories() -> list[Story]:
    return [story for story in read_stories(HELD_OUT) if is_long(story)]


@pytest.fixture(scope="module")
def readings(stories: list[Story], long_stories: list[Story]) -> dict[str, Reading]:
    return {one.text: shared_reader().read(one.text) for one in [*stories, *long_stories]}


@pytest.fixture(scope="module")
def named(readings: dict[str, Reading]) -> dict[str, set[str]]:
    """Types as the component names them: by reader and patterns, with the thresholds of config."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    config = next(one for one in pipeline if one["name"].endswith("AbuseTypeRecogniser"))
    patterns = PatternSet.load(PATTERN_FOLDER)
    return {
        text: {
            one.name
            for one in reading.types.values()
            if one.confidence >= config["threshold_of"].get(one.name, config["threshold"])
        }
        | {match.label for match in patterns.find(text)}
        for text, reading in readings.items()
    }


def test_a_right_type_is_named(stories: list[Story], named: dict[str, set[str]]) -> None:
    told = [story for story in stories if story.types]
    assert sum(bool(named[one.text] & {*one.types}) for one in told) / len(told) >= 0.95


def test_each_type_is_told_from_the_others(
    stories: list[Story], named: dict[str, set[str]]
) -> None:
    types = {name for story in stories for name in story.types}
    scores = {name: scores_of(name, stories, named) for name in types}
    assert sum(f1 for _, _, f1 in scores.values()) / len(types) >= 0.76
    assert sum(scores[name][1] for name in GRAVEST) / len(GRAVEST) >= 0.90


def test_ordinary_trouble_is_seldom_given_a_type(
    stories: list[Story], named: dict[str, set[str]]
) -> None:
    near = [story for story in stories if not story.types]
    assert sum(bool(named[one.text]) for one in near) / len(near) <= 0.13


def test_a_page_of_text_is_read_as_a_whole(
    long_stories: list[Story], named: dict[str, set[str]]
) -> None:
    told = [story for story in long_stories if story.types]
    near = [story for story in long_stories if not story.types]
    grave = [scores_of(name, long_stories, named)[1] for name in GRAVEST]
    assert sum(bool(named[one.text] & {*one.types}) for one in told) / len(told) >= 0.85
    assert sum(grave) / len(grave) >= 0.90
    assert sum(bool(named[one.text]) for one in near) / len(near) <= 0.37


@pytest.mark.parametrize("key", ["relation", "whom", "goes_on"])
def test_who_and_whom_are_seldom_wrong(
    stories: list[Story], readings: dict[str, Reading], key: str
) -> None:
    told = [one for one in stories if one.types and getattr(one, key) != UNSAID]
    wrong = [getattr(readings[one.text], key) not in (None, getattr(one, key)) for one in told]
    assert sum(wrong) / len(told) <= 0.14


def test_the_words_that_led_to_a_type_stand_in_the_message() -> None:
    text = "We met at work in 2019. He put a tracker under my car, I found it last week. I'm tired."
    found = shared_reader().read(text).types["location_tracking"]
    assert found.confidence > 0.5
    assert "tracker under my car" in found.words


@pytest.mark.parametrize("text", ["", "   ", "😢", "\x00", "word " * 5_000])
def test_any_text_is_read(text: str) -> None:
    assert isinstance(shared_reader().read(text), Reading)


def test_the_reader_was_trained_on_the_stories_as_they_are() -> None:
    mend = "data/sentences/stories/ changed: run `make story-reader`."
    assert Tuning.load(STORY_READER).learned_from == checksum(FOLDER, ORDINARY), mend


def test_no_evaluation_story_is_trained_on() -> None:
    def plain(text: str) -> str:
        return " ".join(text.casefold().split())

    trained = {plain(story.text) for story in read_stories()}
    for file in (DATA / "nlu").rglob("*.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            trained |= {plain(line)[2:] for line in block.get("examples", "").splitlines()}
    assert not trained & {plain(story.text) for story in read_stories(HELD_OUT)}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("tellings: [", "not a file"),
        ("stories: []", "tellings"),
        ("tellings:\n- {text: a, types: [], relation: aunt}", "aunt"),
        ("tellings:\n- {text: a b, types: [threats], says: {threats: [c]}}", "'c'"),
        ("tellings:\n- {text: a b, types: [threats], says: {doxxing: [a]}}", "doxxing"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "a.yml").write_text(content, encoding="utf-8")
    with pytest.raises(LessonError) as refused:
        read_stories(tmp_path)
    assert str(refused.value).startswith("a.yml: ")
    assert named in str(refused.value)
