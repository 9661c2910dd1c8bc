"""Any record that passes the checks can be built in every format. Others are rejected."""

import json
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from briefing.output.formats import formats_for
from briefing.record.loading import File
from briefing.record.problems import errors
from tests.helpers import briefing, load

FORMATS = tuple(formats_for(digests=False))
CLASSES: list[Any] = [
    *("Cf", "Cn", "Co", "Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Me", "Mn", "Nd", "Nl", "No"),
    *("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So", "Zs"),
]
"""The classes of Unicode whose characters a record may have."""
ODD = [
    *("\xad", "\u200b", "\u200d", "\u200e", "\u2060", "\u2066א\u2069", "\ufffc", "\ufff9a\ufffab"),
    *(
        "\ue000",
        "\U000f0000",
        "\u0378",
        "\U000e0041",
        "a\u0301\u0302",
        "\U0001f469\u200d\U0001f467",
    ),
    *("مرحبا (abc) 12", "שלום", "ไทย", "नमस्ते", "漢字かな", "한국어", "\u0130", "ﬁ", "ß", "Ŵy"),
    *("\xa0x", "\u3000x", "\u202f5", "Two\nlines", "a\tb", "%s %(x)s {x} {{ x }} {% x %}", "]]>"),
    *("<!--", "&x", "=1+1", "\\", "\\n", "\\u0000", "$x$", "@", "#", "'", '"', "`", "…", "?", "A."),
]
LETTERS = st.one_of(*(st.characters(categories=[class_]) for class_ in CLASSES))
TEXTS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12),
    st.sampled_from(ODD),
    st.lists(st.sampled_from(ODD), min_size=2, max_size=4).map(" ".join),
).filter(lambda text: text.strip() != "")
MARKS = st.sampled_from(
    ["{}", "- {}", "7. {}", "> {}", "**{}**", "_{}_", "[{}](https://a.example)"]
)
SUMMARIES = st.lists(
    st.tuples(MARKS, TEXTS).map(lambda pair: pair[0].format(pair[1])), min_size=1, max_size=4
).map("\n\n".join)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Return a record in which every text is odd."""

    def text() -> str:
        return draw(TEXTS)

    def source(n: int) -> dict[str, Any]:
        return {"title": text(), "author": text(), "publisher": text(), "at": text(),
                "date": "2023-01", "url": f"https://example.org/{n}"}  # fmt: skip

    events = [
        {
            "id": f"e{n}", "date": date, "kind": "report", "title": text(), "added": "2023-09-05",
            "summary": draw(SUMMARIES), "notes": draw(SUMMARIES), "topics": [text()],
            "actors": [{"ref": "a", "as": text()}], "disputed": text(), "source": source(n),
            "quotes": [{"text": text(), "by": "a"}],
            "figures": [{"label": text(), "value": "77%", "of": text(), "by": text(), "area": "p"}],
            "commitments": [{"id": f"c{n}", "title": text(), "by": "a", "due": "2024"}],
            "asks": {"k": "raised" if n == 0 else "advanced"},
            **({"follows": ["e0"]} if n else {}), **({"keeps": ["c0"]} if n == 1 else {}),
        }
        for n, date in enumerate(["2023-09-05", "2023-09-06", "2024"])
    ]  # fmt: skip
    return {
        "title": text(),
        "publisher": {"name": text(), "contact": text()},
        "brand": {"name": text(), "closing": text()},
        "sender": "a@example.org",
        "correct_as_of": "2023-09-10",
        "actors": {"a": {"name": text(), "roles": [{"title": text()}]}},
        "areas": {"p": {"name": text()}},
        "asks": {"k": {"title": text(), "by": "a"}},
        "editions": {
            "all": {"template": "timeline", "audience": "internal", "title": text()},
            "sheet": {"template": "member", "actions": [draw(SUMMARIES)]},
            "week": {"template": "digest"},
        },
        "events": events,
    }


def is_made(record: dict[str, Any], formats: tuple[str, ...]) -> None:
    """Build everything from a record, unless the checks find errors in it."""
    text = json.dumps(record)
    assume(not errors(load([File("events.yaml", text.encode())]).problems))
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder, "events.yaml"), Path(folder, "out")
        file.write_text(text, encoding="utf-8")
        options = [option for format in formats for option in ("-f", format)]
        commands: tuple[list[str | Path], ...] = (
            ["build", file, "-o", out, *options],
            ["digest", file, "--for", "2023-09-05", "-o", out, "-f", "md", "-f", "eml"],
            ["chart", file, "-o", Path(folder, "chart.svg")],
            ["show", file, "e1"],
            ["list", file],
            ["list", file, "--format", "csv"],
            ["diff", file, file],
        )
        for command in commands:
            run = briefing(*command)
            assert run.exit_code == 0, (command, run.output)


@settings(max_examples=1, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(records())
def test_what_checks_clean_is_made_in_every_format_but_for_printing(record: dict[str, Any]) -> None:
    is_made(record, tuple(format for format in FORMATS if format not in ("pdf", "docx")))


@pytest.mark.long
@settings(max_examples=1, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(records())
def test_what_checks_clean_is_made_in_every_format(record: dict[str, Any]) -> None:
    is_made(record, FORMATS)


@pytest.mark.long
@given(records())
def test_whatever_checks_clean_is_made_in_every_format(record: dict[str, Any]) -> None:
    is_made(record, FORMATS)


def refused() -> Iterator[str]:
    """Yield the characters that no text may contain, however they are written."""
    for code in range(0x110000):
        is_last = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        is_control = (
            unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp") and chr(code) not in "\t\n\r"
        )
        if (is_last or is_control or code == 0xFEFF) and chr(code) not in "\t\n\r":
            yield chr(code)


def test_what_cannot_be_shown_is_refused_on_its_line() -> None:
    lines = [
        f'- {{date: 2019, kind: news, title: "A{_escaped(character)}B", source: {{title: S}}}}'
        for character in refused()
    ]
    text = "title: T\nevents:\n" + "\n".join(lines)
    problems = [
        problem
        for problem in load([File("e", text.encode())]).problems
        if problem.severity == "error"
    ]
    assert {problem.slug for problem in problems} == {"control-character"}
    assert [problem.place.line for problem in problems] == list(range(3, len(lines) + 3))


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\U{code:08x}"
