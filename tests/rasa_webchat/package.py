"""Fetches the widget's one script with npm, and makes sure that it is the one we looked at."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

NAME, VERSION = "rasa-webchat", "1.0.1"
SCRIPT = "package/lib/index.js"
SHA_256 = "bfedd788e4bd7df12f64b5bf2963e634f84bac1cb176b6cede60c507d3553f1e"
NPM_SECONDS = 120


class NoPackage(RuntimeError):  # noqa: N818
    """The widget cannot be had here; one sentence says why."""


def widget_script(folder: Path) -> bytes:
    """Fetch the widget into a folder, and give the script that a site includes.

    Raises:
        NoPackage: there is no npm or no network, or the script is another one.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise NoPackage(f"npm is not on the PATH, so {NAME} cannot be fetched")
    command = [npm, "pack", f"{NAME}@{VERSION}", "--ignore-scripts", "--silent"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=NPM_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise NoPackage(f"npm could not fetch {NAME} {VERSION} ({type(error).__name__})") from error
    with tarfile.open(folder / f"{NAME}-{VERSION}.tgz") as package:
        member = package.extractfile(SCRIPT)
        script = member.read() if member else b""
    if hashlib.sha256(script).hexdigest() != SHA_256:
        raise NoPackage(f"{SCRIPT} of {NAME} {VERSION} is not the file that it was")
    return script
