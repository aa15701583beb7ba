"""What is made before the servers start, and what is said when it cannot be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.encoder.sentence_encoder import EncoderGraph, encoder_folder
from bot.encoder.tuning import Tuning
from bot.launch import prepare
from bot.launch.errors import LaunchError
from bot.launch.prepare import quiet_environment
from bot.locations import INTENT_READER, ROOT, SAFETY_CLASSIFIER, STORY_READER


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of everything that a start reads, without a model."""
    for name in ("bot", "actions", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def start(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.launch", "prepare"],
        cwd=project,
        env=quiet_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_broken_law_file_is_named_with_its_line(project: Path) -> None:
    file = project / "data" / "legal" / "OH.yaml"
    file.write_text(file.read_text().replace("check: read", "check: maybe", 1))
    said = start(project)
    assert said.returncode == 1
    assert "OH.yaml" in said.stderr
    assert "check" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_broken_script_file_is_named_with_its_line(project: Path) -> None:
    file = project / "data" / "scripts" / "support" / "fear.yml"
    file.write_text(file.read_text() + "\n  - [broken\n")
    said = start(project)
    assert said.returncode == 1
    assert "fear.yml" in said.stderr
    assert "not valid YAML" in said.stderr


def test_a_button_into_nowhere_is_named(project: Path) -> None:
    file = project / "data" / "scripts" / "conversation" / "welcome.yml"
    file.write_text(file.read_text().replace("/device_safe", "/device_sfae", 1))
    said = start(project)
    assert said.returncode == 1
    assert "/device_sfae" in said.stderr or "device_sfae" in said.stderr


@pytest.mark.parametrize("content", [None, b"not a model"])
def test_a_missing_or_broken_safety_classifier_is_named(
    project: Path, content: bytes | None
) -> None:
    file = project / "data" / "models" / "safety_classifier.npz"
    file.unlink() if content is None else file.write_bytes(content)
    said = start(project)
    assert said.returncode == 1
    assert "safety_classifier.npz" in said.stderr
    assert "make safety-classifier" in said.stderr


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "NEEDED_MEGABYTES", 10**9)
    with pytest.raises(LaunchError, match="the disk has"):
        prepare.prepare()


def test_a_second_start_trains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def trained() -> None:
        raise AssertionError("it trained again")

    monkeypatch.setattr(prepare, "_train", trained)
    prepare.prepare()


def test_a_changed_word_trains_again(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    monkeypatch.setattr(prepare, "ROOT", project)
    before = prepare.inputs_checksum()
    file = project / "data" / "nlu" / "device.yml"
    file.write_text(file.read_text().replace("not safe", "not at all safe", 1))
    assert prepare.inputs_checksum() != before


def test_no_graph_of_the_encoder_is_left_for_a_server_to_make(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that may not write would fail at its first message."""
    prepare._make_graphs(prepare._trained_files())

    def make(*arguments: object) -> None:
        raise AssertionError("a graph is missing")

    monkeypatch.setattr("bot.encoder.encoder_graph.write_encoder", make)
    for file in (SAFETY_CLASSIFIER, STORY_READER, INTENT_READER):
        EncoderGraph(encoder_folder(), tuning=Tuning.load(file))
    EncoderGraph(encoder_folder())
