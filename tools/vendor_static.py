"""Copy the few files that we take from npm packages into src/samdrift/ui/static/ui/vendor, each beside its license.

For maintainers only: it needs node's `npm` and the network, the product needs neither. Versions and checksums are pinned
here; to move to a newer version, change both (`npm view NAME@VERSION dist.integrity` prints the checksum), run this and look at the pages.

    python tools/vendor_static.py
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src" / "samdrift" / "ui" / "static" / "ui" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """This will name one pinned package and which of its files go where (path in the archive -> path in the vendor folder)."""

    name: str
    version: str
    integrity: str
    files: dict[str, str]


FONT = "source-sans-3-{subset}-{weight}-normal.woff2"
FONTS = [FONT.format(subset=subset, weight=weight) for subset in ("latin", "latin-ext") for weight in (400, 600, 700)]

PACKAGES = (
    Package(
        name="@digdir/designsystemet-css",
        version="1.22.0",
        integrity="sha512-f/+YOK1Gvl7ypdeRh0TDGs28eu8DkOPDAR+T8yLpnys9FxNWX05UNuhXJwYwRuzF9WUgjAhpJ5JKdodTDxWMEA==",
        files={"package/dist/src/index.css": "designsystemet.css", "package/LICENSE": "designsystemet.LICENSE"},
    ),
    Package(
        name="@fontsource/source-sans-3",
        version="5.3.1",
        integrity="sha512-O3YxvbotUOgYI2Zx0bBcEMNjnwitRf9P2+9pd54sMoux1NHrdXnMwZusw2P78lFhEzOPN4glOEQmX0ASaS68uA==",
        files={f"package/files/{font}": f"fonts/{font}" for font in FONTS} | {"package/LICENSE": "fonts/source-sans-3.LICENSE"},
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        integrity="sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        files={"package/dist/htmx.min.js": "htmx.min.js", "package/LICENSE": "htmx.LICENSE"},
    ),
)


def fetch(package: Package, folder: Path) -> Path:
    """This function will download one package with `npm pack` and return the archive once its checksum is the pinned one."""
    spec = f"{package.name}@{package.version}"
    packed = subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, check=True, capture_output=True, text=True)
    archive = folder / packed.stdout.strip().splitlines()[-1]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != package.integrity:
        raise SystemExit(f"{spec}: the checksum is {digest}, pinned is {package.integrity}. Nothing was copied.")
    return archive


def copy(package: Package, archive: Path) -> None:
    """This function will copy the package's named files out of the archive; the archive's other members are never unpacked."""
    with tarfile.open(archive) as tar:
        for member, target in package.files.items():
            source = tar.extractfile(member)
            if source is None:
                raise SystemExit(f"{package.name}: {member} is not a file")
            path = VENDOR / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.read())
            print(f"{path.relative_to(VENDOR)}  {package.name} {package.version}")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        # Fetched and checked before the first file is written, so that a wrong checksum leaves the folder as it was.
        archives = [(package, fetch(package, Path(folder))) for package in PACKAGES]
        for package, archive in archives:
            copy(package, archive)
    return 0


if __name__ == "__main__":
    sys.exit(main())
