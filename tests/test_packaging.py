"""The content of an installation: the wheel, built from the source distribution."""

import shutil
import subprocess
import sys
from configparser import ConfigParser
from email.parser import BytesParser
from pathlib import Path
from zipfile import ZipFile

import pytest

import briefing

CHECKOUT = Path(__file__).parent.parent
SOURCES = [
    "LICENSE",
    "MANIFEST.in",
    "README.md",
    "briefing",
    "docs",
    "pyproject.toml",
    "setup.cfg",
    "templates",
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in SOURCES:
        if (CHECKOUT / name).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(CHECKOUT / name, source / name, ignore=ignore)
        else:
            shutil.copy(CHECKOUT / name, source)
    # Build isolation is off, so that no network is needed.
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return ZipFile(path)


def dist_info(wheel: ZipFile, name: str) -> bytes:
    return wheel.read(f"briefing-{briefing.__version__}.dist-info/{name}")


@pytest.mark.parametrize(
    ("folder", "place"), [("briefing", "briefing"), ("templates", "briefing/templates")]
)
def test_every_file_is_in_the_wheel(wheel: ZipFile, folder: str, place: str) -> None:
    files = [
        path.relative_to(CHECKOUT / folder)
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    ]
    assert files
    missing = {f"{place}/{path.as_posix()}" for path in files} - set(wheel.namelist())
    assert not missing, "add their package or suffix to setup.cfg"


SHARED = ("doc/briefing/rules.md", "man/man1/briefing.1")
"""The documents that are installed: one that editors open, and the man page."""


def test_nothing_else_is_in_the_wheel(wheel: ZipFile) -> None:
    name = f"briefing-{briefing.__version__}"
    tops = {path.split("/")[0] for path in wheel.namelist()}
    assert tops == {"briefing", f"{name}.dist-info", f"{name}.data"}
    data = [path for path in wheel.namelist() if path.startswith(f"{name}.data/")]
    assert data == [f"{name}.data/data/share/{path}" for path in SHARED]


def test_version_is_the_packages_own(wheel: ZipFile) -> None:
    metadata = BytesParser().parsebytes(dist_info(wheel, "METADATA"))
    assert metadata["Version"] == briefing.__version__


def test_briefing_is_a_command(wheel: ZipFile) -> None:
    entry_points = ConfigParser()
    entry_points.read_string(dist_info(wheel, "entry_points.txt").decode())
    assert dict(entry_points["console_scripts"]) == {"briefing": "briefing.cli:main"}
