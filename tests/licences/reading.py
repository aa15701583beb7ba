"""Which packages run in the servers, under which licence, and whether that is one we allow."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from bot.locations import ROOT

ALLOWED = Path(__file__).with_name("allowed.yml")
LIST = ROOT / "docs" / "licences.md"
BEGIN, END = "<!-- packages -->", "<!-- end of packages -->"
SBOM = ROOT / "var" / "sbom.cdx.json"

_PREFIX = "License :: "
_OPERATOR = re.compile(r" AND | OR |; ")


class NoUv(RuntimeError):  # noqa: N818
    """The program that reads uv.lock is not here; one sentence says so."""


class NotAllowedError(ValueError):
    """A package has a licence that nobody has looked at; the message says what to do."""


def bill_of_materials() -> dict[str, Any]:
    """Give what runs in the servers as CycloneDX, out of uv.lock: names, versions, checksums, ties.

    Raises:
        NoUv: uv is neither on the PATH nor in .uv/.
    """
    uv = shutil.which("uv") or shutil.which("uv", path=str(ROOT / ".uv" / "bin"))
    if uv is None:
        raise NoUv("uv is not here; `make environment` fetches it")
    command = [uv, "export", "--frozen", "--no-dev", "--format", "cyclonedx1.5", "--quiet"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    content: dict[str, Any] = json.loads(made.stdout)
    for component in content["components"]:
        component["licenses"] = [{"license": {"name": licence_of(component["name"])}}]
    return content


def packages(bill: dict[str, Any]) -> dict[str, str]:
    """Give the licence of each package, by name, in the order of the names."""
    found = {one["name"]: one["licenses"][0]["license"]["name"] for one in bill["components"]}
    return dict(sorted(found.items()))


def licence_of(package: str) -> str:
    """Give the licence as the package itself writes it down; `unknown` where it does not."""
    about = metadata.metadata(package)
    classifiers = [
        one.split(" :: ")[-1]
        for one in about.get_all("Classifier") or []
        if one.startswith(_PREFIX) and not one.endswith("OSI Approved")
    ]
    first_line = (about.get("License") or "").strip().split("\n")[0]
    return about.get("License-Expression") or "; ".join(classifiers) or first_line or "unknown"


def check_allowed(package: str, licence: str) -> None:
    """See that a package has a licence that we allow.

    Raises:
        NotAllowedError: it has not.
    """
    allowed = yaml.safe_load(ALLOWED.read_text(encoding="utf-8"))
    names = {name for key, others in allowed["open"].items() for name in (key, *others)}
    for key, one in allowed["copyleft"].items():
        if package in one["packages"]:
            names |= {key, *one["names"]}
    # One of several may be chosen, all of several have to be kept: here each has to be allowed.
    if unknown := [part for part in _OPERATOR.split(licence) if part not in names]:
        raise NotAllowedError(
            f"{package} is under {' and '.join(unknown)}, which tests/licences/allowed.yml does "
            f"not have. Read the licence: if it is an open one, add it there (a copyleft one with "
            f"the package and what it asks of us), then run `make sbom`; if not, take another "
            f"package."
        )


def as_table(found: dict[str, str]) -> str:
    """Give the part of docs/licences.md that is made out of the packages."""
    rows = "\n".join(f"| {package} | {licence} |" for package, licence in found.items())
    return f"{BEGIN}\n| package | licence |\n|---|---|\n{rows}\n{END}"
