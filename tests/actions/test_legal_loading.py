"""Loading: all or nothing, once, and on tables that the migrations made."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from actions.legal import cli, database, files
from actions.legal.loading import load
from actions.legal.models import mapper_registry
from actions.legal.queries import EmptyDatabaseError, LegalQueries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(files.DEFAULT_FOLDER, tmp_path / "legal"))


def test_a_second_load_does_nothing(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path}/new/folder/lantern.db")
    first = load(files.DEFAULT_FOLDER, url)
    assert first.changed
    assert first.counts == {
        "laws": 708,
        "protective_orders": 129,
        "resources": 449,
        "national_resources": 29,
        "files": 58,
    }
    second = load(files.DEFAULT_FOLDER, url)
    assert not second.changed
    assert second.counts == first.counts


def test_a_changed_file_is_loaded_and_nothing_doubles(folder: Path, tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path}/lantern.db")
    load(folder, url)
    ohio = folder / "OH.yaml"
    ohio.write_text(ohio.read_text().replace("name: Ohio", "name: Ohio!", 1))
    result = load(folder, url)
    assert result.changed
    assert result.counts["laws"] == 708
    place = LegalQueries(url).jurisdiction("OH")
    assert place is not None
    assert place.name == "Ohio!"


def test_a_broken_file_leaves_the_old_content(folder: Path, tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path}/lantern.db")
    load(folder, url)
    (folder / "OH.yaml").write_text("code: OH\n")
    with pytest.raises(files.BrokenDataError, match=r"OH\.yaml, line 1, laws: this field is mis"):
        load(folder, url)
    assert LegalQueries(url).laws("OH", ["stalking"])


def test_a_failure_in_the_middle_leaves_the_old_content(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "lantern.db"
    url = make_url(f"sqlite:///{path}")
    load(folder, url)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON national_resources"
            " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    (folder / "OH.yaml").write_text((folder / "OH.yaml").read_text() + "\n# changed\n")
    with pytest.raises(Exception, match="disk full"):
        load(folder, url)
    assert LegalQueries(url).laws("CA", ["stalking"])
    assert len(LegalQueries(url).national()) == 29


def test_the_migrations_make_exactly_the_models(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/lantern.db", future=True)
    database.migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, mapper_registry.metadata) == []


def test_the_migrations_can_be_taken_back(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/lantern.db", future=True)
    database.migrate(engine)
    with engine.begin() as connection:
        config = database.migration_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_an_older_migration_is_no_answer(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path}/lantern.db")
    load(files.DEFAULT_FOLDER, url)
    with create_engine(url, future=True).begin() as connection:
        connection.execute(text("ALTER TABLE laws RENAME TO older_laws"))
    with pytest.raises(OperationalError):
        LegalQueries(url).laws("CA", ["stalking"])


def test_an_empty_database_is_no_answer(tmp_path: Path) -> None:
    url = make_url(f"sqlite:///{tmp_path}/lantern.db")
    database.migrate(database.writing_engine(url))
    with pytest.raises(EmptyDatabaseError):
        LegalQueries(url).laws("CA", ["stalking"])


def test_asking_never_makes_a_database(tmp_path: Path) -> None:
    with pytest.raises(OperationalError):
        LegalQueries(make_url(f"sqlite:///{tmp_path}/none.db")).orders("CA")
    assert list(tmp_path.iterdir()) == []


def test_command_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["--data", str(folder), "--database", f"sqlite:///{tmp_path}/lantern.db"]
    assert cli.main([*base, "check"]) == 0
    assert cli.main([*base, "load"]) == 0
    assert cli.main([*base, "load"]) == 0
    assert "Already loaded: 708 laws" in capsys.readouterr().out
    assert cli.main([*base, "show", "ca"]) == 0
    shown = capsys.readouterr().out
    assert "Cal. Penal Code § 646.9" in shown
    assert "Checked: never (recalled)" in shown
    assert cli.main([*base, "show", "ZZ"]) == 1
    (folder / "CA.yaml").write_text("code: CA\nname: California\n")
    assert cli.main([*base, "check"]) == 1
    assert "CA.yaml, line 1, laws: this field is missing." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--database", "nonsense", "load"], 2, "not valid"),
        (["--database", "sqlite:////dev/null/x/y.db", "load"], 3, "cannot be used"),
        (["--database", "sqlite:////nowhere/y.db", "show", "CA"], 3, "cannot be used"),
        (["--data", "nowhere", "load"], 3, "no such folder"),
        (["--database", "postgresql://someone:secret@127.0.0.1:1/x", "show", "CA"], 3, "cannot"),
    ],
)
def test_command_line_says_what_is_wrong_in_one_sentence(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == code
    said = capsys.readouterr().err.strip()
    assert words in said
    assert "\n" not in said
    assert "secret" not in said
