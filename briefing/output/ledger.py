"""The ledger of a build: a list of its documents for programs."""

import json
from collections.abc import Collection, Mapping, Sequence

from briefing.output.plan import PlannedDocument

NAME = "ledger.json"
"""The name of the file in the output folder."""
_VERSION = 1
"""The version of the JSON. It changes when a field is removed or its meaning changes."""


def ledger(
    documents: Mapping[str, PlannedDocument],
    made: Collection[str],
    failed: Mapping[str, tuple[str, str, str]],
    refused: Sequence[str] = (),
) -> bytes:
    """Return the ledger as JSON. It is the same for two identical builds.

    Args:
        documents: the documents of the build by name, in order.
        made: the names of those that were made now. The others are unchanged.
        failed: the edition, the area and the reason of each document that could not be made.
        refused: why editions were not made, such as quotes that are not proved.
    """
    rows = [
        {
            "name": name,
            "edition": document.edition,
            "area": document.area or None,
            "format": _format(name),
            "status": "made" if name in made else "unchanged",
            "sha256": document.files[name],
            "attachments": {file: hash for file, hash in document.files.items() if file != name},
            "reason": None,
        }
        for name, document in documents.items()
    ]
    rows += [
        {
            "name": name,
            "edition": edition,
            "area": area or None,
            "format": _format(name),
            "status": "failed",
            "sha256": None,
            "attachments": {},
            "reason": reason,
        }
        for name, (edition, area, reason) in failed.items()
    ]
    rows.sort(key=lambda row: str(row["name"]))
    data = {"version": _VERSION, "documents": rows, "refused": [*refused]}
    return json.dumps(data, indent=2, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _format(name: str) -> str:
    return name.rpartition(".")[2]
