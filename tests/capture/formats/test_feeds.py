"""Atom, RSS and JSON Feed: the day of publication, complete links, and hostile feeds."""

import json
from datetime import date

import pytest

from briefing.capture.reading import read_tables
from briefing.capture.table import Cell
from briefing.evidence.kinds import NotReadable
from tests.capture.tables import imported


def cells(content: str, name: str = "feed.xml") -> dict[str, Cell]:
    """Return the cells of the first entry, by column."""
    table = read_tables(content.encode(), name)[0]
    names = [cell.text for cell in table.rows[0].cells]
    return dict(zip(names, table.rows[1].cells, strict=True))


def atom(entry: str, feed: str = "") -> dict[str, Cell]:
    start = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/news/">'
    return cells(f"{start}{feed}<entry>{entry}</entry></feed>")


def rss(item: str) -> dict[str, Cell]:
    return cells(
        f"<rss><channel><link>https://example.org</link><item>{item}</item></channel></rss>"
    )


def test_the_date_is_that_of_publication() -> None:
    both = "<published>2031-01-05T09:30:00Z</published><updated>2031-06-30T00:15:01Z</updated>"
    assert atom(both)["Published"].text == "2031-01-05" and not atom(both)["Published"].notes
    only = atom("<updated>2031-06-30T00:15:01+01:00</updated>")["Published"]
    assert only.text == "2031-06-30"
    assert only.notes == ("the feed gives only the day of the last change",)


def test_a_date_with_the_wrong_day_of_the_week_is_left_as_text() -> None:
    right, wrong = (f"{day}, 03 May 2021 09:30:00 GMT" for day in ("Mon", "Tue"))
    assert rss(f"<pubDate>{right}</pubDate>")["Published"].day == date(2021, 5, 3)
    assert rss(f"<pubDate>{wrong}</pubDate>")["Published"].day is None


def test_a_source_has_the_date_of_publication_if_the_feed_gives_it() -> None:
    page = "<title>A weir opens</title><link>https://example.org/a</link>"
    feed = f"""<rss><channel><title>River News</title>
      <item>{page}<pubDate>Wed, 02 Jul 2031 09:15:42 +0000</pubDate></item>
      <item>{page.replace("/a<", "/b<")}<updated>2031-07-03</updated></item>
      <item>{page.replace("/a<", "/c<")}<pubDate>in summer</pubDate></item></channel></rss>"""
    done = imported(*read_tables(feed.encode(), "feed.xml"))
    source = {"title": "A weir opens", "publisher": "River News"}
    assert [draft.event["source"] for draft in done.drafts] == [
        {**source, "date": "2031-07-02", "url": "https://example.org/a"},
        {**source, "url": "https://example.org/b"},
    ]
    (row,) = done.unplaced
    assert str(row.origin) == "feed.xml, entry 3"
    assert row.missing == ("'in summer' cannot be read as a date: add the year",)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Wed, 02 Jul 2031 09:15:42 +0000", "2031-07-02"),
        ("2 Jul 31 09:15 EDT", "2031-07-02"),
        ("2031-07-02", "2031-07-02"),
        ("in summer", "in summer"),
    ],
)
def test_dates_of_rss(written: str, day: str) -> None:
    assert rss(f"<title>A</title><pubDate>{written}</pubDate>")["Published"].text == day


def test_links_and_attachments_are_completed() -> None:
    row = atom('<link href="a"/><link rel="enclosure" href="/a.pdf" title="Annex"/>')
    assert row["Link"].text == "https://example.org/news/a"
    assert row["Attachments"].text == "Annex (https://example.org/a.pdf)"
    row = rss('<guid isPermaLink="false">no</guid><link>/b</link><enclosure url="/b.mp3"/>')
    assert row["Link"].text == "https://example.org/b"
    assert row["Attachments"].text == "https://example.org/b.mp3"
    assert "Link" not in rss("<title>A</title><link>javascript:alert(1)</link>")


def test_html_becomes_text_and_scripts_are_left_out() -> None:
    html = "&lt;p&gt;Rain &amp;amp; &lt;b&gt;sun&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    row = atom(f'<title type="html">{html}</title><summary type="text">1 &lt; 2</summary>')
    assert row["Title"].text == "Rain & sun" and row["Summary"].text == "1 < 2"
    xhtml = '<div xmlns="http://www.w3.org/1999/xhtml"><p>One</p><p>Two</p></div>'
    assert atom(f'<summary type="xhtml">{xhtml}</summary>')["Summary"].text == "One\nTwo"


def test_entities_of_html_and_bare_ampersands_are_read() -> None:
    row = rss("<title>A&nbsp;walk &ndash; rain & sun</title><category><![CDATA[A & B]]></category>")
    assert row["Title"].text == "A walk – rain & sun" and row["Categories"].text == "A & B"


def test_the_sentence_that_wordpress_adds_is_left_out() -> None:
    end = (
        "<![CDATA[<p>Rain. [&#8230;]</p>\n<p>The post <a href='/a'>A</a> appeared first on "
        "<a href='/'>B</a>.</p>]]>"
    )
    assert rss(f"<description>{end}</description>")["Summary"].text == "Rain. …"


def test_json_feed() -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"content_html": "<p>A</p>"}]}
    assert cells(json.dumps(feed), "a.json")["Summary"].text == "A"


ENTITIES = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "ha"}">' for n in range(30))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            f"<!DOCTYPE rss [{ENTITIES}]><rss><item><title>&x29;</title></item></rss>",
            "it declares XML entities, which are not allowed",
        ),
        (
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            "<rss><channel><item><title>&x;</title></item></channel></rss>",
            "it declares XML entities, which are not allowed",
        ),
        (f"<rss><channel>{'<item>' * 100_000}", "its elements are nested too deeply"),
        ("<rss><channel/></rss>", "it is not a feed, or it has no entries"),
        ("not XML", "it is a damaged or incomplete feed"),
    ],
    ids=["bomb", "local file", "depth", "empty", "not XML"],
)
def test_hostile_feeds_are_refused(content: str, reason: str) -> None:
    with pytest.raises(NotReadable) as error:
        read_tables(content.encode(), "feed.xml")
    assert error.value.reason == reason and error.value.hint
