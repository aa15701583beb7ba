"""Where the widget cannot be had, one sentence says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rasa_webchat.package import NAME, SCRIPT, VERSION, NoPackage, widget_script


def test_without_npm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPackage, match="npm is not on the PATH"):
        widget_script(tmp_path)


def test_without_a_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(NoPackage, match="npm could not fetch rasa-webchat"):
        widget_script(tmp_path)


def test_another_script_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / SCRIPT
    script.parent.mkdir(parents=True)
    script.write_text("steal()")
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\ntar -czf {NAME}-{VERSION}.tgz {SCRIPT}\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(NoPackage, match="is not the file that it was"):
        widget_script(tmp_path)
