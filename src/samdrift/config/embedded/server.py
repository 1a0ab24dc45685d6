"""The server itself: its data folder, its start, its end."""

import atexit
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from fasteners import InterProcessLock  # type: ignore[import-untyped]
from psycopg.sql import SQL, Identifier

from . import users
from .binaries import Account, Binaries, DatabaseUnavailable, account_for, find_binaries
from .folders import PORT, default_home, replace_file, short_name, socket_folder
from .roles import APP, DATABASE, OWNER, create_roles, grant_to_app

SUPERUSER = "postgres"
DEAD_PID = 2**31 - 1  # above every system's highest
START_SECONDS = 600  # recovery after a hard stop reads what was written since the last checkpoint
ANSWER_SECONDS = 60
STARTED_ON = "samdrift-started-on"
LOG_BYTES = 10_000_000

_in_this_process = threading.RLock()  # a file lock keeps processes apart, not threads


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its socket folder and port, and libpq URLs that reach its database as the owner and as the serving role."""

    host: str
    port: int
    owner: str
    app: str


@dataclass(frozen=True, slots=True)
class Postmaster:
    pid: int
    host: str
    port: int

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=self.host, port=self.port, user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=5)

    def url(self, role: str) -> str:
        return f"postgresql://{role}@/{DATABASE}?host={quote(self.host, safe='')}&port={self.port}"


class Embedded:
    """A PostgreSQL server on one data folder, shared by all processes that ask for it.

    `settings` are PostgreSQL's own and count when this process is the one that starts the server; a throw-away server in tests may say
    fsync off. Beside the data folder lie two lock files: one held while something is being decided, one by every user of the server.
    """

    def __init__(self, data: Path | None = None, *, settings: Mapping[str, str] | None = None) -> None:
        self.data = (data or default_home() / "postgresql").expanduser().resolve()
        self._settings = dict(settings or {})
        self._deciding = self.data.with_name(f"{self.data.name}.lock")
        self._users = self.data.with_name(f"{self.data.name}.users")

    def ensure(self) -> Server:
        """This function will start the server unless it runs, make the database on the first start, and keep both until the process ends.

        Any number of processes and threads may call it at once, and again after the server was lost. What stands in the way is told by
        DatabaseUnavailable.
        """
        with self._decision():
            if users.enter(self._users):
                atexit.register(self._leave_at_exit)
            postmaster = self._answering()
            try:
                self._furnish(postmaster)
            except psycopg.Error as error:
                raise DatabaseUnavailable(f"The server runs, but its database could not be prepared: {error}") from error
        return Server(postmaster.host, postmaster.port, postmaster.url(OWNER), postmaster.url(APP))

    def stop(self) -> None:
        """This function will end this process's use of the server, and stop the server unless another process uses it."""
        atexit.unregister(self._leave_at_exit)
        if not self.data.exists():
            with _in_this_process:
                users.leave(self._users)
            return
        with self._decision():
            users.leave(self._users)
            if not users.anyone_else(self._users) and (postmaster := self._postmaster()):
                self._halt(postmaster)

    def _leave_at_exit(self) -> None:
        try:
            self.stop()
        except DatabaseUnavailable as error:
            print(f"samdrift: {error}", file=sys.stderr)

    @contextmanager
    def _decision(self) -> Iterator[None]:
        """One process and thread at a time; a file that cannot be read or written becomes a sentence."""
        with _in_this_process:
            lock = InterProcessLock(self._deciding)
            try:
                self._make_home()
                try:
                    locked = lock.acquire(timeout=START_SECONDS + ANSWER_SECONDS)
                except threading.ThreadError as error:  # a network folder without a lock service
                    raise DatabaseUnavailable(f"{error}. Set SAMDRIFT_HOME to a folder on a disk of this machine.") from error
                if not locked:
                    lock.lockfile.close()
                    raise DatabaseUnavailable(
                        f"Another process has kept {self._deciding} locked for ten minutes. See what it is doing, or end it."
                    )
                try:
                    self._share_locks()
                    yield
                finally:
                    lock.release()
            except OSError as error:
                raise DatabaseUnavailable(
                    f"The folder {self.data.parent} cannot be used: {error.strerror or error}"
                    f"{f' ({error.filename})' if error.filename else ''}. Mend it, or set SAMDRIFT_HOME to another folder."
                ) from error

    def _make_home(self) -> None:
        home = self.data.parent
        if not home.exists():
            home.mkdir(parents=True, exist_ok=True)
            home.chmod(0o711 if account_for(self.data) else 0o700)  # another account has to pass through root's

    def _share_locks(self) -> None:
        self._users.touch()
        if account := account_for(self.data):  # or root, once here, would shut out the user whose folder it is
            account.own(self._deciding)
            account.own(self._users)

    def _postmaster(self) -> Postmaster | None:
        """The running server of this data folder. A pid file outlives its process, and its number may have gone to another one since."""
        try:
            pid, _, _, port, host, *_ = [*(self.data / "postmaster.pid").read_text().splitlines(), "", "", "", ""]
            process = psutil.Process(int(pid))
            return Postmaster(process.pid, host, int(port or PORT)) if self._is_ours(process) else None
        except (FileNotFoundError, ValueError, OverflowError, psutil.Error):
            return None

    def _is_ours(self, process: psutil.Process) -> bool:
        if not process.name().startswith("postgres"):
            return False
        try:
            return os.path.samefile(process.cwd(), self.data)
        except psutil.AccessDenied:  # root in a container may not look at another user's processes so closely
            return f"cluster_name={short_name(self.data)}" in process.cmdline()

    def _answering(self) -> Postmaster:
        """Until it answers: a server may be starting, stopping or recovering on behalf of a process that was killed meanwhile."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            postmaster = self._postmaster()
            if postmaster is None:
                reason = self._start()
            else:
                try:
                    postmaster.connect(SUPERUSER).close()
                    return postmaster
                except psycopg.OperationalError as error:
                    reason = f"process {postmaster.pid} does not answer at {postmaster.host}: {error}"
                    self._halt_if_unreachable(postmaster)
            if reason and time.monotonic() > deadline:
                raise DatabaseUnavailable(f"The server did not come up within {ANSWER_SECONDS} seconds: {reason}")
            time.sleep(0.1 if reason else 0)

    def _halt_if_unreachable(self, postmaster: Postmaster) -> None:
        """Its socket was swept away with other temporary files: it can only be reached again by a restart, if nobody is on it."""
        if not (Path(postmaster.host) / f".s.PGSQL.{postmaster.port}").exists() and not users.anyone_else(self._users):
            self._halt(postmaster)

    def _start(self) -> str:
        """Start the server; the answer is empty, or says what may pass by itself."""
        account = account_for(self.data)
        binaries = find_binaries(account, self.data.parent)
        self._refuse_to_share_with_another_machine()
        self._check_data_folder(binaries, account)
        sockets = socket_folder(self.data, account)
        self._write_configuration(sockets, account)
        self._disown_pid(account)
        replace_file(self.data / STARTED_ON, socket.gethostname(), account)
        log = self.data / "server.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(self.data / "server.log.old")
        known = log.stat().st_size if log.exists() else 0
        # "." and not the path: pg_ctl hands it to a shell in double quotes.
        where = ("-D", ".", "-l", log.name, "-o", f"-c cluster_name={short_name(self.data)}")
        patience = ("-w", "-s", "-t", str(START_SECONDS))
        started, printed = binaries.run("pg_ctl", "start", *where, *patience, cwd=self.data, seconds=START_SECONDS + ANSWER_SECONDS)
        if started:
            return ""
        said = log.read_bytes()[known:].decode(errors="replace") if log.exists() else ""
        if "pre-existing shared memory block" in said:  # sessions of a killed server, on their way out
            return said
        with suppress(OSError):
            sockets.rmdir()
        raise self._failure("The PostgreSQL server could not be started", f"{said}\n{printed}", account)

    def _halt(self, postmaster: Postmaster) -> None:
        account = account_for(self.data)
        binaries = find_binaries(account, self.data.parent)
        stopped, printed = binaries.run("pg_ctl", "stop", "-D", ".", "-m", "fast", "-w", "-s", cwd=self.data, seconds=90)
        if not stopped and self._postmaster():
            raise self._failure("The PostgreSQL server could not be stopped", printed, account)
        with suppress(OSError):
            Path(postmaster.host).rmdir()

    def _refuse_to_share_with_another_machine(self) -> None:
        """Two servers on one folder destroy it, and neither sees the other's process from another machine or container.

        A home on the network is such a folder. The name alone does not tell: a container comes back under a new one.
        """
        named = self.data / STARTED_ON
        if not named.exists() or (machine := named.read_text()) == socket.gethostname():
            return
        if (self.data / "postmaster.pid").exists() and users.anyone_else(self._users):
            raise DatabaseUnavailable(
                f"The database in {self.data} is in use on {machine}. Stop Samdrift there, or set SAMDRIFT_HOME to another folder."
            )

    def _check_data_folder(self, binaries: Binaries, account: Account | None) -> None:
        version = self.data / "PG_VERSION"
        major = binaries.major()
        if not version.exists():
            if self.data.exists() and any(self.data.iterdir()):
                raise DatabaseUnavailable(
                    f"{self.data} holds files but no database. Move them away, or set SAMDRIFT_HOME to another folder."
                )
            self._initialize(binaries, major)
        elif (found := version.read_text().strip()) != str(major):
            raise DatabaseUnavailable(
                f"The data in {self.data} was made by PostgreSQL {found}; the programs in {binaries.folder} are of PostgreSQL {major}. "
                f"Set SAMDRIFT_PG_BIN to the programs of PostgreSQL {found}, or move the data over with pg_upgrade or a backup."
            )
        elif account and self.data.stat().st_uid == 0:  # put back by root from a backup
            account.own_all(self.data)

    def _initialize(self, binaries: Binaries, major: int) -> None:
        """Make the data folder under another name and rename it when it is whole, so that a killed first start leaves no half of one."""
        beginning = f"{self.data.name}.new-"
        for left in self.data.parent.iterdir():
            if left.name.startswith(beginning):
                shutil.rmtree(left, ignore_errors=True)  # an initdb that outlived its killed parent may still write there
        unfinished = Path(tempfile.mkdtemp(prefix=beginning, dir=self.data.parent))
        if binaries.account:
            binaries.account.own(unfinished)
        # Both sort by code point and know upper case from lower in all of Unicode. The builtin provider does so on every system alike but
        # came with 17; before that it is the C library's C.UTF-8, which every Linux of today has.
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C") if major >= 17 else ("--locale=C.UTF-8",)
        speed = ("--no-sync",) if self._settings.get("fsync") == "off" else ()
        access = ("--auth-local=trust", "--auth-host=reject", "--username", SUPERUSER)
        form = ("--encoding=UTF8", "--data-checksums", "--no-instructions")
        made, printed = binaries.run("initdb", "-D", ".", *access, *form, *locale, *speed, cwd=unfinished, seconds=START_SECONDS)
        if not made:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise self._failure("The database's data folder could not be made", printed, binaries.account)
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)
        if sys.platform != "win32":  # the new name has to survive a power cut as surely as the rows that follow
            folder = os.open(self.data.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)

    def _write_configuration(self, sockets: Path, account: Account | None) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": '"{}"'.format(str(sockets).replace('"', '""')),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "100",
            "jit": "off",  # compiling costs more than our queries take
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
        } | self._settings
        lines = [f"{name} = '{value.replace(chr(92), chr(92) * 2).replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()]
        replace_file(self.data / "postgresql.conf", "# Written by Samdrift at every start.\n" + "".join(lines), account)

    def _disown_pid(self, account: Account | None) -> None:
        """Take a foreign process's number out of the pid file, or PostgreSQL would believe that its server still runs.

        The rest stays: by it PostgreSQL finds sessions of a killed server that still write.
        """
        file = self.data / "postmaster.pid"
        with suppress(FileNotFoundError):
            lines = file.read_text().splitlines()
            if lines and lines[0].strip().isdigit():
                replace_file(file, "\n".join([str(DEAD_PID), *lines[1:], ""]), account)
            else:
                file.unlink()

    def _furnish(self, postmaster: Postmaster) -> None:
        """Make roles and database on the first start. The database gets its name last: where there is one, it is whole."""
        with postmaster.connect(SUPERUSER) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                return
            unfinished = Identifier(f"{DATABASE}_new")
            create_roles(connection)
            connection.execute(SQL("DROP DATABASE IF EXISTS {}").format(unfinished))
            connection.execute(SQL("CREATE DATABASE {} OWNER {}").format(unfinished, Identifier(OWNER)))
            with postmaster.connect(f"{DATABASE}_new") as inside:
                grant_to_app(inside)
            connection.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, Identifier(DATABASE)))

    def _failure(self, what: str, said: str, account: Account | None) -> DatabaseUnavailable:
        why = ""
        if "No space left on device" in said:
            why = f": the disk that holds {self.data.parent} is full"
        elif account and "ermission denied" in said:
            why = f": it runs as user {account.uid}, since PostgreSQL refuses root, and that user must be able to reach {self.data}"
        last = [line for line in said.splitlines() if line.strip()][-8:]
        return DatabaseUnavailable("\n    ".join([f"{what}{why}. The last it said:", *last]))
