"""The patterns alone, on sentences that nobody trained on. Floors: they only ever go up."""

from pathlib import Path
from typing import Any

import yaml

from bot.safety import FLAGS, detect

ROOT = Path(__file__).resolve().parents[2]


def sentences() -> dict[str, list[dict[str, Any]]]:
    file = ROOT / "tests" / "evaluation" / "safety.yml"
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


def test_recall_and_false_alarms() -> None:
    content = sentences()
    positives = [(row, detect(row["text"])) for row in content["positives"]]
    noticed = [safety.level != "none" for _, safety in positives]
    acted = [safety.level == "act" for row, safety in positives if row["level"] == "act"]
    false = [detect(row["text"]).level for row in content["negatives"]]
    assert sum(noticed) / len(noticed) >= 0.95
    assert sum(acted) / len(acted) >= 0.94
    assert false.count("act") == 0
    assert false.count("check") <= 2


def test_no_evaluation_sentence_is_trained_on() -> None:
    held_out = {row["text"].lower() for rows in sentences().values() for row in rows}
    trained = set()
    for file in (ROOT / "data" / "nlu").rglob("*.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            trained |= {line.strip()[2:].lower() for line in block.get("examples", "").splitlines()}
    assert not held_out & trained


def test_every_flag_has_evaluation_sentences() -> None:
    assert {row["flag"] for row in sentences()["positives"]} == set(FLAGS)
