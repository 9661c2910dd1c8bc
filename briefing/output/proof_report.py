"""The results of `briefing prove`, for people, programs and spreadsheets."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, get_args

from briefing.edition.tables import Cell, Table
from briefing.english import counted
from briefing.output.table import as_csv
from briefing.record.problems import RecordPath
from briefing.record.proofs import FAILED, Grade, Proof, Selector

if TYPE_CHECKING:
    from briefing.evidence.proving import Checked, Proved

JSON_VERSION = 1
"""The version of the JSON. It changes when a field is removed or its meaning changes."""

_OF_FIGURES = ("confirmed", "located", "worked out")
_OPENING = re.compile(r"""[(\[{“‘«£$€]$|(?:^|\s)["'—–]$""")
_CLOSING = re.compile(r"""[,.;:!?)\]}”’»%"'…]""")


def in_context(passage: Selector) -> tuple[str, str, str]:
    """Return the words before a passage, the passage and the words after it, ready to be joined."""
    before, after = passage.prefix, passage.suffix
    gap = "" if not before or _OPENING.search(before) else " "
    rest = "" if not after or _CLOSING.match(after) else " "
    return f"…{before}{gap}", passage.exact, f"{rest}{after}…"


def has_failed(proved: "Proved") -> bool:
    """Whether a claim is not in its sources, or a copy cannot be read."""
    return bool(proved.unreadable) or any(_grade(each) in FAILED for each in proved.checked)


def is_incomplete(proved: "Proved") -> bool:
    """Whether a claim was not checked, or not again."""
    return any(each.proof is None or each.is_old for each in proved.checked)


def summary(proved: "Proved") -> str:
    """Count the claims of each grade, such as "13 verbatim, 2 absent, 0 never checked"."""
    counts = _counts(proved.checked)
    absent = Counter(each.claim.key.type for each in proved.checked if _grade(each) == "absent")
    parts = []
    for grade, n in counts.items():
        if grade == "absent" and len(absent) > 1:
            parts += [f"{counted(absent[kind], kind)} absent" for kind in ("quote", "figure")]
        elif n and grade != "no copy":
            parts.append(_in_words(grade, n))
    reason = "no readable copy" if proved.unreadable else "no copy"
    unchecked = f"{counts['no copy']:,} never checked"
    return ", ".join([*parts, f"{unchecked} ({reason})" if counts["no copy"] else unchecked])


def _in_words(grade: Grade, number: int) -> str:
    return f"{counted(number, 'figure')} {grade}" if grade in _OF_FIGURES else f"{number:,} {grade}"


def as_json(proved: "Proved", lines: Mapping[RecordPath, int]) -> str:
    """Format the results as JSON. `lines` has the line of each claim."""
    content = {
        "version": JSON_VERSION,
        "counts": _counts(proved.checked),
        "claims": [_as_json(each, lines) for each in proved.checked],
        "unreadable": [
            {"source": one.source, "copy": one.copy, "reason": one.reason}
            for one in proved.unreadable
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def as_spreadsheet(checked: "Sequence[Checked]", lines: Mapping[RecordPath, int]) -> bytes:
    """Format the results as CSV for spreadsheets, with one row for each claim.

    `lines` has the line of each claim.
    """
    table: list[tuple[Cell, ...]] = []
    for each in checked:
        row = _as_json(each, lines)
        passage = row["passage"] or {}
        row |= {"claim": each.claim.key.text, "passage": passage.get("exact"), **passage}
        table.append(tuple(row.get(name) for name in _COLUMNS))
    return as_csv(Table("claims", dict.fromkeys(_COLUMNS, ""), table))


_COLUMNS = (
    "type", "claim", "label", "of", "area", "grade", "source", "found_in", "page", "passage",
    "prefix", "suffix", "copy", "caution", "confirmed_by", "rejected_by",
    "copy_missing", "event", "event_id", "file", "line",
)  # fmt: skip


def _counts(checked: "Iterable[Checked]") -> dict[Grade, int]:
    """Count the claims of each grade, in an order that puts quotes before figures."""
    number = Counter(map(_grade, checked))
    order: tuple[Grade, ...] = (
        "verbatim", "same words", "differs", "elsewhere",
        "confirmed", "located", "worked out", "absent", "no copy",
    )  # fmt: skip
    assert set(order) == set(get_args(Grade))
    return {grade: number[grade] for grade in order}


def _grade(checked: "Checked") -> Grade:
    return checked.proof.grade if checked.proof else "no copy"


def _as_json(checked: "Checked", lines: Mapping[RecordPath, int]) -> dict[str, Any]:
    claim = checked.claim
    proof = checked.proof or Proof(claim.key, ", ".join(claim.source_names), "no copy")
    key = claim.key
    of_figure = {"label": key.label, "of": key.of or None, "area": key.area or None}
    return {
        "type": key.type,
        "event": claim.event.title,
        "event_id": claim.event.id,
        "text" if key.type == "quote" else "value": key.text,
        **(of_figure if key.type == "figure" else {}),
        "source": proof.source or None,
        "grade": proof.grade,
        "page": proof.page,
        "passage": proof.passage and asdict(proof.passage),
        "found_in": proof.found_in or None,
        "copy": proof.copy or None,
        "caution": proof.caution or None,
        "confirmed_by": proof.confirmed_by or None,
        "rejected_by": proof.rejected_by or None,
        "copy_missing": bool(checked.without_copy) and (not checked.proof or checked.is_old),
        "file": claim.where.file,
        "line": lines.get(claim.where),
    }
