"""The page of a custom kind of briefing that has only Markdown."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.helpers import briefing
from tests.pages import NASTY
from tests.validators import html_problems

TEMPLATE = """\
{% from "shared/parts.md" import cite with context %}
{% include "shared/head.md" %}

## What happened

{% for entry in briefing.entries %}
### {{ entry.anchor | anchor }}{{ entry.title }}

{{ entry.summary | markdown }}

- {{ entry.date | sentence }}{{ cite(entry.citations) }}
  - [above](#{{ entry.anchor }})
{% endfor %}

{% include "shared/end.md" %}
"""
RECORD = f"""
title: Parks
correct_as_of: 2023-09-08
editions: {{own: {{template: own}}}}
events:
  - date: 2019
    kind: news
    title: {json.dumps(NASTY)}
    summary: "A *new* park, 1\\\\. one, and 5 \\\\* 4; [a link](https://example.org/x)."
    source: {{title: S, url: "https://example.org/s"}}
"""


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("templates/own").mkdir(parents=True)
    Path("templates/own/briefing.md").write_text(TEMPLATE, encoding="utf-8")
    Path("events.yaml").write_text(RECORD, encoding="utf-8")
    done = briefing("build", "-f", "html", "-f", "pdf")
    assert done.exit_code == 0, done.output
    assert Path("out/own.pdf").read_bytes().startswith(b"%PDF")
    return Path("out/own.html").read_text(encoding="utf-8")


@pytest.mark.long
def test_it_is_a_valid_page(page: str) -> None:
    assert html_problems([page]) == []


def test_it_has_the_text_of_the_markdown(page: str) -> None:
    main = page.partition('<main id="main">')[2].partition("</main>")[0]
    text = " ".join(unescape(re.sub(r"<[^>]+>", "", main)).split())
    assert "A new park, 1. one, and 5 * 4; a link." in text
    assert main.count("<h2") == 2 and "<h1" not in main
    assert '<a href="https://example.org/x">a link</a>' in main
    (place,) = re.findall(r'<a href="#([^"]+)">above</a>', main)
    assert f'<h3 id="{place}">' in main
    assert "https://example.org/s" in main


def test_nothing_in_the_record_becomes_markup(page: str) -> None:
    main = page.partition('<main id="main">')[2].partition("</main>")[0]
    assert (
        "<script" not in main
        and "<img" not in main
        and "onerror=" not in re.sub(r">[^<]*<", "><", main)
    )
