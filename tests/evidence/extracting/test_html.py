"""The text of web pages: the words that a reader sees, and nothing else."""

import pytest

from briefing.evidence.extracting import texts_of
from briefing.evidence.kinds import NotReadable


def text_of(page: str | bytes, name: str = "a.html") -> str:
    (text,) = texts_of(page.encode() if isinstance(page, str) else page, name)
    return text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # Words are not broken by inline elements, but by blocks, line breaks and cells.
        ("un<b>break</b>able <a href=x>li</a>nk", "unbreakable link"),
        ("<h1>One</h1>two<p>three<div>four</div>", "One\ntwo\nthree\nfour"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<table><tr><td>one<td>two<tr><td>three</table>", "one\ntwo\nthree"),
        ("<p>one<p>two", "one\ntwo"),
        ("in <!-- not shown -->out", "in out"),
        ("so<wbr>so, soft&shy;ly", "soso, soft\u00adly"),
        # Each row of a table of data is a line. Tables that lay out a page are not.
        ("<table><caption>a</caption><tr><th>b<th>c<tr><th>d<td>1<td hidden>2</table>e",
         "a\nb\tc\nd\t1\ne"),
        ("<table><tr><td>b<td>c<tr><td colspan=2>1</table>e", "b\nc\n1\ne"),
        ("<table><tr><td>b<td>c<tr><td>d<td><table><tr><td>1</table></table>", "b\nc\nd\n1"),
        (f"<table><tr><td>b<td>c<tr><td>d<td>{'1 ' * 99}</table>", f"b\nc\nd\n{'1 ' * 98}1"),
        # White space is as shown.
        ("one\n   two", "one two"),
        ("<pre>one\n  two</pre>", "one\n two".replace(" ", "")),
        # Entities, including some that are not closed.
        (
            "&pound;18m &amp; 77&percnt; &#8217;&#x2019;&rsquo; AT&T &nosuch;",
            "£18m & 77% ’’’ AT&T &nosuch;",
        ),
        ("&#150; &#0;", "– \ufffd"),
        # No reader sees these.
        ("a<script>b</script><style>c</style><noscript>d</noscript>e", "ae"),
        ("a<template>b</template><iframe>c</iframe><title>d</title>e", "ae"),
        ("a<p hidden>b<i>c</i></p>d<p HIDDEN='x'>e</p>", "ad"),
        ("a<i style='color: red; Display : none'>b</i>c<i style='visibility:hidden'>d</i>", "ac"),
        ("a<i style='display:/* */none'>b</i>c<i style='content-visibility: hidden'>d</i>", "ac"),
        ("a<del>b</del>c<s>d</s><i style='text-decoration: red line-through'>e</i>", "ac"),
        ("a<dialog>b</dialog>c<dialog open>d</dialog>", "ac\nd"),
        ("a<div role=dialog>b</div>c<div role=alertdialog>d</div>", "ac"),
        ("a<div itemscope itemtype='https://schema.org/Comment'>b</div>c", "ac"),
        ("a<img src=x alt='not a word'>b<input value=c>", "ab"),
        ("<svg><title>a</title><text>b</text></svg>", "b"),
        # Readers do see these.
        ("<section id=comments class=comments>a</section>", "a"),
        ("<p aria-hidden=true>a</p><details><summary>b</summary>c</details>", "a\nb\nc"),
        ("<p hidden=until-found>a</p><textarea>b</textarea>", "a\nb"),
        ("<div><template shadowrootmode=open>a</template></div>", "a"),
        # The mark of a note is not a word of the text, but an exponent is.
        ("ends.<sup><a href='#n1'>1</a></sup> Next", "ends. Next"),
        ("ends<sup class=ref><a href='x#n'><span>[</span>12<span>]</span></a></sup>.", "ends."),
        ("ends<a href='#n'><sup>†</sup></a>, <a role=doc-noteref href=x>3</a>and", "ends, and"),
        ("10<sup>3</sup> m<sup>2</sup>, 1<sup><a href='#n'>st</a></sup>", "10³ m², 1st"),
    ],
)  # fmt: skip
def test_the_text_is_what_a_reader_sees(body: str, expected: str) -> None:
    assert text_of(f"<!doctype html><html><body>{body}</body></html>") == expected
    assert text_of(f"<div>{body}</div>") == expected


def test_the_head_is_no_part_of_the_text() -> None:
    page = (
        "<html><head><title>A</title><meta name=description content=B></head><body>C</body></html>"
    )
    assert text_of(page) == "C"


WORDS = "“Llŷn” — café £18"
EURO = "café £18 €"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"<p>{WORDS}".encode(), WORDS),
        (f"<p>{WORDS}".encode("utf-8-sig"), WORDS),
        (f"<p>{WORDS}".encode("utf-16"), WORDS),
        (f"<p>{WORDS}".encode("utf-16-le"), WORDS),
        (f"<p>{EURO}".encode("windows-1252"), EURO),
        (f"<meta charset='iso-8859-1'><p>{EURO}".encode("windows-1252"), EURO),
        (f"<meta charset=iso-8859-15><p>{EURO}".encode("iso-8859-15"), EURO),
        (
            b'<meta http-equiv=content-type content="text/html; charset=koi8-r"><p>'
            + "Привет".encode("koi8-r"),
            "Привет",
        ),
        (
            b'<?xml version="1.0" encoding="iso-8859-2"?><html><body>'
            + "Łódź".encode("iso-8859-2"),
            "Łódź",
        ),
        # Many pages declare an encoding that they no longer have.
        (f"<meta charset=iso-8859-1><p>{WORDS}".encode(), WORDS),
        (f"<meta charset=nonsense><p>{WORDS}".encode(), WORDS),
        (f"<meta charset=utf-8><p>{EURO}".encode("windows-1252"), "caf\ufffd \ufffd18 \ufffd"),
    ],
)
def test_the_encoding_is_recognised(content: bytes, expected: str) -> None:
    assert text_of(content) == expected


def test_elements_that_are_never_closed_do_not_lose_text() -> None:
    page = "".join(f"<p><font><b>Paragraph {n}.\n" for n in range(300))
    assert text_of(page).splitlines() == [f"Paragraph {n}." for n in range(300)]


def test_a_long_text_is_not_cut() -> None:
    text = "a long word " * 1_000_000
    assert text_of(f"<p>{text}</p><p>The end</p>").endswith("long word\nThe end")


def test_a_page_without_text_says_so() -> None:
    for page in ("<div id=app></div><script src=app.js></script>", "<!doctype html>", "  "):
        with pytest.raises(NotReadable, match="it contains no text"):
            text_of(page)
