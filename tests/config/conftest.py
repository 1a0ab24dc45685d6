"""Folders and servers for the tests of the embedded database. Nothing here needs Django."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from samdrift.config.embedded import Embedded, Server

THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def a_folder_for_tests(*, on_disk: bool = False) -> Path:
    """A folder that the server's account can pass through, which pytest's own folders do not let it when we are root."""
    memory = Path("/dev/shm")
    quick = memory.is_dir() and os.access(memory, os.W_OK) and not on_disk
    folder = Path(tempfile.mkdtemp(prefix="samdrift-test-", dir=memory if quick else None))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def folder() -> Iterator[Path]:
    made = a_folder_for_tests()
    yield made
    shutil.rmtree(made)


@pytest.fixture
def disk() -> Iterator[Path]:
    made = a_folder_for_tests(on_disk=True)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def shared() -> Iterator[Embedded]:
    """A server for all tests of a file that leave it as it was."""
    made = a_folder_for_tests()
    embedded = Embedded(made / "data", settings=THROW_AWAY)
    embedded.ensure()
    yield embedded
    embedded.stop()
    shutil.rmtree(made)


@pytest.fixture
def server(shared: Embedded) -> Server:
    return shared.ensure()
