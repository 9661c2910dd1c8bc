"""Quotation marks and apostrophes, typeset correctly in every output."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.marked_text import accepted, added, compared
from briefing.output import html, json_export, markdown
from briefing.output.html import to_html
from briefing.record.model import Edition
from briefing.typography import capitalised, typeset, typeset_within_quotes
from tests.helpers import load_record, make_briefing

DAY = date(2023, 9, 8)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("It's the children's charter", "It’s the children’s charter"),
        ('He called it "new"', "He called it “new”"),
        ('("A"), \'B\' and "C,"', "(“A”), ‘B’ and “C,”"),
        ("\"She said 'no'\", twice", "“She said ‘no’”, twice"),
        ("'I agree,' he said", "‘I agree,’ he said"),
        ("the '90s, rock 'n' roll, give 'em time", "the ’90s, rock ’n’ roll, give ’em time"),
        ("the dogs' dinner", "the dogs’ dinner"),
        ("MPs' pay: 'a disgrace'", "MPs’ pay: ‘a disgrace’"),
        ('5\' 6" tall, a 12" pipe', '5\' 6" tall, a 12" pipe'),
        ("in the 1980's", "in the 1980’s"),
        ('"In 2019"', "“In 2019”"),
        ('non-"essential" and —"this"', "non-“essential” and —“this”"),
        ("Mae'r ddeddf a'i diben; i'w chyhoeddi", "Mae’r ddeddf a’i diben; i’w chyhoeddi"),
        ("'R oedd yn hwyr", "’R oedd yn hwyr"),
        ("https://example.org/it's isn't", "https://example.org/it's isn’t"),
        ("o'brien@example.org isn't here", "o'brien@example.org isn’t here"),
        ("“already” ‘done’", "“already” ‘done’"),
    ],
)
def test_what_is_typed_is_set(typed: str, shown: str) -> None:
    assert typeset(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('We "will" act', "We ‘will’ act"),
        ("We “will” act", "We ‘will’ act"),
        ("He said \"she said 'no'\"", "He said ‘she said “no”’"),
        ("It's 'theirs'", "It’s ‘theirs’"),
        ('An open "mark', "An open “mark"),
    ],
)
def test_a_quotation_within_a_quotation_has_the_other_marks(typed: str, shown: str) -> None:
    assert typeset_within_quotes(typed) == shown


@given(st.text(st.sampled_from("'\"“”‘’ ab1s.,-—(\n")))
def test_only_marks_change_and_only_once(text: str) -> None:
    plain = str.maketrans("“”‘’", "\"\"''")
    for setting in (typeset, typeset_within_quotes):
        shown = setting(text)
        assert len(shown) == len(text)
    assert typeset(text).translate(plain) == text.translate(plain)
    assert typeset(typeset(text)) == typeset(text)


def test_marks_may_stand_around_emphasis_and_none_change_in_code() -> None:
    assert to_html("\"*It's*\" `it's`") == "<p>“<em>It’s</em>” <code>it's</code></p>"


RECORD = """
title: The children's charter
publisher: {name: Ann's team}
correct_as_of: 2023-09-08
actors: {a: {name: Ann O'Brien, roles: [{title: Children's Minister}]}}
asks: {b: {title: A "children's" ask, by: a}}
kinds: [minister's visit]
events:
  - date: 2023-07
    kind: minister's visit
    title: The minister's "visit"
    summary: It's *"good"*.
    actors: [a]
    topics: [children's rights]
    quotes: [{text: It's "a start", by: a}]
    figures: [{label: of children's homes, value: 5%, of: MPs' seats, by: Ann's poll}]
    commitments: [{id: c, title: Publish Ann's plan, by: a}]
    asks: {b: raised}
    source: {title: The "visit", author: O'Hara, url: "https://example.org/it's"}
"""


@pytest.mark.parametrize("template", ["timeline", "member"])
def test_no_page_has_the_marks_of_a_typewriter(template: str) -> None:
    edition = Edition.model_validate({"template": template})
    briefing = make_briefing(load_record(RECORD), "x", edition, DAY)
    written = markdown.renderer(None)(briefing).content.decode()
    assert "'" not in written.replace("https://example.org/it's", "")
    assert "“It’s ‘a start’”" in written and "It’s *“good”*." in written
    page = html.renderer(None)(briefing).content.decode()
    body = page.partition("<body")[2].partition("<script")[0]
    assert "children&#39;s" not in body and "O&#39;" not in body and "O’Brien" in body
    made = json.loads(json_export.renderer()(briefing).content)
    (entry,) = made["entries"]
    assert entry["title"] == "The minister’s “visit”"
    assert entry["citations"][0]["url"] == "https://example.org/it's"
    assert entry["anchor"].endswith("-the-minister-s-visit")


def test_what_a_record_is_called_by_programs_does_not_change_with_its_marks() -> None:
    edition = Edition.model_validate({"template": "timeline"})
    record = load_record(RECORD)
    assert make_briefing(record, "x", edition, DAY).called == "Ann's team\nThe children's charter"


QUESTIONS = """
title: What next?
publisher: {name: Any answers?}
correct_as_of: 2023-09-08
actors: {a: {name: Who?}}
asks: {b: {title: Will it act?, by: a}}
events:
  - id: one
    date: 2023-07
    kind: report
    title: Will it act now?
    source: {title: Where?}
    commitments: [{id: c, title: Publish it!, by: a, due: 2023-08}]
    asks: {b: raised}
  - {date: 2023-08, kind: report, title: It says “no.”, source: {title: Etc.}, reverses: [one]}
"""


@pytest.mark.parametrize("template", ["timeline", "member"])
def test_no_sentence_ends_twice(template: str) -> None:
    edition = Edition.model_validate({"template": template})
    briefing = make_briefing(load_record(QUESTIONS), "x", edition, DAY)
    page = html.renderer(None)(briefing).content.decode()
    body = re.sub(r"<(style|script)\b.*?</\1>|</?[a-z][^>]*>", "", page, flags=re.DOTALL)
    written = markdown.renderer(None)(briefing).content.decode()
    for text in (body, re.sub(r"[*\\]|\[\^\d+\]", "", written)):
        assert "Will it act now?" in text
        assert not re.findall(r".{20}[.?!…][”’]?\.(?!\w).{9}", " ".join(text.split()))


def test_a_capital_starts_both_the_old_and_the_new_words() -> None:
    assert capitalised("raised") == "Raised"
    changed = capitalised(compared("raised", "advanced"))
    assert changed == compared("Raised", "Advanced") and accepted(changed) == "Advanced"
    assert capitalised(added("met")) == added("Met")
