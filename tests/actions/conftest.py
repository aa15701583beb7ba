"""A database filled from the real data files, made once."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from actions.legal import files
from actions.legal.loading import load
from actions.legal.queries import LegalQueries, asking
from tests.actions import postgres

ROOT = Path(__file__).resolve().parents[2]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def loaded_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("legal") / "lantern.db"
    load(files.DEFAULT_FOLDER, make_url(f"sqlite:///{path}"))
    return path


@pytest.fixture
def loaded_url(loaded_path: Path) -> URL:
    return make_url(f"sqlite:///{loaded_path}")


@pytest.fixture
def queries(loaded_url: URL) -> Iterator[LegalQueries]:
    with asking(loaded_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    programs = postgres.binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with postgres.server(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Address of a database of its own, empty, on each engine."""
    if request.param == "sqlite":
        return make_url(f"sqlite:///{tmp_path}/lantern.db")
    server: URL = request.getfixturevalue("postgres_server")
    return postgres.new_database(server, f"test_{next(_numbers)}")


@pytest.fixture(scope="session")
def all_files() -> files.LegalFiles:
    return files.read_folder(files.DEFAULT_FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files that a test may change."""
    return Path(shutil.copytree(files.DEFAULT_FOLDER, tmp_path / "legal"))
