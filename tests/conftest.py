"""What holds for all tests: no law is too slow for a busy machine; nothing is compiled twice."""

import os

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Where it is set, every process that a test starts compiles the whole program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
