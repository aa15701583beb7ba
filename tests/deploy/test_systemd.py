"""The units for a clinic without containers: valid, hardened, and true to the files they start."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.locations import ROOT

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(file.name for file in UNITS.glob("*.service"))
# systemd's own measure, 0 to 10: its words for up to 2 are that a service is well kept.
MOST_EXPOSED = 2.0


def analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments],
        cwd="/",
        env={"PATH": os.environ["PATH"], "SYSTEMD_UNIT_PATH": f"{folder}:"},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units, with a program in the place of the one that an installation has."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    folder = tmp_path_factory.mktemp("units") / "systemd"
    shutil.copytree(UNITS, folder)
    for file in folder.glob("*.service"):
        text = file.read_text().replace("/opt/lantern/.venv/bin/python", "/bin/true")
        file.write_text(text)
    return folder


def test_systemd_reads_every_unit_without_a_complaint(units: Path) -> None:
    names = [*SERVICES, "lantern.target"]
    checked = analyze(units, "verify", "--man=no", "--recursive-errors=no", *names)
    ours = [line for line in checked.stderr.splitlines() if "lantern" in line]
    assert ours == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_few_rights(units: Path, name: str) -> None:
    told = analyze(units, "security", "--offline=yes", name).stdout
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert found, told
    assert float(found.group(1)) <= MOST_EXPOSED
    assert re.search(r"✓ User=", told)


def settings(file: Path) -> list[tuple[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [
        (key, value)
        for key, sign, value in (line.partition("=") for line in lines)
        if sign and not key.startswith("#")
    ]


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_as_credentials(name: str) -> None:
    told = settings(UNITS / name)
    loaded = {value.split(":")[0] for key, value in told if key == "LoadCredential"}
    files = {
        value.partition("=")[2].removeprefix("%d/")
        for key, value in told
        if key == "Environment" and value.partition("=")[0].endswith("_FILE")
    }
    assert loaded == files
    assert loaded


def test_an_example_of_our_own_comes_after_what_all_share() -> None:
    """Else what it resets would be set again."""
    (shared,) = (UNITS / "lantern-.service.d").iterdir()
    (messaging,) = (UNITS / "lantern-chat.service.d").iterdir()
    assert shared.name < messaging.name
    assert ("IPAddressDeny", "") in settings(messaging)


def test_the_proxy_tells_the_log_nothing_of_its_environment() -> None:
    told = settings(UNITS / "caddy.service.d" / "lantern.conf")
    starts = [value for key, value in told if key == "ExecStart"]
    assert starts[0] == ""
    assert "--environ" not in starts[1]


@pytest.mark.parametrize(
    "path",
    sorted(
        {
            path
            for file in UNITS.rglob("*")
            if file.is_file()
            for path in re.findall(r"/opt/lantern/([\w./-]+)", file.read_text(encoding="utf-8"))
            if not path.startswith(".venv")
        }
    ),
)
def test_what_a_unit_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()
