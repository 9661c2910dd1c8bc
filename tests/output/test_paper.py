"""Paper: type sizes, events kept together, full pages, and words that stay on their page."""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from pypdf import PdfReader

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry
from briefing.edition.keeping import is_long
from briefing.output import pdf
from briefing.output.folders import BUILT_IN
from briefing.record.fields import TypeSize
from briefing.record.model import Edition
from tests.helpers import SOURCE, load_record, make_briefing, mostly_long
from tests.pdfs import briefing, pdf_of, printed

TEXT, NOTES, REFERENCES, LARGE = 10, 8.5, 7.5, 16
"""Type sizes in points: body text, notes and captions, note numbers, and large print."""
A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
SIDE, LARGE_SIDE, HEAD, FOOT = (length / 25.4 * 72 for length in (18, 14, 20, 18))
"""The margins of a page, in points."""
ENGINES = ["weasyprint", "plutoprint"]
PRECISION = 0.02
"""PDF coordinates are rounded to a few digits."""


def made_of(
    shown: Briefing, engine: str = "weasyprint", user_templates: Path | None = None
) -> bytes:
    return pdf.renderer(user_templates, engine)(shown).content


def of_yaml(text: str, template: str = "timeline", **settings: Any) -> Briefing:
    record = load_record(text)
    edition = Edition.model_validate({"template": template, **settings})
    return make_briefing(record, "x", edition, record.correct_as_of or date(2024, 6, 30))


def sizes_of(content: bytes) -> Iterator[tuple[float, str]]:
    """Yield the size of each piece of text as it appears, in points, and the text."""
    found: list[tuple[float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        if text.strip():
            across, up = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
            found.append((size * math.hypot(across, up), text.strip()))

    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
    yield from found


@cache
def sample(id: str, engine: str = "weasyprint", type_size: TypeSize = "normal") -> bytes:
    if type_size == "normal":
        return printed(id, engine=engine).document.content
    return made_of(replace(briefing(id), type_size=type_size), engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("id", mostly_long(["member", "timeline"], 1))
def test_text_is_of_10_points_and_notes_are_of_8_and_a_half_at_least(id: str, engine: str) -> None:
    sizes = list(sizes_of(sample(id, engine)))
    for size, text in sizes:
        is_reference = re.fullmatch(r"[\d,. ]+", text)
        assert size >= (REFERENCES if is_reference else NOTES) - PRECISION, text
    summary = briefing(id).entries[-1].summary
    assert summary
    start = " ".join(summary.split()[:2])
    matching = [size for size, text in sizes if text.startswith(start)]
    assert matching or id == "member"
    assert all(size >= TEXT - PRECISION for size in matching)
    # Most text that is not small is of that size.
    assert Counter(round(size) for size, _ in sizes)[TEXT] > 30


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("id", ["timeline", "member"])
def test_in_large_print_nothing_is_smaller_than_16_points(id: str, engine: str) -> None:
    sizes = list(sizes_of(sample(id, engine, "large")))
    assert min(sizes)[0] >= LARGE - PRECISION, min(sizes)
    assert re.search(r"Page \d+ of \d+", " ".join(text for _, text in sizes))


@pytest.mark.long
def test_the_size_of_the_text_changes_all_sizes(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    tokens = (BUILT_IN / "styles" / "tokens.css").read_text(encoding="utf-8")
    assert tokens.count("--size-text: 10pt") == 1
    tokens = tokens.replace("--size-text: 10pt", "--size-text: 15pt")
    (tmp_path / "styles" / "tokens.css").write_text(tokens, encoding="utf-8")
    # A chart is as wide as its page, whatever the text size.
    shown = of_yaml(ONE)
    before = {size for size, _ in sizes_of(made_of(shown))}
    after = {size for size, _ in sizes_of(made_of(shown, user_templates=tmp_path))}
    assert len(before) > 4
    assert [round(size, 1) for size in sorted(after)] == [
        round(1.5 * size, 1) for size in sorted(before)
    ]


ONE = f"""
    title: One event
    correct_as_of: 2024-06-30
    publisher: {{name: P, contact: p@example.org}}
    actors: {{p: {{name: Person, type: person}}}}
    events:
      - date: 2024-05-01
        kind: poll
        title: A poll
        summary: What it says.
        {SOURCE}
        actors: [p]
        quotes: [{{text: A quote, by: p}}]
        figures: [{{label: agree, value: 77%, of: adults, sample: 1000}}]
"""


# Full pages, and events kept together


def events(count: int, random: Random, years: int) -> str:
    """Return events of every length, from just a title to most of a page."""

    def event(n: int) -> str:
        day = date.fromordinal(date(2024, 5, 1).toordinal() - n * years * 365 // count)
        text = "Words of a summary that goes on for a while, and then for a while longer. "
        lines = [f"- date: {day}", "kind: poll", f"title: Event {n} has a title", SOURCE]
        lines.append(f'summary: "{n:03} {text * random.choice([0, 1, 1, 2, 4, 8, 14])}"')
        lines.append("figures:")
        lines += [
            f"  - {{label: label {n} {k} of a figure, value: {10 + k}%, of: adults}}"
            for k in range(random.choice([1, 1, 2, 4, 6]))
        ]
        lines.append(f"quotes: [{{text: Quote {n} is here, by: p}}]")
        return "      " + "\n        ".join(lines) + "\n"

    body = "".join(event(n) for n in range(count))
    return f"""
    title: A record
    correct_as_of: 2024-06-30
    publisher: {{name: P, contact: p@example.org}}
    actors: {{p: {{name: Person, type: person}}}}
    events:
{body}"""


class Word(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str


class Text:
    """The words on each page of a PDF, with their positions in points from the top left corner."""

    def __init__(self, content: bytes) -> None:
        done = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
        )
        pages = re.split(r"<page ", done.stdout.decode())[1:]
        self.pages = [
            [
                Word(float(left), float(top), float(right), float(bottom), unescape(text))
                for left, top, right, bottom, text in re.findall(
                    r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page
                )
            ]
            for page in pages
        ]

    def inside(self, page: int) -> list[Word]:
        """Return the words between the margins of a page."""
        foot = A4[1] - FOOT
        return [
            word for word in self.pages[page] if word.top >= HEAD - 1 and word.bottom <= foot + 1
        ]

    def head(self, page: int) -> str:
        """Return the content above the text on a page."""
        return " ".join(word.text for word in self.pages[page] if word.top < HEAD - 1)

    def fills(self) -> list[float]:
        """Return the share of its height that each page uses."""
        lowest = [max(word.bottom for word in self.inside(n)) for n in range(len(self.pages))]
        return [(position - HEAD) / (A4[1] - HEAD - FOOT) for position in lowest]

    def page_of(self, words: str) -> int:
        """Return the last page with these `words` in its text."""
        texts = [" ".join(word.text for word in self.inside(n)) for n in range(len(self.pages))]
        return max(number for number, text in enumerate(texts) if words in text)


CASES = [
    (9, 2, 2),
    *(pytest.param(case, marks=pytest.mark.long) for case in [(3, 1, 1), (16, 3, 1), (20, 5, 15)]),
]


@cache
def generated(count: int, seed: int, years: int) -> tuple[Briefing, Text]:
    shown = of_yaml(events(count, Random(seed), years))
    return shown, Text(made_of(shown))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_page_before_the_last_is_half_empty(case: tuple[int, int, int]) -> None:
    _, text = generated(*case)
    assert min(text.fills()[:-1], default=1) >= 0.5, text.fills()


@pytest.mark.long
def test_a_sheet_is_filled_wherever_its_first_page_ends_among_events(tmp_path: Path) -> None:
    """Here the first page ends in the space after an event, where 4 of its 42 pixels are left."""
    events = "".join(
        f"  - {{date: 2025-11-{day:02}, kind: news, title: Event {day}, source: {{title: S}}}}\n"
        for day in range(1, 23)
    )
    shown = of_yaml(f"title: A record\ncorrect_as_of: 2025-12-05\nevents:\n{events}", "member")
    styles = tmp_path / "styles"
    styles.mkdir()
    tokens = (BUILT_IN / "styles" / "tokens.css").read_text()
    for lower in (24, 27, 30):
        css = f"{tokens}\n@media print {{ h1 {{ padding-top: {lower}px }} }}\n"
        (styles / "tokens.css").write_text(css)
        pages = PdfReader(BytesIO(made_of(shown, user_templates=tmp_path))).pages
        matching = re.findall(
            r"^Event (\d+)", "\n".join(page.extract_text() for page in pages), re.M
        )
        assert len(set(matching)) == 22, lower


def test_an_ask_with_many_moves_goes_on_on_the_next_page() -> None:
    figures = ", ".join(
        f"{{label: want a park, value: {n}%, of: adults, area: a{n}, sample: 900, supports: park}}"
        for n in (40, 50, 60, 70)
    )
    areas = ", ".join(f"a{n}: {{name: Region number {n} of the land}}" for n in (40, 50, 60, 70))
    polls = "".join(
        f"""
      - {{date: {2000 + n}-05-01, kind: poll, title: Poll {n}, {SOURCE},
         asks: {{park: {"raised" if n == 0 else "advanced"}}}, figures: [{figures}]}}"""
        for n in range(24)
    )
    shown = of_yaml(f"""
    title: A record
    correct_as_of: 2024-06-30
    actors: {{us: {{name: Us}}}}
    areas: {{{areas}}}
    asks: {{park: {{title: A park, by: us}}}}
    events:{polls}
      - {{date: 2024-05-01, kind: news, title: The last event, {SOURCE}}}
    """)
    text = Text(made_of(replace(shown, years=shown.years[-1:])))
    assert min(text.fills()[:-1]) >= 0.5, text.fills()
    assert sum("Advanced" in words for page in text.pages for *_, words in page) >= 23
    # The label for a move's figures appears once, and so does the group of people.
    words = " ".join(word.text for page in range(len(text.pages)) for word in text.inside(page))
    assert (
        "want a park: 40% of adults, Region number 40 of the land; 50%, Region number 50" in words
    )


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_event_is_on_one_page_or_says_that_it_goes_on(case: tuple[int, int, int]) -> None:
    shown, text = generated(*case)
    torn = 0
    for entry in shown.entries:
        number = re.findall(r"\d+", entry.title)[0]
        first = text.page_of(
            f"{int(number):03} Words" if "Words" in (entry.summary or "") else entry.title
        )
        last = max(text.page_of(f"Quote {number} is here"), *map(text.page_of, labels(entry)))
        heads = [text.head(page) for page in range(len(text.pages))]
        says = [n for n, head in enumerate(heads) if f"{entry.title} (continued)" in head]
        assert says == list(range(first + 1, last + 1))
        assert last == first or is_long(entry), entry.title
        torn += last > first
    assert torn <= len(shown.entries) / 3


def test_the_last_page_of_the_sample_has_more_than_a_few_sources() -> None:
    text = Text(sample("timeline"))
    assert text.fills()[-1] >= 0.5, text.fills()


def labels(entry: Entry) -> list[str]:
    return [figure.label for figure in entry.figures]


def test_the_sources_of_a_sheet_are_in_two_columns_of_one_height() -> None:
    words = Text(sample("member")).inside(1)
    heading = next(n for n, word in enumerate(words) if word.text == "Sources")
    numbers = [word for word in words[heading:] if re.fullmatch(r"\d\.", word.text)]
    columns = Counter(word.left > A4[0] / 2 for word in numbers)
    assert columns[False] + columns[True] == 5 and abs(columns[False] - columns[True]) == 1


def test_an_added_word_is_on_one_line() -> None:
    styles = "".join(
        (BUILT_IN / "styles" / f"{name}.css").read_text() for name in ("tokens", "page", "print")
    )
    text = '<del>Symudwyd ymlaen</del> <ins><span class="unseen">[+] </span>cyflawnwyd yn</ins>'
    page = f'<title>x</title><style>{styles}</style><p style="width: 48mm"><b>{text}</b></p>'
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf_of(page))).pages)
    assert "cyflawnwyd" in words


def test_two_events_are_one_page() -> None:
    two = ONE + f"      - {{date: 2023-05-01, kind: news, title: A park opens, {SOURCE}}}\n"
    assert len(Text(made_of(of_yaml(two))).pages) == 1


@pytest.mark.parametrize(
    "engine", [pytest.param("weasyprint", marks=pytest.mark.long), "plutoprint"]
)
def test_no_heading_is_left_at_the_foot_of_a_page(engine: str) -> None:
    shown = of_yaml(events(22, Random(7), 20))
    text = Text(made_of(shown, engine))
    headings = [
        *(year.name for year in shown.years),
        "Sources",
        "Index of people and organisations",
    ]
    assert len(text.pages) > 5
    # The first page ends with the table of contents, which consists of headings.
    for page in range(1, len(text.pages)):
        words = " ".join(word.text for word in text.inside(page))
        assert not words.endswith(tuple(headings)), words[-60:]


# Words that stay on their page

WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
LONG = f"""
    title: {WORD}
    correct_as_of: 2024-06-30
    publisher: {{name: {WORD}, contact: p@example.org}}
    actors: {{a: {{name: {WORD}}}}}
    areas: {{area: {{name: {WORD}}}}}
    asks: {{ask: {{title: {WORD}, by: a}}}}
    events:
      - date: 2024-05-01
        kind: report
        title: {WORD}
        summary: "See https://example.org/{"a/" * 90}{WORD} and {WORD}."
        source: {{title: {WORD}, publisher: {WORD}, url: "https://example.org/{WORD}"}}
        actors: [a]
        asks: {{ask: raised}}
        quotes: [{{text: {WORD}, by: a}}]
        figures: [{{label: {WORD}, value: 77%, area: area, of: {WORD}}}]
        commitments: [{{id: c, title: {WORD}, by: a, due: 2024-06}}]
      - {{date: 2024-05-02, kind: news, title: {WORD}, source: "https://example.org/{WORD}"}}
"""


@pytest.mark.long
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("template", ["timeline", "member"])
@pytest.mark.parametrize("type_size", ["normal", "large"])
def test_a_long_word_is_broken_and_stays_on_its_page(
    template: str, engine: str, type_size: TypeSize
) -> None:
    text = Text(made_of(of_yaml(LONG, template, type_size=type_size), engine))
    side = SIDE if type_size == "normal" else LARGE_SIDE
    for page in text.pages:
        assert min(word.left for word in page) >= side - 2
        assert max(word.right for word in page) <= A4[0] - side + 3


@pytest.mark.long
def test_the_first_word_of_a_link_in_a_source_is_not_broken() -> None:
    numbers = range(10, 60)
    sources = "".join(
        f"\n  s{n}: {{title: Minutes, publisher: {'li ' * n}li, url: 'https://example.org/{n}',"
        f" archived: 'https://example.com/{n}'}}"
        for n in numbers
    )
    cited = ", ".join(f"s{n}" for n in numbers)
    event = f"{{date: 2024-05-01, kind: news, title: A park, sources: [{cited}]}}"
    made = made_of(of_yaml(f"title: A park\nsources:{sources}\nevents:\n  - {event}\n"))
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).split()
    assert words.count("archived") == len(numbers)


# Two languages on a page

TWO_LANGUAGES = """
    title: A park
    correct_as_of: 2024-06-30
    actors:
      council: {name: The council}
      residents: {name: Residents}
    asks:
      park: {title: A park on the old goods yard, by: residents}
      path: {title: A path to it, by: council}
    events:
      - date: 2024-05-01
        kind: statement
        title: The council promises a park
        source: {title: Minutes, publisher: The council}
        asks: {park: raised, path: raised}
        commitments: [{id: plan, title: Publish a plan, by: council, due: 2024-06-01}]
"""


@pytest.mark.parametrize("template", [pytest.param("timeline", marks=pytest.mark.long), "member"])
def test_words_of_the_record_run_on_in_a_briefing_in_another_language(template: str) -> None:
    english, welsh = (
        made_of(of_yaml(TWO_LANGUAGES, template, language=language)) for language in ("en-GB", "cy")
    )
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=welsh, capture_output=True)
    assert not re.search(r"^ *[,.;:)(] *", text.stdout.decode(), re.MULTILINE)
    sizes = [{round(size, 1) for size, _ in sizes_of(path)} for path in (english, welsh)]
    assert sizes[0] == sizes[1]
