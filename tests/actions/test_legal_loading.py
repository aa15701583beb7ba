"""Loading, on both engines: all or nothing, once, whole for every reader, with what was before."""

import datetime as dt
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from actions.legal import database, files
from actions.legal.history import said_on, versions
from actions.legal.loading import load
from actions.legal.models import Load, mapper_registry
from actions.legal.queries import EmptyDatabaseError, OlderDatabaseError, asking


def change(path: Path, old: str, new: str) -> None:
    said = path.read_text(encoding="utf-8")
    assert old in said
    path.write_text(said.replace(old, new, 1), encoding="utf-8")


def place_name(url: URL, code: str) -> str:
    with asking(url) as queries:
        place = queries.jurisdiction(code)
        assert place is not None
        return place.name


def test_a_second_load_does_nothing(new_url: URL, all_files: files.LegalFiles) -> None:
    first = load(files.DEFAULT_FOLDER, new_url)
    assert first.changed
    assert first.counts["laws"] == sum(len(one["laws"]) for one in all_files.jurisdictions)
    assert first.counts["files"] == 58
    second = load(files.DEFAULT_FOLDER, new_url)
    assert not second.changed
    assert second.counts == first.counts


def test_a_changed_file_is_loaded_and_nothing_doubles(folder: Path, new_url: URL) -> None:
    before = load(folder, new_url)
    change(folder / "OH.yaml", "name: Ohio", "name: Ohio!")
    after = load(folder, new_url)
    assert after.changed
    assert after.counts == before.counts
    assert place_name(new_url, "OH") == "Ohio!"


def test_a_broken_file_leaves_the_old_content(folder: Path, new_url: URL) -> None:
    load(folder, new_url)
    change(folder / "CA.yaml", "name: California", "name: California!")
    (folder / "OH.yaml").write_text("code: OH\n")
    with pytest.raises(files.BrokenDataError, match=r"OH\.yaml, line 1, laws: this field is mis"):
        load(folder, new_url)
    assert place_name(new_url, "CA") == "California"


def test_a_failure_in_the_middle_leaves_everything_as_it_was(
    folder: Path, new_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, new_url)
    change(folder / "OH.yaml", "name: Ohio", "name: Ohio!")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("actions.legal.loading.write_versions", fail)
    with pytest.raises(OSError, match="disk full"):
        load(folder, new_url)
    assert place_name(new_url, "OH") == "Ohio"
    with asking(new_url) as queries:
        assert queries.laws("CA", ["stalking"])
        assert queries.national()


def test_what_a_record_said_before_can_be_told(folder: Path, new_url: URL) -> None:
    load(folder, new_url)
    with asking(new_url) as queries:
        law = queries.laws("OH", ["stalking"])[0]
        key, old = f"stalking | {law.kind} | {law.citation}", law.title
    change(folder / "OH.yaml", f"title: {old}", "title: A new title")
    load(folder, new_url)
    today = dt.datetime.now(dt.timezone.utc).date()
    with asking(new_url) as queries:
        first, second = versions(queries.session, "OH", "laws", key)
        assert (first.content["title"], second.content["title"]) == (old, "A new title")
        assert first.valid_until == second.valid_from
        assert second.valid_until is None
        said = [
            one.content["title"]
            for one in said_on(queries.session, "OH", today)
            if one.record_key == key
        ]
        assert said == [old, "A new title"]
        assert said_on(queries.session, "OH", today - dt.timedelta(days=1)) == []


def test_a_record_that_is_gone_stays_in_the_history(folder: Path, new_url: URL) -> None:
    load(folder, new_url)
    with asking(new_url) as queries:
        gone = queries.orders("OH")[0].name
    change(folder / "OH.yaml", f"name: {gone}", "name: Another order")
    load(folder, new_url)
    with asking(new_url) as queries:
        assert gone not in [order.name for order in queries.orders("OH")]
        (version,) = versions(queries.session, "OH", "protective_orders", gone)
        assert version.valid_until is not None


def test_a_reader_never_sees_half_of_a_load(folder: Path, new_url: URL) -> None:
    """The name stands in two tables; while loads run, one answer always has the same in both."""
    for path in folder.glob("*.yaml"):
        if path.stem not in ("OH", "CA", "national"):
            path.unlink()
    names = ("Ohio", "Ohio of another day")
    notes = folder / "OH.yaml"
    said = notes.read_text(encoding="utf-8")
    head, _, _ = said.partition("\nnotes:")

    def write(name: str) -> None:
        text_now = head.replace("name: Ohio\n", f"name: {name}\n", 1)
        text_now = text_now.replace(
            "\n  - kind: attorney_general\n    name: ",
            f"\n  - kind: attorney_general\n    name: {name} ",
            1,
        )
        notes.write_text(f"{text_now}\nnotes: About {name}.\n", encoding="utf-8")

    write(names[0])
    load(folder, new_url, complete=False)
    seen: list[tuple[str, str, bool]] = []
    wrong: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                with asking(new_url) as queries:
                    place = queries.jurisdiction("OH")
                    office = queries.resources("OH", ["attorney_general"])[0]
                    assert place is not None
                    seen.append((place.name, place.notes, office.name.startswith(names[1])))
            except Exception as error:
                wrong.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(1, 9):
        write(names[turn % 2])
        assert load(folder, new_url, complete=False).changed
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert {name for name, _, _ in seen} == set(names)
    for name, note, other in seen:
        assert note == f"About {name}."
        assert other == (name == names[1])


def test_two_loads_at_once_both_end_well(folder: Path, new_url: URL) -> None:
    wrong: list[Exception] = []

    def work() -> None:
        try:
            load(folder, new_url)
        except Exception as error:
            wrong.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not wrong
    with asking(new_url) as queries:
        (version,) = versions(queries.session, "OH", "place", "")
        assert version.valid_until is None


def test_the_migrations_make_exactly_the_models(new_url: URL) -> None:
    with database.writing(new_url) as connection:
        database.migrate(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, mapper_registry.metadata) == []


def test_the_migrations_can_be_taken_back(new_url: URL) -> None:
    with database.writing(new_url) as connection:
        database.migrate(connection)
        command.downgrade(database.migration_config(connection), "base")
    with database.writing(new_url) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def older(url: URL) -> None:
    """Make a database as the first migration left it, with something loaded."""
    with database.writing(url) as connection:
        command.upgrade(database.migration_config(connection), "0001")
        now = dt.datetime(2026, 1, 1)
        counts = dict.fromkeys(
            ("files", "laws", "protective_orders", "resources", "national_resources"), 0
        )
        connection.execute(insert(Load).values(content_hash="x", loaded_at=now, **counts))


def test_an_older_migration_is_no_answer_until_a_load_brings_it_up_to_date(new_url: URL) -> None:
    older(new_url)
    with pytest.raises(OlderDatabaseError), asking(new_url):
        pass
    assert load(files.DEFAULT_FOLDER, new_url).changed
    assert place_name(new_url, "OH") == "Ohio"


def test_a_newer_migration_is_no_answer(new_url: URL) -> None:
    load(files.DEFAULT_FOLDER, new_url)
    with database.writing(new_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OlderDatabaseError), asking(new_url):
        pass


def test_an_empty_database_is_no_answer(new_url: URL) -> None:
    with pytest.raises(SQLAlchemyError), asking(new_url):
        pass
    with database.writing(new_url) as connection:
        database.migrate(connection)
    with pytest.raises(EmptyDatabaseError), asking(new_url):
        pass


def test_asking_never_makes_a_database(tmp_path: Path) -> None:
    with pytest.raises(OperationalError), asking(make_url(f"sqlite:///{tmp_path}/none.db")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_asking_cannot_write(new_url: URL) -> None:
    load(files.DEFAULT_FOLDER, new_url)
    with pytest.raises(SQLAlchemyError), database.reading(new_url) as connection:
        connection.execute(text("DELETE FROM laws"))


def test_an_address_as_many_hosts_write_it() -> None:
    url = database.read_address("postgres://me:secret@127.0.0.1:1/x")
    assert url.get_backend_name() == "postgresql"
    assert "secret" not in database.shown(url)
