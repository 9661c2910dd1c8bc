"""Download from npm what the tests need: python tools/fetch_from_npm.py.

This is the CommonMark specification, for its examples, and ical.js, which reads calendars. If npm
is not installed, the tests that need them are skipped.
"""

import shutil
import subprocess
import tarfile
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / ".venv" / "npm"
SPECIFICATION = _FOLDER / "commonmark-spec-0.31.2.txt"
ICAL_JS = _FOLDER / "ical.js-2.2.1.cjs"
_MEMBERS = {SPECIFICATION: "spec.txt", ICAL_JS: "dist/ical.es5.min.cjs"}
"""The file in each package that the tests need, keyed by the path where they look for it."""


def fetch(file: Path) -> None:
    """Download a file to the folder where the tests look for it, unless it is already there."""
    if file.exists():
        return
    npm = shutil.which("npm")
    if not npm:
        print(f"npm is not installed: the tests that need {file.name} will be skipped.")
        return
    _FOLDER.mkdir(parents=True, exist_ok=True)
    name, _, version = file.stem.rpartition("-")
    command = [npm, "pack", "--silent", f"{name}@{version}"]
    subprocess.run(command, cwd=_FOLDER, stdout=subprocess.DEVNULL)
    archive = _FOLDER / f"{name}-{version}.tgz"
    if not archive.exists():
        print(f"npm cannot get {name}: the tests that need it will be skipped.")
        return
    with tarfile.open(archive) as packed:
        content = packed.extractfile(f"package/{_MEMBERS[file]}")
        assert content
        file.write_bytes(content.read())


if __name__ == "__main__":
    for wanted in _MEMBERS:
        fetch(wanted)
