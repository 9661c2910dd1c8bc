"""The changes of a page that are sent to the browser, made in the page before."""

from collections.abc import Callable
from random import Random

import lxml.html
import pytest

from briefing.serve.page_changes import ElementChange, changed_elements

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>T</title><style>p {}</style></head>
<body class="timeline">
<main id="main">
<div class="chart"><svg>
<a href="#e1"><title>First</title><path d="M0"/></a><g><path d="M1"/></g>
</svg></div>
<section class="year" id="y1"><h2>1990</h2>
<article id="e1" data-kind='["news"]'>
<p>One <b>bold</b> word.</p>
<p>Two<br>lines.</p>
</article>
<article id="e2"><p>Three.</p></article>
</section>
<section class="year" id="y2">
<article id="e3"><ol><li>a</li><li>b</li></ol></article>
</section>
<ol>
<li id="n1">Note 1</li>
<li id="n2">Note 2</li>
</ol>
</main>
<script type="application/ld+json">{"name": "T"}</script>
</body></html>
"""


def changed(old: str, new: str) -> list[ElementChange]:
    found = changed_elements(PAGE, PAGE.replace(old, new))
    assert found is not None
    return found


def test_only_the_smallest_element_is_sent() -> None:
    (change,) = changed("bold", "brave")
    assert change == ElementChange("e1", (0,), "<p>One <b>brave</b> word.</p>")


def test_an_attribute_is_sent_with_its_element() -> None:
    (change,) = changed("news", "speech")
    assert (change.near, change.path) == ("e1", ()) or change.near == "y1"
    assert "speech" in change.html


def test_a_mark_of_a_chart_is_sent_without_the_chart() -> None:
    (change,) = changed("<title>First", "<title>Other")
    assert change.is_drawn
    assert change.html == '<a href="#e1"><title>Other</title><path d="M0"/></a>'


def test_a_new_event_is_sent_without_the_events_around_it() -> None:
    (change,) = changed(
        '<article id="e2">', '<article id="e4"><p>New.</p></article>\n<article id="e2">'
    )
    assert change == ElementChange(
        "y1", (), '\n<article id="e4"><p>New.</p></article>\n', False, (2, 0)
    )


def test_an_event_that_is_gone_sends_nothing() -> None:
    (change,) = changed('<article id="e2"><p>Three.</p></article>\n', "")
    assert (change.near, change.html, change.children) == ("y1", "\n", (2, 1))


def test_the_last_item_of_a_list_is_sent_without_the_list() -> None:
    last = '<li id="n2">Note 2</li>\n'
    (change,) = changed(last, f'{last}  <li id="n3">Note 3</li>\n')
    assert (change.html, change.children) == ('\n  <li id="n3">Note 3</li>\n', (2, 0))
    (change,) = changed(last, "")
    assert (change.html, change.children) == ("\n", (1, 1))


def test_an_event_that_moves_away_from_a_new_one_is_in_one_place() -> None:
    first, second = (f'<article id="m{n}"><p>Moved {n}.</p></article>\n' for n in (1, 2))
    start = '<section class="year" id="y2">\n'
    end = '<article id="e3"><ol><li>a</li><li>b</li></ol></article>\n'
    new = '<article id="new"><p>New.</p></article>\n'
    before = PAGE.replace(start + end, start + first + second + end)
    after = PAGE.replace(start + end, start + new + second + end + first)
    found = changed_elements(before, after)
    assert found is not None
    assert applied(before, found) == parsed(after)


def test_data_for_search_engines_is_not_a_change_that_anybody_sees() -> None:
    assert changed('{"name": "T"}', '{"name": "Another"}') == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("p {}", "p { color: red }"),
        ("<p>Two<br>", "<p>Two<br><p>"),
        ("<h2>", "<!-- <section> --><h2>"),
        ('<body class="timeline">', '<body class="digest">'),
    ],
)
def test_a_page_of_another_style_or_without_clear_elements_is_sent_whole(
    old: str, new: str
) -> None:
    assert changed_elements(PAGE, PAGE.replace(old, new)) is None


@pytest.mark.parametrize("seed", range(40))
def test_the_page_before_with_its_changes_is_the_page_after(seed: int) -> None:
    random = Random(seed)
    before = random_page(random)
    after = before
    for _ in range(random.randrange(1, 4)):
        after = random.choice(EDITS)(random, after)
    found = changed_elements(as_html(before), as_html(after))
    if found is not None:
        assert applied(as_html(before), found) == parsed(as_html(after))


Page = dict[str, list[str]]
"""The texts of the events of each section."""


def random_page(random: Random) -> Page:
    return {f"s{n}": [f"{n}{m}" for m in range(random.randrange(1, 5))] for n in range(12)}


def change_text(random: Random, page: Page) -> Page:
    section = random.choice([*page])
    texts = [*page[section]]
    texts[random.randrange(len(texts))] += "x"
    return {**page, section: texts}


def add_event(random: Random, page: Page) -> Page:
    section = random.choice([*page])
    texts = [*page[section]]
    texts.insert(random.randrange(len(texts) + 1), f"new{random.randrange(10**6)}")
    return {**page, section: texts}


def remove_event(random: Random, page: Page) -> Page:
    section = random.choice([*page])
    return {
        name: texts[1:] if name == section else texts
        for name, texts in page.items()
        if name != section or len(texts) > 1
    }


def add_section(random: Random, page: Page) -> Page:
    items = [*page.items()]
    items.insert(random.randrange(len(items)), (f"t{random.randrange(10**6)}", ["first"]))
    return dict(items)


EDITS: list[Callable[[Random, Page], Page]] = [change_text, add_event, remove_event, add_section]


def as_html(page: Page) -> str:
    """Return a page with numbered notes, as a timeline has them."""
    number = 0
    sections = []
    for name, texts in page.items():
        articles = []
        for n, text in enumerate(texts):
            number += 1
            heading = f"<h2>{name}</h2>\n" if n == 0 else ""
            key = text.rstrip("x")
            articles.append(
                f'{heading}<article class="event" id="e{name}-{key}">\n<h3>{text}</h3>\n'
                f'<p>Text of {text}<sup><a href="#n{number}">{number}</a></sup></p>\n</article>\n'
            )
        sections.append(f'<section class="year" id="{name}">\n{"".join(articles)}</section>\n')
    notes = "".join(
        f'<li id="n{n + 1}">\n<span>Note {n + 1}</span>\n</li>\n' for n in range(number)
    )
    marks = "".join(f'<a href="#{name}"><title>{name}</title></a>' for name in page)
    filler = "<p>The same in every version.</p>\n" * 200
    return (
        '<!DOCTYPE html>\n<html><head><title>T</title></head>\n<body>\n<main id="main">\n'
        f"<div><svg>{marks}</svg></div>\n{''.join(sections)}"
        f'<section id="sources">\n<ol>\n{notes}</ol>\n</section>\n{filler}</main>\n</body></html>\n'
    )


def parsed(page: str) -> str:
    return normal(lxml.html.document_fromstring(page))


def normal(root: lxml.html.HtmlElement) -> str:
    for element in root.iter():
        element.tail = (element.tail or "").strip()
        element.text = (element.text or "").strip()
    return str(lxml.html.tostring(root, encoding="unicode"))


def applied(page: str, changes: list[ElementChange]) -> str:
    """Make the changes in a page, as the browser does."""
    root = lxml.html.document_fromstring(page)
    for change in changes:
        element = root.get_element_by_id(change.near) if change.near else root.body
        for index in change.path:
            element = element[index]
        if change.children:
            first, number = change.children
            for child in element[first : first + number]:
                element.remove(child)
            for n, child in enumerate(lxml.html.fragments_fromstring(change.html)):
                element.insert(first + n, child)
        elif change.is_drawn:
            element.getparent().replace(
                element, lxml.html.fromstring(f"<svg>{change.html}</svg>")[0]
            )
        else:
            element.getparent().replace(element, lxml.html.fragment_fromstring(change.html))
    return normal(root)


def test_a_page_with_many_changes_is_sent_as_a_whole_even_if_two_are_in_one_tag() -> None:
    lines = "\n".join(f"<p>Number {n}.</p>" for n in range(1000))
    page = PAGE.replace(
        "<p>Three.</p>", f'<ol>\n<li class="one"\ntitle="two">1</li>\n</ol>\n{lines}'
    )
    new = page.replace('"one"', '"three"').replace('"two"', '"four"')
    for n in range(400):
        new = new.replace(f">Number {n}.<", f">Item {n}.<")
    assert changed_elements(page, new) is None
