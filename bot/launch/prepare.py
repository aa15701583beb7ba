"""Everything that has to be there before the servers start: database and model, made if changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.channels.allowed_origins import WrongOrigin, allowed_origins
from bot.encoder.tuning import Tuning
from bot.launch.errors import LaunchError
from bot.locations import INTENT_READER, ROOT, SAFETY_CLASSIFIER, STORY_READER

MODEL = ROOT / "models" / "lantern.tar.gz"
MODEL_INPUTS = ROOT / "models" / "lantern.inputs"
TRAINING_LOG = ROOT / "var" / "train.log"
# What the model is made of. Code counts too: a component that changes may learn differently.
TRAINED_FROM = (
    "config.yml",
    "domain.yml",
    "uv.lock",
    "data/nlu",
    "data/scripts",
    "data/patterns",
    "bot/nlu",
    "bot/patterns",
    "bot/policies",
    "bot/responses/importer.py",
    "bot/safety",
)
# A model, the training cache and the database together stay below this, in megabytes.
NEEDED_MEGABYTES = 300
PROGRESS_SECONDS = 5.0


def prepare() -> None:
    """Make the database and the model if what they are made from changed.

    Raises:
        LaunchError: a setting or a data file is wrong, the disk is full, or training failed.
    """
    _check_origins()
    _check_disk()
    tunings = _trained_files()
    _fill_database()
    if not MODEL.is_file() or _read(MODEL_INPUTS) != inputs_checksum():
        _train()
    _make_graphs(tunings)


def inputs_checksum() -> str:
    """SHA-256 over the names and contents of everything that the model is trained from."""
    digest = hashlib.sha256()
    for file in _input_files():
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def quiet_environment() -> dict[str, str]:
    """Environment for Rasa's commands: no telemetry, no downloads, no library chatter."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "HF_HUB_OFFLINE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "SANIC_HOST": "127.0.0.1",
    }


def _check_origins() -> None:
    try:
        allowed_origins()
    except WrongOrigin as error:
        raise LaunchError(str(error)) from None


def _check_disk() -> None:
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MEGABYTES:
        raise LaunchError(
            f"the disk has {free} MB free, and the model and database need {NEEDED_MEGABYTES} MB."
        )


def _trained_files() -> list[Tuning]:
    """A running server would go on with patterns alone, and notice half as much."""
    tunings = []
    for file, name, target in (
        (SAFETY_CLASSIFIER, "safety classifier", "safety-classifier"),
        (STORY_READER, "story reader", "story-reader"),
        (INTENT_READER, "intent reader", "intent-reader"),
    ):
        try:
            tunings.append(Tuning.load(file))
        except Exception as error:
            raise LaunchError(
                f"the {name} {file.relative_to(ROOT)} is missing or broken; restore it, or train "
                f"it with `make {target}` ({type(error).__name__})."
            ) from error
    return tunings


def _make_graphs(tunings: Iterable[Tuning]) -> None:
    """Make the encoder's graphs, so that a server does without the right to write."""
    # Loaded only here: it is slow to import.
    from bot.encoder.sentence_encoder import EncoderError, encoder_folder, graph_file

    try:
        folder = encoder_folder()
        for tuning in (None, *tunings):
            graph_file(folder, tuning=tuning)
    except (EncoderError, OSError) as error:
        raise LaunchError(f"the sentence encoder cannot be used. {error}") from error


def _fill_database() -> None:
    loaded = _run_module("actions.legal", "load")
    if loaded.returncode != 0:
        reason = (loaded.stderr or loaded.stdout).strip() or "the legal database gave no reason"
        raise LaunchError(f"the legal database could not be filled.\n{reason}")
    print(loaded.stdout.strip() or "The legal database is up to date.", flush=True)


def _run_module(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command line of ours in a process of its own, and keep what it says."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *command],
        cwd=ROOT,
        env=quiet_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def _train() -> None:
    checked = _run_module("bot.responses", "--only-errors")
    if checked.returncode != 0:
        reason = (checked.stdout or checked.stderr).strip()
        raise LaunchError(f"the scripts cannot be used as they are.\n{reason}")
    print("Training the model (about a minute) ...", flush=True)
    TRAINING_LOG.parent.mkdir(exist_ok=True)
    # Read before training, so that a file edited meanwhile is trained again at the next start.
    checksum = inputs_checksum()
    started = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "rasa",
        "train",
        "--data",
        "data/nlu",
        "data/scripts",
        "--fixed-model-name",
        MODEL.name.split(".")[0],
    ]
    with TRAINING_LOG.open("w") as log:
        training = subprocess.Popen(
            command, cwd=ROOT, env=quiet_environment(), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            while training.poll() is None:
                try:
                    training.wait(PROGRESS_SECONDS)
                except subprocess.TimeoutExpired:
                    _say_progress(time.monotonic() - started)
        except BaseException:
            training.terminate()
            raise
    if training.returncode != 0:
        lines = TRAINING_LOG.read_text(errors="replace").strip().splitlines() or ["no output"]
        raise LaunchError(
            f"the model could not be trained. {lines[-1]} "
            f"(all of it: {TRAINING_LOG.relative_to(ROOT)})"
        )
    MODEL_INPUTS.write_text(checksum)
    print(f"The model is trained ({time.monotonic() - started:.0f} s).", flush=True)


def _say_progress(seconds: float) -> None:
    parts = [line for line in _read(TRAINING_LOG).splitlines() if "Starting to train" in line]
    part = parts[-1].split("'")[1] if parts else "reading the examples"
    print(f"  {seconds:3.0f} s  {part}", flush=True)


def _input_files() -> Iterator[Path]:
    for name in TRAINED_FROM:
        path = ROOT / name
        if path.is_file():
            yield path
        else:
            yield from sorted(
                file for file in path.rglob("*") if file.suffix in (".py", ".yml", ".yaml", ".json")
            )


def _read(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except FileNotFoundError:
        return ""
