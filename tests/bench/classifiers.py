"""Which intent classifier is worth its cost: Rasa's DIET or logistic regression, on our features.

Both heads read the same sentence vectors, are trained by `rasa train nlu` on the same four fifths
of data/nlu, and are judged on the fifth they never saw (docs/choices.md has the figures).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.locations import DATA, ROOT
from tests.bench.bots import TRAIN_LIMIT_S, copy_tree
from tests.bench.errors import MeasureError
from tests.bench.processes import Process, rasa_environment

RESULT = ROOT / "var" / "classifiers.json"
SEED = 2024
TRAIN_SHARE = 0.8
LOGISTIC = "bot.nlu.intent_classifier.IntentClassifier"
DIET = {
    "name": "DIETClassifier",
    "epochs": 60,
    "constrain_similarities": True,
    "entity_recognition": False,
    "random_seed": SEED,
}
ONE_STEP = {"name": "tests.bench.one_step_sequence.OneStepSequence"}
FIGURES = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "training_s": "training, s",
    "parse_median_ms": "parse, median ms",
    "parse_p95_ms": "parse, p95 ms",
    "load_s": "loading, s",
    "memory_mb": "memory, MB",
    "model_mb": "model file, MB",
}


def main() -> int:
    """Train and judge both heads, print a table, write var/classifiers.json."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.classifiers", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="use only this part of the data")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="lantern-heads-") as folder:
            _compare(Path(folder), options.share)
    except MeasureError as error:
        print(f"The heads cannot be compared: {error}", file=sys.stderr)
        return 1
    return 0


def _compare(scratch: Path, share: float) -> None:
    examples = training_data_from_paths(
        [str(DATA / "nlu")], language="en"
    ).filter_training_examples(lambda message: message.get("intent") is not None)
    if share < 1.0:
        examples, _ = examples.train_test_split(share, random_seed=SEED)
    known, unseen = examples.train_test_split(TRAIN_SHARE, random_seed=SEED)
    sizes = {
        "intents": len(known.intents),
        "training": len(known.intent_examples),
        "test": len(unseen.intent_examples),
    }
    print(f"{sizes['training']} examples to train, {sizes['test']} to test, ", end="")
    print(f"{sizes['intents']} intents, seed {SEED}", flush=True)
    before, logistic = _our_pipeline()
    results: dict[str, dict[str, float]] = {}
    heads = {"logistic regression": [*before, logistic], "DIET": [*before, ONE_STEP, DIET]}
    for name, pipeline in heads.items():
        print(f"  training {name} ...", flush=True)
        results[name] = _try_head(scratch / name.split()[0], pipeline, known, unseen)
    print(f"\n{_table(results)}")
    RESULT.parent.mkdir(exist_ok=True)
    content = {"data": {**sizes, "seed": SEED, "share": share}, "heads": results}
    RESULT.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _our_pipeline() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Give config.yml's components up to the classifier, and the classifier as it stands there."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    names = [component["name"] for component in config["pipeline"]]
    if LOGISTIC not in names:
        raise MeasureError(f"config.yml has no {LOGISTIC} to compare with.")
    place = names.index(LOGISTIC)
    return config["pipeline"][:place], config["pipeline"][place]


def _try_head(
    folder: Path, pipeline: list[dict[str, Any]], known: TrainingData, unseen: TrainingData
) -> dict[str, float]:
    copy_tree(("bot", "tests", "data"), folder)
    config = {"recipe": "default.v1", "language": "en", "pipeline": pipeline, "policies": []}
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    known.persist_nlu(str(folder / "known.yml"))
    test = [[message.get("text"), message.get("intent")] for message in unseen.intent_examples]
    (folder / "unseen.json").write_text(json.dumps(test), encoding="utf-8")
    environment = rasa_environment(own_tensorflow_settings=False)
    train = ["rasa", "train", "nlu", "--nlu", "known.yml", "--fixed-model-name", "head"]
    with Process("training", train, folder, folder / "train.log", environment) as training:
        seconds = training.seconds_until_end(TRAIN_LIMIT_S)
    judge = ["tests.bench.classifier_judge"]
    with Process("judging", judge, folder, folder / "judge.log", environment) as judging:
        judging.seconds_until_end(TRAIN_LIMIT_S)
    result: dict[str, float] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    size = (folder / "models" / "head.tar.gz").stat().st_size / 1e6
    return {**result, "training_s": seconds, "model_mb": size}


def _table(results: dict[str, dict[str, float]]) -> str:
    lines = [" " * 18 + "".join(f"{name:>22}" for name in results)]
    for key, title in FIGURES.items():
        digits = 3 if key in ("accuracy", "macro_f1") else 1
        cells = "".join(f"{result[key]:>22.{digits}f}" for result in results.values())
        lines.append(f"{title:<18}{cells}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
