"""The fingerprint of everything installed that can change the bytes of a document.

It is worked out without loading any of the libraries, because a build in which nothing has changed
must not need them.
"""

import os
import re
import shutil
import sys
import zlib
import zoneinfo
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from briefing.output.folders import BUILT_IN

_PACKAGE = Path(__file__).parents[1]
_LIBRARIES = (
    "pango", "harfbuzz", "fontconfig", "freetype", "fribidi", "graphite2", "thai", "glib-2.0",
    "gobject-2.0",
)  # fmt: skip
"""The libraries of the system that WeasyPrint uses to lay out text, without "lib"."""
_SEARCHED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES")
"""Environment variables that list folders of libraries."""
_OTHER_ROOMS = ("capture", "delivery", "lsp", "serve")
"""The rooms that cannot change a document, because the others may not import them."""
_SETTINGS = ("PANGO", "HB_", "FREETYPE_", "G_")
"""How the names of the environment variables start that change the work of these libraries."""


@cache
def fingerprint() -> str:
    """Return a hash of the code, the built-in templates, and the libraries and programs used.

    It changes if any of these changes: a file of this package that documents can depend on, the
    version of Python or of an installed package, a library of the system that lays out text, or
    pandoc.
    """
    digest = sha256()
    for part in _parts():
        digest.update(f"{len(part)}:".encode() + part)
    return digest.hexdigest()


def zone_data(name: str) -> bytes:
    """Return the rules of a time zone, or b"" if they come from the package `tzdata`."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return path.read_bytes()
    return b""


def _parts() -> Iterator[bytes]:
    python = (sys.version, sys.platform, sys.byteorder, zlib.ZLIB_RUNTIME_VERSION)
    for text in (*python, *(os.uname().machine if hasattr(os, "uname") else "",)):
        yield text.encode()
    for folder in dict.fromkeys((_PACKAGE, BUILT_IN)):
        for path in sorted(_files_in(folder)):
            yield os.path.relpath(path, folder).encode("utf-8", "surrogateescape")
            yield Path(path).read_bytes()
    yield from (name.encode() for name in sorted({*_installed(sys.path)}))
    yield from (line.encode("utf-8", "surrogateescape") for line in sorted(_libraries()))
    yield from (
        f"{name}={value}".encode("utf-8", "surrogateescape")
        for name, value in sorted(os.environ.items())
        if name.startswith(_SETTINGS)
    )
    # The copy from the extra `word` is one of the installed packages, but may not be the one used.
    program = shutil.which("pandoc")
    yield (_identity(program) if program else "").encode("utf-8", "surrogateescape")


def _files_in(folder: str | Path) -> Iterator[str]:
    """Yield the paths of all files of the package, except those that Python makes."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            is_other = folder == _PACKAGE and entry.name in _OTHER_ROOMS
            if entry.name != "__pycache__" and not is_other:
                yield from _files_in(entry.path)
        elif not entry.name.endswith(".pyc"):
            yield entry.path


def _installed(folders: Iterable[str]) -> Iterator[str]:
    """Yield the name and version of each installed package, as in `weasyprint-70.0.dist-info`."""
    for folder in folders:
        if os.path.isdir(folder):
            for name in os.listdir(folder):
                # Our own files are read, and a checkout can also have this folder.
                if name.endswith((".dist-info", ".egg-info")) and not _is_own(name):
                    yield name


def _is_own(name: str) -> bool:
    return re.split(r"[-.]", name, maxsplit=1)[0] == "briefing"


def _libraries() -> Iterator[str]:
    """Yield the file, size and time of each system library that lays out text."""
    folders = [
        folder
        for variable in _SEARCHED
        for folder in os.environ.get(variable, "").split(os.pathsep)
        if folder
    ]
    multiarch = getattr(sys.implementation, "_multiarch", "")
    folders += [f"{sys.prefix}/lib", f"{sys.base_prefix}/lib", f"{sys.prefix}/Library/bin"]
    folders += [f"{root}/{multiarch}" for root in ("/usr/local/lib", "/usr/lib", "/lib")]
    folders += ["/usr/lib64", "/lib64", "/opt/homebrew/lib", "/opt/local/lib"]
    if os.name == "nt":
        folders += os.environ.get("PATH", "").split(os.pathsep)
    for folder in dict.fromkeys(map(os.path.realpath, folders)):
        if os.path.isdir(folder):
            for name in os.listdir(folder):
                if name.removeprefix("lib").startswith(_LIBRARIES):
                    yield _identity(os.path.join(folder, name))


def _identity(path: str) -> str:
    """Return the real path of a file, its size and the time of its last change."""
    real = os.path.realpath(path)
    try:
        status = os.stat(real)
    except OSError:
        return path
    return f"{path} {real} {status.st_size} {status.st_mtime_ns}"
