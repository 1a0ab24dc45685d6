"""The embedded database among processes that come, go and are killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from samdrift.config.embedded import APP, OWNER, DatabaseUnavailable, Embedded
from tests.config.processes import USER, WRITER, a_process, answer, first_line, is_running, postmaster_of

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
NOBODY = 65534


@pytest.mark.long
def test_five_first_starts_at_once_share_one_server_that_the_last_one_stops(disk: Path) -> None:
    data = disk / "data"
    with a_process(USER, data) as last:
        with a_process(USER, data) as one, a_process(USER, data) as two, a_process(USER, data) as three, a_process(USER, data) as four:
            urls = {first_line(process) for process in (one, two, three, four, last)}
            assert len(urls) == 1
            server = postmaster_of(data)
        assert postmaster_of(data) == server
        assert answer(urls.pop()) == APP
    assert not is_running(data)


@pytest.mark.long
def test_a_killed_server_or_process_loses_no_acknowledged_row(disk: Path) -> None:
    data, acknowledged = disk / "data", disk / "acknowledged"
    with a_process(USER, data) as process:
        app = first_line(process)
        with psycopg.connect(app, user=OWNER) as connection:
            connection.execute("CREATE TABLE entry (id bigint PRIMARY KEY)")
    with a_process(WRITER, data, acknowledged) as writer:
        first_line(writer)
        written = 0
        for _ in range(3):
            written = wait_for_rows(acknowledged, written + 200)
            os.kill(postmaster_of(data), 9)
        wait_for_rows(acknowledged, written + 200)
        writer.kill()
        writer.wait(timeout=60)
    # The last line may be cut off where the writer was killed.
    promised = {int(line) for line in acknowledged.read_text().splitlines(keepends=True) if line.endswith("\n")}
    assert is_running(data)
    with a_process(USER, data) as process, psycopg.connect(first_line(process)) as connection:
        kept = {row for (row,) in connection.execute("SELECT id FROM entry")}
    assert promised - kept == set()
    assert not is_running(data)


def wait_for_rows(acknowledged: Path, wanted: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if acknowledged.exists() and (rows := acknowledged.read_text().count("\n")) >= wanted:
            return rows
        time.sleep(0.01)
    raise AssertionError(f"{wanted} rows were not written within a minute")


@pytest.mark.long
def test_a_killed_process_does_not_keep_the_server_up(folder: Path) -> None:
    data = folder / "data"
    with a_process(USER, data, "fsync=off") as killed:
        first_line(killed)
        with a_process(USER, data) as other:
            first_line(other)
            killed.kill()
            killed.wait(timeout=60)
        assert not is_running(data)


@pytest.mark.long
def test_a_forked_child_uses_the_server_in_its_own_right(folder: Path) -> None:
    data = folder / "data"
    script = USER.replace(
        "sys.stdin",
        "import os\nif not os.fork(): Embedded(Path(sys.argv[1])).ensure(); print('child', flush=True)\nelse: os._exit(0)\nsys.stdin",
    )
    with a_process(script, data, "fsync=off") as family:
        first_line(family)
        assert first_line(family) == "child"
        family.wait(timeout=60)
        with a_process(USER, data) as other:
            first_line(other)
        assert is_running(data)
    deadline = time.monotonic() + 60
    while is_running(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(data)


@pytest.mark.long
@pytest.mark.skipif(not ROOT, reason="Only root can become somebody else.")
def test_an_ordinary_user_runs_the_server_as_itself_and_is_told_when_it_may_not(folder: Path) -> None:
    os.chown(folder, NOBODY, NOBODY)
    data = folder / "home" / "data"
    with a_process(USER, data, "fsync=off", user=NOBODY, group=NOBODY, extra_groups=[]) as process:
        url = first_line(process)
        assert psutil.Process(postmaster_of(data)).uids().real == NOBODY
        with a_process(USER, data) as visiting_root:
            assert first_line(visiting_root) == url
    with a_process(USER, data, user=NOBODY, group=NOBODY, extra_groups=[]) as process:
        assert first_line(process) == url
    refused = subprocess.run(
        [sys.executable, "-c", USER, "/etc/samdrift/data"], user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True, text=True
    )
    assert "DatabaseUnavailable: The folder /etc/samdrift cannot be used: Permission denied" in refused.stderr


@pytest.mark.long
def test_a_process_that_leaves_lets_the_server_run_for_another(folder: Path) -> None:
    data = folder / "data"
    with a_process(USER, data, "fsync=off") as staying:
        url = first_line(staying)
        with a_process(USER, data) as leaving:
            first_line(leaving)
        assert answer(url) == APP
    assert not is_running(data)
    with a_process(USER, data, "fsync=off") as killed:
        first_line(killed)
        killed.kill()
    assert is_running(data)
    with a_process(USER, data) as next_one:
        assert first_line(next_one) == url
    assert not is_running(data)


@pytest.mark.long
def test_refuses_a_folder_that_a_server_on_another_machine_uses(folder: Path) -> None:
    embedded = Embedded(folder / "data")
    with a_process(USER, embedded.data, "fsync=off") as elsewhere:
        first_line(elsewhere)
        (embedded.data / "samdrift-started-on").write_text("elsewhere")
        os.kill(postmaster_of(embedded.data), 9)  # no process of this machine's, as seen from here
        with pytest.raises(DatabaseUnavailable, match="in use on elsewhere"):
            embedded.ensure()
    assert answer(embedded.ensure().app) == APP
    embedded.stop()
