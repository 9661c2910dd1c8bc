"""`briefing publish`: a website for one audience, and nothing else, in a folder."""

import json
import os
import re
import shutil
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree

import feedparser
import pytest

from briefing.edition import parts
from briefing.output.publishing import MANIFEST
from tests.helpers import briefing
from tests.repository import commit, git

RECORD = """
title: Parks
publisher: {name: Parks Trust}
url: https://example.org/parks
correct_as_of: 2023-09-30
editions:
  timeline: {template: timeline}
  cymraeg: {template: timeline, language: cy}
  weekly: {template: digest}
  wythnosol: {template: digest, language: cy}
  members: {template: member, audience: members, title: A secret title}
  staff: {template: digest, every: month, audience: internal}
events:
  - date: 2023-09-06
    added: 2023-09-07
    kind: news
    title: The minister opens a park
    id: opened
    source: https://example.org/a
  - date: 2023-09-19
    added: 2023-09-20
    kind: report
    title: The regulator reports on parks
    id: reported
    source: https://example.org/b
  - date: 2023-09-20
    added: 2023-09-20
    kind: letter
    title: A letter that only members may see
    audience: members
    id: members-letter
    source: https://example.org/c
"""
FAST = ("-f", "html")
REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]+)">')


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    compiled = Path(os.environ["BRIEFING_CACHE"], "templates")
    if compiled.is_dir():
        shutil.copytree(compiled, tmp_path / "cache" / "templates")
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "events.yaml"
    path.write_text(dedent(RECORD), encoding="utf-8")
    return path


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_search_has_each_event_once_in_each_language(record: Path) -> None:
    both = "{en: The minister opens a park, cy: Y gweinidog yn agor parc}"
    text = record.read_text(encoding="utf-8").replace("The minister opens a park", both)
    record.write_text(text, encoding="utf-8")
    assert briefing("publish", *FAST).exit_code == 0
    for name, events in {
        "search": [
            ("The regulator reports on parks", "timeline.html#event-reported"),
            ("The minister opens a park", "timeline.html#event-opened"),
        ],
        "search-cy": [
            ("The regulator reports on parks", "cymraeg.html#event-reported"),
            ("Y gweinidog yn agor parc", "cymraeg.html#event-opened"),
        ],
    }.items():
        items = searched(Path("site"), name)
        assert [(item[0], item[2]) for item in items if "#" in item[2]] == events


def test_briefings_with_the_same_title_are_listed_with_their_kinds(record: Path) -> None:
    kinds = "  lines: {template: lines}\n  llinellau: {template: lines, language: cy}\n  weekly:"
    record.write_text(record.read_text(encoding="utf-8").replace("  weekly:", kinds, 1))
    assert briefing("publish", *FAST).exit_code == 0
    listed = []
    for name in ("index-cy", "index"):
        home = Path("site", f"{name}.html").read_text(encoding="utf-8")
        listed += re.findall(r'<a class="label" href="([^"]+)"[^>]*>([^<]+)</a>', home)
    assert listed == [
        ("cymraeg.html", "Parks: Timeline"),
        ("llinellau.html", "Parks: Lines to take"),
        ("timeline.html", "Parks: Timeline"),
        ("lines.html", "Parks: Lines to take"),
    ]
    assert 'aria-label="Parks: Lines to take: Atom feed"' in home


def test_readers_can_distinguish_pages_with_the_same_title_everywhere(record: Path) -> None:
    editions = """  lines: {template: lines}
  few: {template: timeline, topics: [benches]}
  large: {template: lines, type_size: large}
  benches: {template: digest, topics: [benches]}
  weekly:"""
    text = record.read_text(encoding="utf-8").replace("  weekly:", editions, 1)
    record.write_text(text.replace("id: opened", "id: opened\n    topics: [benches]"))
    assert briefing("publish", *FAST).exit_code == 0
    site = Path("site")
    expected = {
        "timeline": "Parks: Timeline",
        "few": "Parks: Timeline (only events on benches)",
        "lines": "Parks: Lines to take (lines)",
        "large": "Parks: Lines to take (large)",
        "cymraeg": "Parks",
        "weekly-2023-W36": "Weekly digest, 4–10 September 2023",
        "benches-2023-W36": "Weekly digest (only events on benches), 4–10 September 2023",
    }
    home = "".join(
        (site / f"{name}.html").read_text(encoding="utf-8") for name in ("index", "index-cy")
    )
    places = {item[2].partition("#")[0]: item for item in searched(site)}
    for id, title in expected.items():
        # Some spaces keep words together.
        page = (site / f"{id}.html").read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
        assert f"<title>{title}</title>" in page, id
        assert f'<meta property="og:title" content="{title}">' in page
        heading = re.search(r"<h1>(.*?)</h1>", page)
        assert heading and re.sub("<[^>]+>", "", heading[1]) == title
        if "2023" in id:
            assert places[f"{id}.html"][0] == title
            continue
        assert f'title="{title}" href="{id}.atom"' in home and f">{title}</a>" in home
        assert feedparser.parse((site / f"{id}.atom").read_bytes()).feed.title == title
        assert json.loads((site / f"{id}.jsonfeed").read_text(encoding="utf-8"))["title"] == title
    assert places["timeline.html"][3] == "Parks: Timeline"
    assert "<h2>Weekly digest (only events on benches)</h2>" in home
    # The choice of events is not repeated.
    assert "Only events on benches" not in home
    assert "Only events on benches" in (site / "few.html").read_text(encoding="utf-8")


def searched(site: Path, name: str = "search") -> list[list[str]]:
    """Return the items of the search of a website."""
    page = (site / f"{name}.html").read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert data
    items: list[list[str]] = json.loads(data[1])
    return items


def test_a_website_has_the_public_editions_and_past_digests(record: Path) -> None:
    result = briefing("publish", *FAST)
    assert result.exit_code == 0, result.output
    made = held(Path("site"))
    assert set(made) == {
        *(
            *("index.html", "index-cy.html", "search.html", "search-cy.html"),
            "sitemap.xml",
            MANIFEST,
            "timeline-embed.html",
            "cymraeg-embed.html",
        ),
        *(f"{id}.{format}" for id in ("timeline", "cymraeg") for format in FORMATS),
        *(f"{id}-2023-W{week}.html" for id in ("weekly", "wythnosol") for week in (36, 38)),
    }
    home = made["index.html"].decode()
    names = re.findall(r'href="([^"#:]+)"', home)
    assert {*names} <= {*made} and "weekly-2023-W36.html" in names
    assert home.index("weekly-2023-W38") < home.index("weekly-2023-W36")
    alternates = re.findall(r'<link rel="alternate" type="([^"]+)".* href="([^"]+)"', home)
    assert ("application/atom+xml", "timeline.atom") in alternates
    page = made["timeline.html"].decode()
    assert 'type="application/feed+json" title="Parks" href="timeline.jsonfeed"' in page
    assert '<a href="index.html">All briefings</a>' in page
    assert '<a href="index-cy.html">Pob briff</a>' in made["cymraeg.html"].decode()
    card = re.findall(r'<meta property="og:image" content="([^"]+)"', page)
    assert card == ["https://example.org/parks/timeline.png"]
    assert '<meta property="og:title" content="Weekly digest, 4' in (
        made["weekly-2023-W36.html"].decode()
    )
    assert feedparser.parse(made["timeline.atom"]).entries
    help = " ".join(briefing("publish", "--help").output.split())
    assert "Default: html, pdf, ics, atom and jsonfeed." in help
    assert 'src="https://example.org/parks/timeline-embed.html" title="Parks"' in result.output
    frame = made["timeline-embed.html"].decode()
    assert (
        'class="masthead"' not in frame and '<a target="_top" href="https://example.org/a"' in frame
    )
    places = [
        place.text for place in ElementTree.fromstring(made["sitemap.xml"]).iter() if place.text
    ]
    assert "https://example.org/parks/" in places
    assert "https://example.org/parks/weekly-2023-W36.html" in places
    assert b"ecret" not in b"".join(made.values())
    assert b"only members" not in b"".join(made.values())

    again = briefing("publish", *FAST)
    assert ": 0 made" in again.output and held(Path("site")) == made
    assert held_elsewhere(*FAST, "--no-cache") == made


def links(html: str) -> list[tuple[str, str]]:
    """Return the address and the language of each link to the same page in another language."""
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
    return [(address, language) for language, address in found]


@pytest.mark.parametrize("url", ["", "https://example.org/parks/"])
def test_each_language_has_a_home_page_and_a_search(record: Path, url: str) -> None:
    text = record.read_text(encoding="utf-8").replace("Parks\n", "{en: Parks, cy: Parciau}\n", 1)
    record.write_text(text if url else text.replace("url:", "# url:"), encoding="utf-8")
    assert briefing("publish", *FAST).exit_code == 0
    made = {name: page.decode() for name, page in held(Path("site")).items() if "html" in name}
    english, welsh = made["index.html"], made["index-cy.html"]
    assert '<html lang="en-GB">' in english and "<h1>Parks</h1>" in english
    assert '<html lang="cy">' in welsh and "<h1>Parciau</h1>" in welsh
    assert '<meta property="og:site_name" content="Parciau">' in made["cymraeg.html"]
    for own, other in ((english, welsh), (welsh, english)):
        pages = re.findall(r'<a class="(?:label|value)" href="([^"]+)"', own)
        assert len(pages) == 3 and not any(f'"{page}"' in other for page in pages)
        feeds = re.findall(r'href="([^"]+\.(?:atom|jsonfeed))"', own)
        assert len(feeds) == 4 and not any(feed in other for feed in feeds)
    for page in ("index", "search"):
        first = url if url and page == "index" else f"{url}{page}.html"
        for name in (page, f"{page}-cy"):
            html = made[f"{name}.html"]
            assert links(html) == [(first, "en-GB"), (f"{url}{page}-cy.html", "cy")]
        to_welsh = f'<a href="{page}-cy.html" lang="cy" hreflang="cy">Cymraeg</a>'
        assert to_welsh in made[f"{page}.html"]
        to_english = f'<a href="{page}.html" lang="en-GB" hreflang="en-GB">English</a>'
        assert to_english in made[f"{page}-cy.html"]
    assert '<a href="search-cy.html">Chwilio</a>' in welsh
    assert '<a href="index-cy.html">Pob briff</a>' in made["search-cy.html"]
    assert {item[2].partition("-")[0] for item in searched(Path("site"), "search-cy")} == {
        *("wythnosol", "cymraeg.html#event"),
    }
    # A page of only one language has no links to others, and the usual name.
    for chosen in ("timeline", "cymraeg"):
        assert briefing("publish", *FAST, "-e", chosen).exit_code == 0
        names = {*held(Path("site"))}
        assert not {"index-cy.html", "search-cy.html"} & names
        home = Path("site/index.html").read_text(encoding="utf-8")
        assert "hreflang" not in home and f'href="{chosen}.html"' in home
        assert ('<html lang="cy">' in home) == (chosen == "cymraeg")


def test_varieties_of_a_language_share_a_home_page(record: Path) -> None:
    record.write_text(record.read_text().replace("language: cy", "language: en-IE"))
    assert briefing("publish", *FAST).exit_code == 0
    assert not [*Path("site").glob("index-*")]
    home = Path("site/index.html").read_text(encoding="utf-8")
    assert 'href="cymraeg.html" lang="en-GB" hreflang="en-IE"' in home


def test_an_edition_cannot_have_the_name_of_a_home_page_in_another_language(record: Path) -> None:
    record.write_text(record.read_text().replace("  timeline: {", "  Index-CY: {"))
    result = briefing("publish", *FAST)
    assert result.exit_code == 2
    assert "'Index-CY' has the same name as a page of the website. Rename it." in result.output


def test_the_folder_of_an_area_has_a_list_in_each_language_of_its_editions(record: Path) -> None:
    text = record.read_text(encoding="utf-8").replace("members: {", "members: {language: cy, ", 1)
    text = text.replace(", audience: members, title: A secret title", "").replace("weekly:", (
        "english: {template: member}\n  aelodau: {template: member, title: Briff, language: cy}\n"
        "  weekly:"
    ), 1)  # fmt: skip
    areas = "areas: {north: {name: {en: North, cy: Gogledd}, formerly: [upland]}}\n"
    record.write_text(f"{areas}{text}", encoding="utf-8")
    result = briefing("publish", *FAST, "--each", "area")
    assert result.exit_code == 0, result.output
    made = {name: page.decode() for name, page in with_folders(Path("site")).items()
            if name.endswith(".html")}  # fmt: skip
    # An area with one edition in a language does not need a list.
    assert '<a href="north/english.html">North</a>' in made["index.html"]
    assert '<a href="north/index-cy.html">Gogledd</a>' in made["index-cy.html"]
    english, welsh = made["north/index.html"], made["north/index-cy.html"]
    assert "<h1>North</h1>" in english and "<h1>Gogledd</h1>" in welsh
    assert re.findall(r'class="label" href="([^"]+)"', english) == ["english.html"]
    assert re.findall(r'class="label" href="([^"]+)"', welsh) == ["aelodau.html", "members.html"]
    url = "https://example.org/parks/north/"
    assert links(english) == links(welsh) == [(url, "en-GB"), (f"{url}index-cy.html", "cy")]
    assert '<a href="../index-cy.html">Pob briff</a>' in welsh
    page = made["north/aelodau.html"]
    assert '<a href="index-cy.html">Gogledd</a>' in page
    assert '<a href="../search-cy.html">Chwilio</a>' in page
    assert "url=../north/index-cy.html" in made["upland/index-cy.html"]
    areas_found = [item[2] for item in searched(Path("site"), "search-cy") if "north/" in item[2]]
    assert areas_found == ["north/aelodau.html", "north/members.html"]
    assert f"<loc>{url}index-cy.html</loc>" in Path("site/sitemap.xml").read_text(encoding="utf-8")


def held_elsewhere(*options: str) -> dict[str, bytes]:
    result = briefing("publish", "-o", "elsewhere", *options)
    assert result.exit_code == 0, result.output
    return held(Path("elsewhere"))


FORMATS = ("html", "atom", "jsonfeed", "png")


def test_pages_that_no_longer_exist_are_removed_and_no_others(record: Path) -> None:
    site = Path("site")
    site.mkdir()
    (site / "CNAME").write_text("example.org")
    assert briefing("publish", *FAST).exit_code == 0
    first = held(site)
    (site / "cymraeg.atom").write_text("changed by hand")
    record.write_text(
        record.read_text().replace("  cymraeg: {template: timeline, language: cy}\n", "")
    )
    result = briefing("publish", *FAST)
    assert result.exit_code == 0
    assert "site/cymraeg.atom is out of date, but somebody has changed it" in result.output
    now = held(site)
    assert {*first} - {*now} == {
        "cymraeg-embed.html",
        *(f"cymraeg.{format}" for format in FORMATS if format != "atom"),
    }
    assert now["CNAME"] == b"example.org" and now["cymraeg.atom"] == b"changed by hand"
    # A plan of an earlier website neither brings back nor keeps files of another one.
    record.write_text(dedent(RECORD))
    assert "cymraeg.atom" in briefing("publish", *FAST).output
    (site / "cymraeg.atom").unlink()
    assert briefing("publish", *FAST).exit_code == 0
    assert held(site) == first


def test_old_addresses_still_work(record: Path) -> None:
    assert briefing("publish", *FAST).exit_code == 0
    first = held(Path("site"))
    for old, new in (
        ("cymraeg", "welsh"), ("welsh", "cy"), ("weekly", "news"), ("opened", "opening"),
        ("members", "secret"), ("members-letter", "letter"),
    ):  # fmt: skip
        assert briefing("rename", old, new).exit_code == 0
    result = briefing("publish", *FAST)
    assert result.exit_code == 0, result.output
    made = held(Path("site"))
    assert {*first} <= {*made} and "welsh-embed.html" in made and "news-2023-W36.html" in made
    assert not [name for name in made if "secret" in name or "members" in name]
    old = made["cymraeg.html"].decode()
    assert '<html lang="cy">' in old and '<meta name="robots" content="noindex">' in old
    assert '<meta http-equiv="refresh" content="0; url=cy.html">' in old
    assert '<a href="cy.html"><span lang="en-GB">Parks</span></a>' in old and "<script" not in old
    canonical = '<link rel="canonical" href="https://example.org/parks/cy.html">'
    assert canonical in old and canonical in made["welsh-embed.html"].decode()
    assert "url=cy-embed.html" in made["cymraeg-embed.html"].decode()
    assert "url=news-2023-W36.html" in made["weekly-2023-W36.html"].decode()
    assert made["cymraeg.atom"] == made["welsh.atom"] == made["cy.atom"]
    assert made["cymraeg.png"] == made["cy.png"]
    # Nothing is new to a feed reader.
    before, after = (
        [entry.id for entry in feedparser.parse(text).entries]
        for text in (first["cymraeg.atom"], made["cy.atom"])
    )
    assert before == after and len(before) == 2
    page = made["timeline.html"].decode()
    assert page.count('<article class="event" id="event-opening"') == 1
    assert page.count('<span id="event-opened"></span>') == 1
    assert "cymraeg" not in made["sitemap.xml"].decode() and "event-letter" not in page
    assert not [name for name in ("welsh", "cymraeg", "weekly-") if name in str(made["index.html"])]

    again = briefing("publish", *FAST)
    assert ": 0 made" in again.output and held(Path("site")) == made
    assert held_elsewhere(*FAST, "--no-cache") == made
    # A page that exists now keeps its address.
    record.write_text(record.read_text().replace("formerly: [weekly]", "formerly: [search, index]"))
    assert briefing("publish", *FAST).exit_code == 0
    now = held(Path("site"))
    assert now["index.html"] == made["index.html"] and "weekly-2023-W36.html" not in now


def test_corrections_are_listed_on_a_page(record: Path) -> None:
    result = briefing("publish", *FAST, "--git")
    assert result.exit_code == 2 and "is not in a git repository" in result.output
    git("init", "--quiet")
    text = record.read_text()
    commit({"events.yaml": text}, at="2023-09-30T09:00:00Z")
    result = briefing("publish", *FAST, "--git")
    assert result.exit_code == 0, result.output
    page = Path("site/corrections.html").read_text().replace("\xa0", " ")
    assert "No statement on this website has been corrected since 30 September 2023" in page
    commit({"events.yaml": text.replace("opens", "shuts")}, at="2023-10-02T09:00:00Z")
    commit({"events.yaml": "events: ["}, at="2023-10-03T09:00:00Z")
    for draft in ("closes", "reopens"):
        now = text.replace("opens", draft).replace("only members", "many more")
        commit({"events.yaml": now}, at="2023-10-04T09:00:00Z")
    result = briefing("publish", *FAST, "--git")
    assert result.exit_code == 0, result.output
    made = held(Path("site"))
    page = made["corrections.html"].decode().replace("\xa0", " ")
    assert '<h1>Corrections</h1>\n  <p class="subtitle">Parks</p>' in page
    listed = re.findall(r"<li .*?</li>", page, re.DOTALL)
    plain = [re.sub(r"\s+", " ", re.sub("<[^>]+>", "", item)).strip() for item in listed]
    assert plain == [
        "4 October 2023 The minister reopens a park (6 September 2023) "
        "Title: “The minister reopens a park”, not “The minister shuts a park”",
        "2 October 2023 The minister shuts a park (6 September 2023) "
        "Title: “The minister shuts a park”, not “The minister opens a park”",
    ]
    assert listed[0].count('<a href="timeline.html#event-opened">') == 1
    assert '<link rel="canonical" href="https://example.org/parks/corrections.html">' in page
    for name, words in (("index", "Corrections"), ("cymraeg", "Cywiriadau")):
        assert f'<a href="corrections.html">{words}</a>' in made[f"{name}.html"].decode()
    assert b"corrections.html" not in made["timeline-embed.html"]
    assert b"<lastmod>2023-10-04</lastmod>" in made["sitemap.xml"]
    again = briefing("publish", *FAST, "--git")
    assert ": 0 made" in again.output and held(Path("site")) == made
    assert held_elsewhere(*FAST, "--git", "--no-cache") == made
    # A page in the language of the record comes first, wherever its edition is.
    welsh = "  cymraeg: {template: timeline, language: cy}\n"
    english = "  timeline: {template: timeline}\n"
    assert english + welsh in now
    record.write_text(now.replace(english + welsh, welsh + english))
    assert briefing("publish", *FAST, "--git").exit_code == 0
    page = Path("site/corrections.html").read_text(encoding="utf-8")
    assert '<a href="timeline.html#event-opened">' in page
    assert 'href="corrections.html" hreflang="en-GB">Cywiriadau' in (
        Path("site/index-cy.html").read_text(encoding="utf-8")
    )
    # The page stays in the language of the record, even if no edition is in it.
    assert briefing("publish", *FAST, "--git", "-e", "cymraeg").exit_code == 0
    page = Path("site/corrections.html").read_text(encoding="utf-8")
    assert '<html lang="en-GB">' in page and "<h1>Corrections</h1>" in page
    assert '<a href="cymraeg.html#event-opened">' in page
    record.write_text(now.replace("reopens", "sells"))
    result = briefing("publish", *FAST, "--git")
    assert "some changes to the record are not in git yet" in result.output
    record.write_text(now.replace("timeline: {", "corrections: {"))
    result = briefing("publish", *FAST, "--git")
    assert result.exit_code == 2 and "'corrections' has the same name as a page" in result.output
    # Without the option there is no such page.
    record.write_text(now)
    assert briefing("publish", *FAST).exit_code == 0
    now_made = held(Path("site"))
    assert {*made} - {*now_made} == {"corrections.html", "corrections.atom"}
    assert b"corrections." not in b"".join(now_made.values())


def test_corrections_have_a_feed_that_browsers_find(record: Path) -> None:
    git("init", "--quiet")
    text = record.read_text().replace("title: The minister opens", "title: Ann & Bob <b> open")
    commit({"events.yaml": text}, at="2023-09-30T09:00:00Z")
    assert briefing("publish", *FAST, "--git").exit_code == 0
    site = Path("site")
    empty = feedparser.parse((site / "corrections.atom").read_bytes())
    assert (empty.entries, empty.feed.updated) == ([], "2023-09-30T00:00:00Z")
    commit({"events.yaml": text.replace("open a", "shut a")}, at="2023-10-02T09:00:00Z")
    report = text[text.index("  - date: 2023-09-19") : text.index("  - date: 2023-09-20")]
    gone = text.replace("open a", "sell a").replace(report, "")
    commit({"events.yaml": gone}, at="2023-10-04T09:00:00Z")
    assert briefing("publish", *FAST, "--git").exit_code == 0
    content = (site / "corrections.atom").read_bytes()
    feed = feedparser.parse(content)
    assert not feed.bozo and feed.feed.title == "Corrections: Parks"
    assert feed.feed.link == "https://example.org/parks/corrections.html"
    assert feed.feed.id == empty.feed.id
    assert "have been corrected since 30 September 2023." in feed.feed.subtitle
    found = [(entry.updated[:10], entry.title) for entry in feed.entries]
    assert sorted(found) == [
        ("2023-10-02", "Ann & Bob <b> shut a park"),
        ("2023-10-04", "Ann & Bob <b> sell a park"),
        ("2023-10-04", "The regulator reports on parks"),
    ]
    pages: dict[str, str] = {}
    links = [entry.link for entry in feed.entries]
    links += re.findall('href="([^"]+)"', "".join(entry.summary for entry in feed.entries))
    assert len(links) == 5 and len({entry.id for entry in feed.entries}) == 3
    for link in links:
        name, _, anchor = link.removeprefix("https://example.org/parks/").partition("#")
        assert f'id="{anchor}"' in pages.setdefault(name, (site / name).read_text()), link
    assert {*pages} == {"corrections.html", "timeline.html"}
    found_by = re.compile(
        '<link rel="alternate" type="application/atom.xml" [^>]*corrections.atom">'
    )
    for name in ("index.html", "corrections.html"):
        page = (site / name).read_text()
        assert found_by.search(page) and '<a href="corrections.atom"' in page
    # The same corrections have the same feed, with and without a cache.
    assert held_elsewhere(*FAST, "--git", "--no-cache")["corrections.atom"] == content
    # Earlier ones keep their names.
    commit({"events.yaml": gone.replace("sell a", "buy a")}, at="2023-10-05T09:00:00Z")
    assert briefing("publish", *FAST, "--git").exit_code == 0
    now = feedparser.parse((site / "corrections.atom").read_bytes())
    assert {entry.id for entry in feed.entries} < {entry.id for entry in now.entries}
    # Without a web address there is nothing to link to.
    commit({"events.yaml": gone.replace("url: ", "# ", 1)}, at="2023-10-06T09:00:00Z")
    assert briefing("publish", *FAST, "--git").exit_code == 0
    assert b"href=" not in (site / "corrections.atom").read_bytes()


def test_corrections_count_tables_of_areas_but_not_proofs(record: Path) -> None:
    git("init", "--quiet")
    table = "id,name\nnorth,Leeds\n"
    edition = "{template: timeline, area: north, title: 'Parks in {area.name}'}"
    text = record.read_text().replace("{template: timeline}", edition)
    text = text.replace("opens a park", "opens a park in {area.name | a town}")
    text = text.replace("title: Parks", "title: {en: Parks, cy: Parciau}\nareas: areas.csv", 1)
    commit({"events.yaml": text, "areas.csv": table}, at="2023-10-02T09:00:00Z")
    Path("evidence.lock").write_text('{"version": 1}\n')
    command = ("publish", *FAST, "--git", "-e", "timeline,cymraeg")
    result = briefing(*command)
    assert result.exit_code == 0 and "not in git yet" not in result.output, result.output
    # A frame has the same title as its page.
    assert re.findall('-embed.html" title="([^"]+)"', result.output) == [
        "Parks in Leeds",
        "Parciau",
    ]
    Path("areas.csv").write_text(table.replace("Leeds", "York"))
    assert "some changes to the record are not in git yet" in briefing(*command).output
    commit({}, at="2023-10-03T09:00:00Z")
    assert "not in git yet" not in briefing(*command).output
    page = Path("site/corrections.html").read_text().replace("\xa0", " ")
    assert "3 October 2023" in page and "opens a park in York" in page


def test_files_of_others_are_never_replaced(record: Path) -> None:
    site = Path("site")
    site.mkdir()
    (site / "index.html").write_text("my own page")
    result = briefing("publish", *FAST)
    assert result.exit_code == 3
    assert "site has files of its own that the website would replace: index.html." in result.output
    assert held(site) == {"index.html": b"my own page"}


def test_other_readers_have_a_folder_of_their_own(record: Path) -> None:
    assert briefing("publish", *FAST).exit_code == 0
    before = held(Path("site"))
    for options, message in (
        (
            ["-e", "members"],
            "'members' is for members, so it cannot be on a website for the public",
        ),
        (["--audience", "members"], "Name the folder of the website for members: -o FOLDER"),
        (["--audience", "members", "-o", "site"], "site has a website for the public"),
    ):
        result = briefing("publish", *FAST, *options)
        assert result.exit_code in (1, 2) and message in result.output
    assert held(Path("site")) == before
    old = "  - {date: 2019-03-01, kind: news, title: An old park, source: {title: S}}\n"
    record.write_text(record.read_text() + old)
    assert briefing("publish", *FAST, "--audience", "members", "-o", "m").exit_code == 0
    made = held(Path("m"))
    assert "members.html" in made and "timeline.html" not in made
    assert b"For members" in made["index.html"]
    assert json.loads(made[MANIFEST])["audience"] == "members"
    # A member briefing shows only some events, so the search has only those, and no page claims
    # that it has them all.
    page, search = made["members.html"].decode(), made["search.html"].decode()
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', search, re.DOTALL)
    anchors = [place.partition("#")[2] for _, _, place, _, _ in json.loads(data)]
    assert len(anchors) == 3 and all(f'id="{anchor}"' in page for anchor in anchors)
    assert not re.search(r"\d events?\b", made["index.html"].decode())


def test_without_an_address_it_says_what_is_left_out(record: Path) -> None:
    record.write_text(record.read_text().replace("url: https://example.org/parks\n", ""))
    result = briefing("publish", *FAST)
    assert result.exit_code == 0
    assert "has no sitemap.xml" in result.output and not Path("site/sitemap.xml").exists()
    assert not [*Path("site").glob("*.png")]
    assert "Note" not in briefing("publish", *FAST, "--quiet").output


def test_an_edition_cannot_have_the_name_of_a_page(record: Path) -> None:
    record.write_text(record.read_text().replace("  timeline: {", "  index: {"))
    result = briefing("publish", *FAST)
    assert result.exit_code == 2
    assert "'index' has the same name as a page of the website. Rename it." in result.output


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("Index", "'Index' has the same name as a page of the website. Rename it."),
        ("WEEKLY-2023-w36", "'weekly-2023-W36' has the same name as another page of the website."),
        ("Timeline-embed", "'timeline-embed' has the same name as another page of the website."),
    ],
)
def test_names_that_differ_only_in_capitals_are_the_same(
    record: Path, id: str, message: str
) -> None:
    record.write_text(record.read_text().replace("  cymraeg: {", f"  {id}: {{"))
    result = briefing("publish", *FAST)
    assert result.exit_code == 2 and message in result.output
    assert not Path("site").exists()


def test_a_page_at_an_old_address_replaces_no_other_if_capitals_do_not_count(
    record: Path,
) -> None:
    assert briefing("rename", "cymraeg", "Timeline").exit_code == 1
    result = briefing("rename", "cymraeg", "Cymraeg")
    assert "On most web hosts, links to 'cymraeg' no longer work" in result.output
    assert briefing("rename", "timeline", "parks").exit_code == 0
    assert briefing("publish", *FAST).exit_code == 0
    names = [path.name for path in Path("site").iterdir()]
    assert len({name.casefold() for name in names}) == len(names)
    assert {"Cymraeg.html", "parks.html", "timeline.html"} <= {*names}
    assert "timeline.html" not in held(Path("site"))["Cymraeg.html"].decode()


def test_nothing_is_published_if_an_edition_is_not_proved(record: Path) -> None:
    record.write_text(
        record.read_text()
        .replace("timeline: {template: timeline}", "timeline: {template: timeline, proved: true}")
        .replace("    id: opened", "    id: opened\n    quotes: [{by: ann, text: Open it}]")
        .replace("events:", "actors: {ann: {name: Ann Example, type: person}}\nevents:", 1)
    )
    result = briefing("publish", *FAST)
    assert result.exit_code == 1 and "Nothing was written" in result.output
    assert not Path("site").exists()


def with_folders(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


AREAS = """\
id,name,within,mp,private_line
land,the Land,,,07700 900111
north,North,land,Ann Example,07700 900222
"""


def test_each_area_has_a_folder_of_its_own(record: Path) -> None:
    internal = "audience: internal\nareas: {bunker: {name: Secret bunker, within: land}}\n"
    title = "Parks and {area.mp | your MP}"
    own_edition = f"for-areas: {{template: member, title: '{title}'}}\n  timeline:"
    text = dedent(RECORD).replace("timeline:", own_edition, 1)
    Path("record").mkdir()
    Path("record/events.yaml").write_text(f"areas: areas.csv\n{text}")
    Path("record/internal.yaml").write_text(internal)
    Path("record/areas.csv").write_text(AREAS)
    done = briefing("publish", "record", "--each", "area", "-f", "html,md")
    assert done.exit_code == 0, done.output
    site = Path("site")
    made = with_folders(site)
    formats = (*FORMATS, "md")
    own = {f"{area}/for-areas.{format}" for area in ("land", "north") for format in formats}
    assert {name for name in made if "/" in name} == own | {"land/index.html", "north/index.html"}
    home, page, search = (
        made[f"{name}.html"].decode() for name in ("index", "north/for-areas", "search")
    )
    assert '<a href="land/for-areas.html">The Land</a>' in home
    assert '<a href="north/for-areas.html">North</a>' in home
    assert "Parks and Ann Example: North" in page
    listed = made["land/index.html"].decode()
    assert '<h1>The Land</h1>\n  <p class="subtitle">Parks</p>' in listed
    assert '<link rel="canonical" href="https://example.org/parks/north/for-areas.html">' in page
    assert '"https://example.org/parks/north/for-areas.png"' in page
    # Every link in the folder of an area leads to a page of the website.
    for name in ("north/for-areas.html", "north/index.html", "search.html", "index.html"):
        linked = re.findall(r'(?:href|"address")="([^"#:]+)"', made[name].decode())
        assert linked
        for address in linked:
            assert (site / name).parent.joinpath(address).is_file(), (name, address)
    assert {"../index.html", "../search.html", "for-areas.atom", "index.html"} <= {
        *re.findall(r'href="([^"#:]+)"', page)
    }
    places = made["sitemap.xml"].decode()
    assert "<loc>https://example.org/parks/north/</loc>" in places
    assert "<loc>https://example.org/parks/north/for-areas.html</loc>" in places
    (data,) = re.findall(r'<script type="application/json">(.*?)</script>', search, re.DOTALL)
    found = [place for _, _, place, _, _ in json.loads(data) if place.startswith(("no", "la"))]
    assert found == ["land/for-areas.html", "north/for-areas.html"]
    feeds = [feedparser.parse(made[f"{area}/for-areas.atom"]) for area in ("land", "north")]
    assert feeds[0].feed.id != feeds[1].feed.id
    assert feeds[1].entries[0].link.startswith("https://example.org/parks/north/for-areas.html")
    for secret in (b"07700", b"unker", b"private_line", b"ecret", b"only members"):
        assert secret not in b"".join(made.values())

    again = briefing("publish", "record", "--each", "area", "-f", "html,md")
    assert ": 0 made" in again.output
    Path("record/areas.csv").write_text(AREAS.replace("Ann Example", "Bob Example"))
    again = briefing("publish", "record", "--each", "area", "-f", "html,md")
    changed = int(again.output.partition(" made")[0].rpartition(" ")[2])
    # Its own documents and list, and the search.
    assert changed <= len(formats) + 2, again.output
    assert b"Bob Example" in (site / "north/for-areas.html").read_bytes()
    assert made["land/for-areas.html"] == (site / "land/for-areas.html").read_bytes()
    assert briefing("publish", "record", "-f", "html").exit_code == 0
    assert not [path for path in site.iterdir() if path.is_dir()]
    (site / "north").symlink_to(record.parent)
    refused = briefing("publish", "record", "--each", "north", "-f", "html")
    assert refused.exit_code == 3
    assert "site has files of its own that the website would replace: north" in refused.output
    # Each folder has a home page of its own.
    text = text.replace("for-areas:", "index:").replace(" | your MP", "")
    Path("record/events.yaml").write_text(f"areas: areas.csv\n{text}")
    refused = briefing("publish", "record", "--each", "north", "-f", "html", "-o", "other")
    assert refused.exit_code == 2 and "'index' has the same name as a page" in refused.output


@pytest.mark.parametrize("is_for_all", [True, False])
def test_corrections_of_one_area_are_in_no_folder_of_another(
    record: Path, *, is_for_all: bool
) -> None:
    git("init", "--quiet")
    title = "Parks and {area.mp | your MP}" if is_for_all else "Parks and {area.mp}"
    general = "General words" if is_for_all else "'General words for {area.name}'"
    events = """\
      - {id: in-north, date: 2023-09-06, kind: news, title: Northern words, areas: [north],
         source: https://example.org/n, figures: [{label: trees, value: 91117, area: north}]}
      - {id: in-south, date: 2023-09-06, kind: news, title: Southern words, areas: [south],
         source: https://example.org/s}
      - {id: everywhere, date: 2023-09-06, kind: news, title: GENERAL,
         source: https://example.org/g}
      - {id: figures, date: 2023-09-07, kind: report, title: A count,
         source: https://example.org/f, figures: [{label: benches, value: 93331, area: north}]}
    """
    text = dedent(f"""\
    title: Parks
    url: https://example.org/parks
    correct_as_of: 2023-09-30
    areas: areas.csv
    editions: {{for-areas: {{template: member, title: "{title}"}}}}
    events:
    """) + dedent(events).replace("GENERAL", general)
    table = "id,name,mp\nnorth,North,Ann Example\nsouth,South,Bob Example\n"
    commit({"events.yaml": text, "areas.csv": table}, at="2023-10-01T09:00:00Z")
    now = text
    for old, new in (
        ("91117", "92227"),
        ("93331", "94441"),
        ("n words", "n truth"),
        ("l words", "l truth"),
    ):
        now = now.replace(old, new)
    renamed = table.replace("Ann Example", "Cat Example")
    commit({"events.yaml": now, "areas.csv": renamed}, at="2023-10-03T09:00:00Z")
    command = ("publish", "-f", "html,md,json", "--git", "--each", "area")
    done = briefing(*command)
    assert done.exit_code == 0, done.output
    site = Path("site")
    made = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }
    assert ("for-areas.html" in made) == is_for_all
    folders = {
        area: b"".join(made[name] for name in made if name.startswith(f"{area}/"))
        for area in ("north", "south")
    }
    # A folder has only what is true now, of its own area and of no other.
    own = {"north": (b"Northern", b"92227", b"94441", b"Cat Ex"), "south": (b"Southern", b"Bob Ex")}
    outdated = (b"91117", b"93331", b"n words", b"l words", b"Ann Ex")
    for area, other in (("north", "south"), ("south", "north")):
        assert b"General truth" in folders[area] and b"corrections.atom" not in folders[area]
        for known in own[area]:
            assert known in folders[area] and known not in folders[other], known
        assert not any(once in folders[area] for once in outdated)
        page = made[f"{area}/for-areas.html"].decode()
        assert '<a href="../corrections.html">Corrections</a>' in page
        for address in re.findall(r'href="([^"#:]+)"', page):
            assert (site / area / address).is_file(), address
    # The website lists its corrections in one place, and links only to pages that exist.
    page = made["corrections.html"].decode()
    if not is_for_all:
        assert "General truth for [name]" in page
    for words in ("General truth", "Northern truth", "Southern truth", "92227, not 91117"):
        assert words in page
    for feed in (page, made["corrections.atom"].decode()):
        assert not any(name in feed for name in ("Ann Ex", "Cat Ex", "Bob Ex", "{area."))
    for address in re.findall(r'href="([^"#:]+)"', page):
        assert (site / address).is_file(), address
    again = briefing(*command)
    assert ": 0 made" in again.output


@pytest.mark.parametrize(
    "url", [pytest.param("", marks=pytest.mark.long), "https://example.org/parks"]
)
def test_the_folder_of_an_area_keeps_its_old_addresses(
    record: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(parts, "MOST_EVENTS", 1)
    text = dedent(RECORD) if url else dedent(RECORD).replace("url:", "# url:", 1)
    text += "  - {date: 2021-02-03, kind: news, title: An old park, source: {title: S}}\n"
    files = {
        "events.yaml": f"areas: areas.csv\n{text}",
        "more.yaml": "areas: {isle: {name: Isle, within: land}}\n",
        "internal.yaml": "audience: internal\nareas: {bunker: {name: B, formerly: [cellar]}}\n",
        "areas.csv": "id,name,within,formerly\nland,the Land\nnorth,North,land\n",
    }
    Path("record").mkdir()
    for name, written in files.items():
        Path("record", name).write_text(written)
    made_with = ("--each", "area", "-f", "html,md")
    assert briefing("publish", "record", "-e", "timeline", *made_with).exit_code == 0
    first = with_folders(Path("site"))
    for old, new in (
        ("isle", "island"), ("north", "up"), ("up", "far-north"), ("timeline", "parks"),
        ("bunker", "vault"),
    ):  # fmt: skip
        assert briefing("rename", old, new, "record").exit_code == 0
    result = briefing("publish", "record", "-e", "parks", *made_with)
    assert result.exit_code == 0, result.output
    made = with_folders(Path("site"))
    # The picture of a Markdown file is next to it, under its own name.
    assert {name for name in first if not name.endswith("-chart.svg")} <= {*made}
    assert {"isle/parks-chart.svg", "up/parks-2021.html", "far-north/timeline.atom"} <= {*made}
    assert not re.search("bunker|cellar|vault", str(made))
    moved = []
    for name, content in made.items():
        folder, slash, file = name.rpartition("/")
        folder = {"isle": "island", "north": "far-north", "up": "far-north"}.get(folder, folder)
        now = f"{folder}{slash}{file.replace('timeline', 'parks')}"
        if now == name:
            assert not REFRESH.search(content), name
        elif not name.endswith(".html"):
            assert content == made[now], name
        else:
            moved.append(name)
            (address,) = REFRESH.findall(content)
            assert os.path.normpath(Path(name).parent / address.decode()) == now
            (canonical,) = re.findall('rel="canonical" href="([^"]+)"', content.decode())
            page = now.removesuffix("index.html")
            if url:
                assert canonical == f"{url}/{page}"
            else:
                assert os.path.normpath(Path(name).parent / canonical) == page.rstrip("/")
    # In each folder 3 pages under the old id of the edition, and in the old folders 4 more.
    assert len(moved) == 7 * 3 + 3 * 4
    # Nothing is new to a feed reader.
    before, after = (
        feedparser.parse(text)
        for text in (first["north/timeline.atom"], made["far-north/parks.atom"])
    )
    assert before.feed.id == after.feed.id and before.entries
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]
    lists = made["index.html"] + made["search.html"] + made.get("sitemap.xml", b"")
    assert not re.search(rb"(?<!far-)north/|\bup/|\bisle/", lists)

    again = briefing("publish", "record", "-e", "parks", *made_with)
    assert ": 0 made" in again.output and with_folders(Path("site")) == made
    again = briefing("publish", "record", "-e", "parks", *made_with, "--no-cache", "-o", "again")
    assert again.exit_code == 0 and with_folders(Path("again")) == made
    # A page that exists now keeps its address.
    Path("record/areas.csv").write_text("id,name,formerly\nland,Land,index.html isle\n")
    Path("record/more.yaml").write_text("areas: {isle: {name: Isle}}\n")
    refused = briefing("publish", "record", "-e", "parks", *made_with)
    assert refused.exit_code == 1 and "former-id-in-use" in refused.output
    Path("record/areas.csv").write_text("id,name,formerly\nland,Land,index.html\n")
    assert briefing("publish", "record", "-e", "parks", *made_with).exit_code == 0
    pages = {path.as_posix() for path in Path("site").rglob("index.html")}
    assert pages == {f"site/{name}index.html" for name in ("", "land/", "isle/")}
