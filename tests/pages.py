"""Pages to test: those of the real records, and of one that tries to break them."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from briefing.edition.editions import editions_of
from briefing.output import html
from briefing.record.claims import claims
from briefing.record.loading import File, load
from briefing.record.proofs import Proof, Selector, proofs_of
from briefing.record.record import Record
from tests.awkward import RECORDS
from tests.helpers import INQUIRY, SAMPLE, TEMPLATES, load_record, make_briefing

NASTY = "<script>alert(1)</script>\"'> <img src=x onerror=alert(2)> &amp; {{ briefing }} </style>"
LONG = "antidisestablishmentarianism" * 8
ADDRESS = (
    "https://a.example/"
    + "very-long/" * 30
    + "\"<>[]{}|\\^`'é%zz?a=<b>&c=&amp;#frag ment".replace(" ", "")
)


def nasty() -> Record:
    text, word = json.dumps(NASTY), json.dumps(LONG)
    events = "".join(
        f"""
  - {{id: e{n}, date: {day}, kind: {text}, title: {title}, topics: [{text}], actors: [a],
     disputed: {text}, quotes: [{{text: {title}, by: a}}], responds to: {links},
     asks: {{q: raised, r: raised}}, commitments: [{{id: c{n}, title: {title}, by: a}}],
     summary: {json.dumps(summary)},
     figures: [{{label: {title}, value: "over 12,345,678,901,234,567,890 widgets-of-{LONG}",
                of: {title}, supports: q, sample: "1,000,000", by: {text}, disputed: {title}}}],
     source: {{title: {title}, author: {text}, publisher: {text}, url: {json.dumps(ADDRESS)},
              date: 201X, at: {text}}}}}"""
        for n, (day, title, links, summary) in enumerate(
            [
                ("-0043-03-15", text, "[]", "A `code` " + LONG),
                ("../2023", word, "[e0]", f"    {LONG} x\n\n> > > y\n\n- a\n    - b\n\n7. c"),
                ("2023-09-08T10:00:00Z", text, "[e0]", "[a](https://a.example/" + "x" * 300 + ")"),
                ("2023?", word, "[]", "<https://a.example/" + "y" * 300 + ">"),
                ("2024-21~/..", text, "[e1]", "A line  \nand **bold *slanted***"),
                ("Y12345", text, "[]", "x"),
                ("2019", "D", "[]", "x"),
                ("2020", "E", "[]", "x"),
                ("2021", "F", "[]", "x"),
            ]
        )
    )  # fmt: skip
    return load_record(
        f"""title: {text}
publisher: {{name: {text}, contact: {text}}}
kinds: [{text}]
actors: {{a: {{name: {word}, roles: [{{title: {text}}}]}}}}
asks: {{q: {{title: {text}, by: a}}, r: {{title: {word}, by: a}}}}
correct_as_of: 2023-09-08
editions:
  long: {{template: timeline}}
  short: {{template: member, title: {word}}}
  register: {{template: register}}
  lines: {{template: lines}}
  one: {{template: one-page}}
questions:
  one: {{question: {text}, answer: {word}, events: [e0]}}
  two: {{question: {word}, asks: [q]}}
events:{events}
"""
    )


def made(record: Record, user_templates: Path | None = None) -> dict[str, str]:
    """Return the pages of a record by edition, preferring the templates in `user_templates`."""
    render = html.renderer(user_templates)
    day = record.correct_as_of or date(2023, 9, 8)
    return {
        id: render(make_briefing(record, id, edition, day)).content.decode()
        for id, edition in editions_of(record, TEMPLATES).items()
    }


def proved() -> Record:
    """Return a record in which some quotes and figures are proved, and others are not."""
    record = load_record(
        """
        title: T
        actors: {mayor: {name: The Mayor}}
        sources:
          gazette: {title: "The <gazette>", url: "https://example.org/gazette?a=1&b=2"}
        editions:
          timeline: {template: timeline, audience: internal}
          sheet: {template: member, audience: internal}
        events:
          - date: 2023-04-02
            kind: speech
            title: A
            source: gazette
            quotes: [{text: B, by: mayor}, {text: C, by: mayor}]
            figures:
              - {label: want a park, value: 77%}
              - {label: want a park, value: 67%, disputed: D}
              - {label: want a road, value: 9%}
        """
    )
    passage = Selector('"We & they" <b>', "a, b", "c-d")
    proofs = [
        Proof(claim.key, "gazette", "verbatim", passage=replace(passage, prefix=str(n)))
        for n, claim in enumerate(claims(record))
        if n % 2 == 0
    ]
    return replace(record, proofs=proofs_of(proofs))


@cache
def _records() -> dict[str, Record]:
    """Return both real records, and awkward and hostile ones."""
    inquiry = [File(path.name, path.read_bytes()) for path in sorted(INQUIRY.glob("*.yaml"))]
    return {
        "sample": load_record(SAMPLE.read_text(encoding="utf-8")),
        "inquiry": load(inquiry).record,
        "nasty": nasty(),
        "proved": proved(),
        **{name: load_record(text) for name, text in RECORDS.items()},
        "empty": load_record(
            """
            title: T
            editions: {a: {template: timeline, since: 2030}, b: {template: member, since: 2030}}
            events: [{date: 2019, kind: news, title: E, source: {title: S}}]
            """
        ),
    }


def page_names() -> list[str]:
    """Return the names of all `pages`, without making them."""
    return [
        f"{name}-{id}" for name, rec in _records().items() for id in editions_of(rec, TEMPLATES)
    ]


@cache
def pages() -> dict[str, str]:
    """Return the pages of both real records, and of awkward and hostile ones, keyed by name."""
    made_pages = (page for record in _records().values() for page in made(record).values())
    return dict(zip(page_names(), made_pages, strict=True))
