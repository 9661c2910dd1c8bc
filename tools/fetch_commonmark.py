"""Get the examples of CommonMark's specification for the tests: python tools/fetch_commonmark.py.

They are in the npm package commonmark-spec. Without npm, the tests that need them are skipped.
"""

import shutil
import subprocess
import tarfile
from pathlib import Path

VERSION = "0.31.2"
SPECIFICATION = Path(__file__).parents[1] / ".venv" / "commonmark" / f"spec-{VERSION}.txt"


def fetch() -> None:
    """Put the specification where the tests look for it, unless it is there."""
    if SPECIFICATION.exists():
        return
    npm = shutil.which("npm")
    if not npm:
        print("No npm: the tests with CommonMark's own examples will be skipped.")
        return
    folder = SPECIFICATION.parent
    folder.mkdir(parents=True, exist_ok=True)
    package = f"commonmark-spec@{VERSION}"
    subprocess.run([npm, "pack", "--silent", package], cwd=folder, stdout=subprocess.DEVNULL)
    archive = folder / f"commonmark-spec-{VERSION}.tgz"
    if not archive.exists():
        print("npm cannot get commonmark-spec: the tests with its examples will be skipped.")
        return
    with tarfile.open(archive) as packed:
        text = packed.extractfile("package/spec.txt")
        assert text
        SPECIFICATION.write_bytes(text.read())


if __name__ == "__main__":
    fetch()
