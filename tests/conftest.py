"""What holds for all tests: no example of a law is too slow, however busy the machine."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
