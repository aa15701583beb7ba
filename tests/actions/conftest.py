"""A database filled from the real data files, made once, and the responses of the law scripts."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import URL, make_url

from actions.legal import files
from actions.legal.loading import load
from actions.legal.queries import LegalQueries

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def loaded_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("legal") / "lantern.db"
    load(files.DEFAULT_FOLDER, make_url(f"sqlite:///{path}"))
    return path


@pytest.fixture
def loaded_url(loaded_path: Path) -> URL:
    return make_url(f"sqlite:///{loaded_path}")


@pytest.fixture
def queries(loaded_url: URL) -> LegalQueries:
    return LegalQueries(loaded_url)


@pytest.fixture(scope="session")
def all_files() -> files.LegalFiles:
    return files.read_folder(files.DEFAULT_FOLDER)


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for path in sorted((ROOT / "data" / "scripts" / "law").glob("*.yml")):
        responses.update(yaml.safe_load(path.read_text(encoding="utf-8"))["responses"])
    return {"responses": responses}
