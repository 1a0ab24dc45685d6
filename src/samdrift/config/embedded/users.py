"""Who uses the server: each process holds a shared lock on one file for as long as it lives.

A lock goes with its process however that ends, which a list of process ids does not. The caller serializes these functions, between
threads and between processes. A forked child is a process of its own and has to enter by itself.
"""

import os
from pathlib import Path

from fasteners import InterProcessReaderWriterLock  # type: ignore[import-untyped]

# One handle a file and process: on POSIX, closing any handle on a file drops every lock that the process has on it.
_held: dict[Path, InterProcessReaderWriterLock] = {}


def enter(path: Path) -> bool:
    """This function will count this process among the users, and tell whether it was not one before."""
    if path in _held:
        return False
    lock = InterProcessReaderWriterLock(path)
    lock.acquire_read_lock()
    _held[path] = lock
    return True


def leave(path: Path) -> None:
    """This function will count this process out."""
    if path in _held:
        _held.pop(path).release_read_lock()


def anyone_else(path: Path) -> bool:
    """This function will tell whether another process uses the server."""
    entered = path in _held
    leave(path)
    lock = InterProcessReaderWriterLock(path)
    alone = lock.acquire_write_lock(blocking=False)
    if alone:
        lock.release_write_lock()
    else:
        lock.lockfile.close()
    if entered:
        enter(path)
    return not alone


def _forget() -> None:
    for path in list(_held):
        leave(path)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)  # the child inherits the handles, not the locks
