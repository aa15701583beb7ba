"""The two bots: how each is made, trained, started and spoken to.

Both stand in a folder of their own: what is being edited in the tree meanwhile does not matter.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.locations import ROOT
from tests.bench.clients import Client, LanternClient, StockClient
from tests.bench.errors import MeasureError
from tests.bench.messages import Conversation, read_conversations
from tests.bench.processes import HOST, Process, rasa_environment

START_LIMIT_S = 240.0
TRAIN_LIMIT_S = 1200.0
# All that Lantern's two servers and its training need.
LANTERN = ("bot", "actions", "data", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml")
# `rasa init --no-prompt` calls this and then trains; training is measured on its own.
MAKE_STOCK = "import rasa.cli.scaffold as s; s.create_initial_project('.')"


@dataclass(frozen=True)
class Bot:
    """A bot that can be measured: `train` it once before `start`."""

    name: str
    folder: Path
    health: str
    client: Callable[[int], Client]
    conversations: list[Conversation]
    environment: dict[str, str]
    logs: Path

    def start(self, port: int, endpoints: Path) -> Process:
        """Start the Rasa server."""
        command = ["rasa", "run", "--interface", HOST, "--port", str(port)]
        return self._process("server", [*command, "--endpoints", str(endpoints)])

    def start_actions(self, port: int) -> Process:
        """Start the action server."""
        command = ["rasa", "run", "actions", "--port", str(port)]
        return self._process("action server", command)

    def train(self) -> float:
        """Train from nothing; seconds."""
        with self._process("training", ["rasa", "train"]) as process:
            return process.seconds_until_end(TRAIN_LIMIT_S)

    def _process(self, part: str, module: list[str]) -> Process:
        log = self.logs / f"{self.name} {part}.log"
        return Process(f"{self.name}'s {part}", module, self.folder, log, self.environment)


def make_lantern(scratch: Path) -> Bot:
    """Copy Lantern as it stands in this tree, and fill a database of its own."""
    folder = scratch / "lantern"
    copy_tree(LANTERN, folder)
    environment = rasa_environment(own_tensorflow_settings=True)
    # Another database would be somebody's own; the bench asks the one it filled.
    environment.pop("DATABASE_URL", None)
    _run("fill Lantern's database", ["-m", "actions.legal", "load"], folder, environment)
    return Bot(
        name="Lantern",
        folder=folder,
        health="/health/live",
        client=LanternClient,
        conversations=read_conversations("lantern"),
        environment=environment,
        logs=scratch,
    )


def make_stock(scratch: Path) -> Bot:
    """Let Rasa write its example project."""
    folder = scratch / "stock"
    folder.mkdir()
    environment = rasa_environment(own_tensorflow_settings=False)
    _run("write Rasa's example bot", ["-c", MAKE_STOCK], folder, environment)
    return Bot(
        name="Stock bot",
        folder=folder,
        health="/",
        client=StockClient,
        conversations=read_conversations("stock"),
        environment=environment,
        logs=scratch,
    )


def copy_tree(names: tuple[str, ...], folder: Path) -> None:
    """Copy these files and folders of the project into a new folder."""
    folder.mkdir()
    for name in names:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)


def _run(what: str, command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise MeasureError(f"could not {what}. {done.stderr.strip()[-200:]}")


def endpoints_for(bot: Bot, action_port: int, scratch: Path) -> Path:
    """A copy of the bot's endpoints file that names this port of the action server."""
    content = yaml.safe_load((bot.folder / "endpoints.yml").read_text(encoding="utf-8")) or {}
    if "action_endpoint" in content:
        content["action_endpoint"]["url"] = f"http://{HOST}:{action_port}/webhook"
    file = scratch / f"{bot.name} endpoints.yml"
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    return file
