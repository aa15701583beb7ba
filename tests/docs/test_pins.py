"""Why known faults of pinned packages cannot be reached here (docs/pins.md)."""

from __future__ import annotations

import ast
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.launch.prepare import MODEL
from bot.locations import ROOT

from .code_reading import read

# What opens a file and may run what stands in it.
RUNS_CODE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "keras"}
# What unpacks a file to where its names say.
UNPACKS = {"zipfile", "tarfile", "shutil.unpack_archive"}
SAFE_LOADERS = {"yaml.CSafeLoader", "_WordLoader", "loader"}
# Numbers and plain text. A pickle, a TensorFlow or a Keras file would be a way to run code.
IN_A_MODEL = {".npz", ".npy", ".json", ".yml"}


def our_files() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("bot", "actions"):
        for file in (ROOT / folder).rglob("*.py"):
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_every_package_is_held_by_a_checksum() -> None:
    for package in re.split(r"^\[\[package\]\]$", read("uv.lock"), flags=re.MULTILINE)[1:]:
        if "source = { virtual" in package:  # Lantern itself
            continue
        files = re.findall(r"\burl = ", package)
        assert files, package[:80]
        assert len(files) == len(re.findall(r'hash = "sha256:[0-9a-f]{64}"', package))
    assert "sync --frozen" in read("deploy/environment.sh")


def test_rasas_own_interface_is_asked_for_nowhere() -> None:
    launch = (ROOT / "bot" / "launch").iterdir()
    for file in (ROOT / "Makefile", *(ROOT / "deploy").rglob("*"), *launch):
        if file.is_file() and ".venv" not in file.parts and file.suffix not in (".lock", ".pyc"):
            text = file.read_text(encoding="utf-8", errors="replace")
            assert "--enable-api" not in text, file
            assert "--remote-storage" not in text, file


def test_a_model_comes_from_our_own_folder_and_from_no_server() -> None:
    endpoints = yaml.safe_load(read("endpoints.yml"))
    assert "models" not in endpoints
    assert MODEL.parent == ROOT / "models"


def test_nothing_of_ours_opens_what_can_run_code() -> None:
    for file, tree in our_files():
        assert not imports(tree) & (RUNS_CODE | UNPACKS), file
        for name, call in calls(tree):
            assert name not in ("eval", "exec", "__import__", "shutil.unpack_archive"), file
            if name.endswith("np.load"):
                allowed = {one.arg: ast.unparse(one.value) for one in call.keywords}
                assert allowed.get("allow_pickle", "False") == "False", file


def test_yaml_makes_no_objects() -> None:
    for file, tree in our_files():
        for name, call in calls(tree):
            if (
                name != "yaml.load"
                or "ruamel" in imports(tree)
                or len(call.args) == 1 == len([*call.args, *call.keywords])
            ):
                continue  # ruamel's own object, in its safe form for round trips
            given = [ast.unparse(one) for one in call.args[1:]]
            given += [ast.unparse(one.value) for one in call.keywords]
            assert set(given) <= SAFE_LOADERS, file
        assert not {"yaml.unsafe_load", "yaml.full_load"} & {name for name, _ in calls(tree)}, file


def test_a_trained_model_is_numbers_and_text() -> None:
    if not MODEL.is_file():
        pytest.skip("there is no model yet; `make test` trains one")
    with tarfile.open(MODEL) as model:
        files = [Path(one.name) for one in model.getmembers() if one.isfile()]
    assert files
    assert {file.suffix for file in files} <= IN_A_MODEL


def test_nothing_of_ours_reads_a_file_of_tensorflow_or_keras() -> None:
    pipeline = yaml.safe_load(read("config.yml"))
    named = {part["name"] for part in (*pipeline["pipeline"], *pipeline["policies"])}
    assert not named & {"DIETClassifier", "ResponseSelector", "TEDPolicy", "UnexpecTEDIntentPolicy"}
    for file, tree in our_files():
        # A tuning learns with TensorFlow, on a developer's machine, and is kept as numbers.
        assert "tensorflow" not in imports(tree) or file.parent.name == "encoder", file
        read_by = [name for name, _ in calls(tree) if re.search("saved_model|keras|tf.io", name)]
        assert not read_by, file


def test_no_folder_is_served_as_files() -> None:
    for file, tree in our_files():
        assert not [name for name, _ in calls(tree) if name.endswith((".static", "add_static"))], (
            file
        )


def test_nobody_listens_with_aiohttp() -> None:
    for file, tree in our_files():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "aiohttp":
                assert "web" not in {alias.name for alias in node.names}, file
            assert not (isinstance(node, ast.Attribute) and ast.unparse(node) == "aiohttp.web"), (
                file
            )
