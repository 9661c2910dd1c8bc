"""Hashes for the Content-Security-Policy of a page."""

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup


def fingerprint(text: str) -> Markup:
    """Return the hash of an inline style or script, for a Content-Security-Policy.

    The format is defined in https://www.w3.org/TR/CSP3/#grammardef-hash-source.
    """
    digest = b64encode(sha256(text.encode()).digest()).decode()
    return Markup(f"'sha256-{digest}'")
