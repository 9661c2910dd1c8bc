"""Compiled templates, kept between builds, because compiling takes as long as rendering.

A template is compiled again if it, the code that compiles it or Jinja has changed. The user's own
templates are compiled in each build, because they can be in a different folder each time.
"""

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from briefing.cache_folder import cache_folder
from briefing.output.folders import BUILT_IN


def compiled_templates() -> BytecodeCache | None:
    """Return the user's compiled templates, or None if there is no folder to keep them in."""
    folder = cache_folder("templates")
    return _CompiledTemplates(str(folder)) if folder else None


class _CompiledTemplates(FileSystemBytecodeCache):
    """Jinja's own cache, which also depends on our code and survives damage and full disks."""

    def get_source_checksum(self, source: str) -> str:
        """Return a hash of `source` and of the code that compiles it."""
        return sha256(f"{_compiler()}\n{source}".encode()).hexdigest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name of a built-in template's file in the cache, or "" for other templates."""
        is_built_in = filename and Path(filename).is_relative_to(BUILT_IN)
        return super().get_cache_key(name, filename) if is_built_in else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, unless it is missing or damaged."""
        try:
            if bucket.key:
                super().load_bytecode(bucket)
        except Exception:  # Damaged data can raise almost anything.
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a compiled template, if possible."""
        with suppress(OSError):
            if bucket.key:
                super().dump_bytecode(bucket)


@cache
def _compiler() -> str:
    """Return the version of Jinja and the hash of the module that extends it."""
    extensions = Path(__file__).with_name("templates.py").read_bytes()
    return f"{jinja2.__version__} {sha256(extensions).hexdigest()}"
