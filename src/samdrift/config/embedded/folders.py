"""Where things lie: Samdrift's files, the server's socket; and writing a file there."""

import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from .binaries import Account, DatabaseUnavailable

PORT = 5432  # no port is opened: the number is part of the socket's name
SOCKET_BYTES = 103  # what macOS leaves of sun_path after its closing zero; Linux has 107


def default_home() -> Path:
    """This function will name the folder that keeps Samdrift's files: SAMDRIFT_HOME, else where this system keeps a user's data.

    Root's is /var/lib/samdrift, since the server runs as another user, whom root's home shuts out.
    """
    if named := os.environ.get("SAMDRIFT_HOME"):
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "samdrift"
    if os.geteuid() == 0:
        return Path("/var/lib/samdrift")
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/samdrift"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "samdrift"


def short_name(data: Path) -> str:
    """This function will name a data folder in letters that fit a socket's path and a shell's command line."""
    return f"samdrift-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"


def socket_folder(data: Path, account: Account | None) -> Path:
    """This function will make a private folder with a short name that follows from the data folder's: a restarted server is where it was.

    /tmp and not TMPDIR, which is another for each login. Anyone may make a folder there first: one that is not ours is passed by.
    """
    if sys.platform == "win32":
        bases, owner = [Path(tempfile.gettempdir())], 0
    else:
        bases, owner = [Path("/tmp"), Path(tempfile.gettempdir())], account.uid if account else os.geteuid()
    folders = [base / f"{short_name(data)}-{owner}{suffix}" for base in bases for suffix in ("", "-1", "-2", "-3")]
    short = [folder for folder in folders if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_BYTES]
    for folder in short:
        with suppress(OSError):
            folder.mkdir(mode=0o700)
            if account:
                account.own(folder)
        if _is_private(folder, owner):
            for left in folder.iterdir():  # by a server that was killed
                left.unlink()
            return folder
    trouble = "can be made private" if short else "is short enough for a socket"
    raise DatabaseUnavailable(
        f"No folder for the server's socket {trouble}: {', '.join(map(str, folders))}. Remove them, or set TMPDIR to another folder."
    )


def _is_private(folder: Path, owner: int) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    shared = sys.platform != "win32" and found.st_mode & 0o077
    return stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not shared


def replace_file(path: Path, text: str, account: Account | None) -> None:
    """This function will write a file whole or not at all, and never through a link that someone put in its place."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if account:
        account.own(Path(name))
    os.replace(name, path)
