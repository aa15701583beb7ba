"""deploy/environment.sh says in one sentence what is missing on a machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.locations import ROOT


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A clone in which nothing was made yet."""
    (tmp_path / "deploy").mkdir()
    for name in ("deploy/environment.sh", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make_environment(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "deploy/environment.sh"],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_full_disk_is_said(fresh: Path) -> None:
    made = make_environment(fresh, LANTERN_NEEDED_MEGABYTES="999999999")
    assert made.returncode == 1
    assert made.stderr.startswith("Lantern cannot start: the disk has ")
    assert not (fresh / ".venv").exists()


def test_a_python_that_is_none_is_said(fresh: Path) -> None:
    made = make_environment(fresh, PYTHON="/bin/false")
    assert made.returncode == 1
    assert "PYTHON=/bin/false is not a working Python 3.10." in made.stderr


def test_no_python_at_all_is_said(fresh: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "cat", "cut", "sha256sum", "df", "awk", "dirname", "env"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    if any(Path("/usr/local/bin").glob("python3.10")) or Path("/usr/bin/python3.10").exists():
        pytest.skip("this machine has a Python 3.10 where the script always looks")
    made = make_environment(fresh, PATH=str(tools), HOME=str(tmp_path), PYENV_ROOT=str(tmp_path))
    assert made.returncode == 1
    assert "no Python was found" in made.stderr
    assert "Please install Python 3.10" in made.stderr


def test_an_environment_that_is_up_to_date_is_left_alone() -> None:
    made = make_environment(ROOT)
    assert made.returncode == 0
    assert made.stdout == ""
