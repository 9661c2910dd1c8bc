"""A plan of a build: its documents and messages, without their contents.

A plan is kept for each combination of files, options and day. If nothing has changed, a build needs
no more than its plan: no briefing has to be made to find out that its documents have been made.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from briefing.output.document import Document

Message = tuple[str, bool]
"""A line to print to stderr, and whether it is printed even if the command is quiet."""


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A document without its contents.

    Attributes:
        key: the key of its job.
        edition: the id of its edition.
        area: the id of its area, or "".
        note: the note to print about its briefing, such as "3 events".
        files: the SHA-256 of the document and of its attachments, by file name.
    """

    key: str
    edition: str
    area: str
    note: str
    pages: int | None
    warnings: tuple[str, ...]
    infos: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of a build, by name and in order, and the messages to print before them."""

    documents: Mapping[str, PlannedDocument]
    messages: Sequence[Message] = ()

    def to_bytes(self) -> bytes:
        """Return the plan as JSON."""
        documents = {name: asdict(document) for name, document in self.documents.items()}
        return json.dumps({"documents": documents, "messages": [*self.messages]}).encode()


def planned(
    name: str, document: Document, *, key: str, edition: str, area: str, note: str
) -> PlannedDocument:
    """Return the document called `name` without its contents."""
    contents = {name: document.content, **attachments_of(name, document)}
    return PlannedDocument(
        key,
        edition,
        area,
        note,
        document.pages,
        document.warnings,
        document.infos,
        {file: sha256(content).hexdigest() for file, content in contents.items()},
    )


def attachments_of(name: str, document: Document) -> dict[str, bytes]:
    """Return the attachments of the document called `name`, which are in the same folder."""
    folder, slash, _ = name.rpartition("/")
    return {f"{folder}{slash}{each}": content for each, content in document.attachments.items()}


def plan_from(content: bytes) -> Plan:
    """Return the plan in its JSON."""
    data = json.loads(content)
    documents = {
        name: PlannedDocument(
            **{**values, "warnings": (*values["warnings"],), "infos": (*values["infos"],)}
        )
        for name, values in data["documents"].items()
    }
    return Plan(documents, tuple((text, always) for text, always in data["messages"]))


def document_to_bytes(document: Document) -> bytes:
    """Return a document in the form in which the cache keeps it: a line of JSON and the files."""
    header = {
        "pages": document.pages,
        "warnings": document.warnings,
        "infos": document.infos,
        "length": len(document.content),
        "attachments": {name: len(file) for name, file in document.attachments.items()},
    }
    line = json.dumps(header).encode()
    return b"".join([line, b"\n", document.content, *document.attachments.values()])


def document_from(content: bytes) -> Document:
    """Return the document that `document_to_bytes` has turned into bytes."""
    line, _, rest = content.partition(b"\n")
    header: dict[str, Any] = json.loads(line)
    start = header["length"]
    attachments = {}
    for name, length in header["attachments"].items():
        attachments[name] = rest[start : start + length]
        start += length
    return Document(
        rest[: header["length"]],
        header["pages"],
        (*header["warnings"],),
        (*header["infos"],),
        attachments,
    )
