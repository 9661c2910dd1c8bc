"""The publisher of a document that does not name it in its properties."""

import pytest

from briefing.capture.document import Document, read_document

BODY = (
    "Two in three parks in the county have no warden, and the number has fallen again this year, "
    "according to figures that were released today.\n\n"
    "“We are at the end of the road,” said Ann Lee, a warden at Truro.\n"
)


def read(text: str, name: str = "release.txt") -> Document:
    return read_document(text.encode(), name)


def publisher(text: str, name: str = "release.txt") -> str:
    found = read(text, name).publisher
    return found.value if found else ""


@pytest.mark.parametrize(
    ("above", "below", "wanted"),
    [
        ("GUILD OF PARK AND RIVER WARDENS – PRESS OFFICE\n\nWardens at the end of the road", "",
         "Guild of Park and River Wardens"),
        ("WARDENS OF CORNWALL ALLIANCE\n\nOld Mill House, Mill Street, Truro TR1 2AB\n\n"
         "Dear Minister,\n\nParks at the end of the road", "", "Wardens of Cornwall Alliance"),
        ("Parks at the end of the road\n\nSubmitted by: Western Parks Forum (WPF)", "",
         "Western Parks Forum"),
        ("Parks at the end of the road\n\nWestern Parks Forum · News · 3 June 2024", "",
         "Western Parks Forum"),
        ("Parks at the end of the road\n\nBy Ann Lee, policy officer, Western Parks Forum", "",
         "Western Parks Forum"),
        ("Parks at the end of the road", "Ends\n\nAbout Western Parks Forum: we speak for 40 parks "
         "in the west of England.", "Western Parks Forum"),
        ("Parks at the end of the road", "Notes\n\n1. Green Shoots is a registered charity, 104.",
         "Green Shoots"),
        ("The Western Parks Forum (WPF) met in Truro", "WPF represents 40 parks in the west.",
         "Western Parks Forum"),
        ("Parks at the end of the road", "Sent by Western Parks Forum, The Lodge, Truro TR1 2AB.",
         "Western Parks Forum"),
        ("Parks at the end of the road, Green Shoots warns", "Contact: ann@greenshoots.example",
         "Green Shoots"),
        ("Dear Minister,\n\nParks at the end of the road",
         "Yours sincerely,\n\nAnn Lee\n\nChair, Western Parks Forum", "Western Parks Forum"),
        ("WARDENS COUNCIL OF CORNWALL\n\nNews release\n\nParks at the end of the road", "",
         "Wardens Council of Cornwall"),
        ("NHS PARKS TRUST\n\nParks at the end of the road", "The NHS runs it.",
         "NHS Parks Trust"),
        ("NEWS ANALYSIS\n\nParks at the end of the road", "Parks Review | Issue 214 | May 2025",
         "Parks Review"),
        ("Parks at the end of the road\n\nThe Wardens Council of Cornwall said so today",
         "Notes\n\n1. The Wardens Council is a registered charity, 104.",
         "Wardens Council of Cornwall"),
        ("PARKS WEEKLY | 3 June 2024\n\nParks at the end of the road", "", "Parks Weekly"),
        ("Parks at the end of the road", "For more details contact the Parks Trust press office "
         "on 01632 960000.", "Parks Trust"),
        # None of these is the publisher.
        ("DECISION NOTICE\n\nParks at the end of the road", "", ""),
        ("NEWS ANALYSIS\n\nParks at the end of the road", "", ""),
        ("MINISTERS CUT PARKS BUDGET – NEWS RELEASE\n\nThe figures are out", "", ""),
        ("Parks at the end of the road", "Notes\n\n1. Green Shoots is a registered charity.\n\n"
         "2. River Watch is a registered charity.", ""),
        ("Parks at the end of the road", "Contact: ann.lee@gmail.com", ""),
        ("Parks at the end of the road, Green Shoots and River Watch warn",
         "Contact: ann@greenshoots.example or tom@riverwatch.example", ""),
        ("Old Mill House, Mill Street, Truro TR1 2AB\n\nParks at the end of the road", "", ""),
    ],
)  # fmt: skip
def test_the_text_can_show_the_publisher(above: str, below: str, wanted: str) -> None:
    assert publisher(f"{above}\n\n{BODY}\n{below}\n") == wanted


@pytest.mark.parametrize(
    ("title", "around", "wanted"),
    [
        ("Fares up again | Truro Gazette", "", "Truro Gazette"),
        ("Fares up again | The Whistle", "<div class='top'><a href='/'>The Whistle</a></div>",
         "The Whistle"),
        ("Fares up again | Parks", "", ""),
        ("Fares up again | News", "<div class='top'><a href='/'>News</a></div>", ""),
        ("Fares up again – a campaign diary", "", ""),
    ],
)  # fmt: skip
def test_the_end_of_the_title_of_a_page_can_be_the_site(
    title: str, around: str, wanted: str
) -> None:
    text = "".join(f"<p>{line}</p>" for line in BODY.split("\n") if line)
    page = f"<html><head><title>{title}</title></head><body>{around}<h1>Bus fares rise</h1>{text}"
    assert publisher(f"{page}</body></html>", "page.html") == wanted


@pytest.mark.parametrize(
    ("sender", "wanted", "author"),
    [
        ("Home Office Press Office <press@ho.example>", "Home Office", ""),
        ("Truro Council Newsroom <news@truro.example>", "Truro Council", ""),
        ('"Press Office, Parks Trust" <press@parks.example>', "Parks Trust", ""),
        ("Western Parks Forum <hello@wpf.example>", "Western Parks Forum", ""),
        ("Forum Press Desk <press@wpf.example>", "Western Parks Forum", ""),
        ("Ann Lee <ann@wpf.example>", "Western Parks Forum", "Ann Lee"),
        ("Ann Lee <ann@gmail.com>", "", "Ann Lee"),
        ('"Ann Lee, Parks Trust" <ann@parks.example>', "Parks Trust", "Ann Lee"),
        ("Ann Lee | Parks Trust <ann@parks.example>", "Parks Trust", "Ann Lee"),
        ("Ann Lee at Parks Trust <ann@parks.example>", "Parks Trust", "Ann Lee"),
    ],
)
def test_the_sender_of_an_email_can_show_the_publisher(
    sender: str, wanted: str, author: str
) -> None:
    head = f"From: {sender}\nSubject: Parks\nDate: Mon, 3 Jun 2024 09:00 +0000"
    body = f"{BODY}\nThe Western Parks Forum met in Truro.\n"
    text = f"{head}\nContent-Type: text/plain; charset=utf-8\n\n{body}"
    document = read(text, "release.eml")
    assert (document.publisher.value if document.publisher else "") == wanted
    assert (document.author.value if document.author else "") == author


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Posted on 13 November 2024 by Media team · Filed under Statistics", "2024-11-13"),
        ("By Ann Lee, Parks Trust Posted 17 June 2025 | 5 min read | Filed under: parks",
         "2025-06-17"),
        ("Published 28 October 2025 14:00 — Part of: Health and social care", "2025-10-28"),
        ("Parks Review | Issue 214 | May 2025", "2025-05"),
    ],
)  # fmt: skip
def test_a_line_with_the_day_of_publication_can_have_other_words(line: str, date: str) -> None:
    found = read(f"Parks at the end of the road\n\n{line}\n\n{BODY}").date
    assert found
    assert (found.value, found.is_guess) == (date, False)


def test_a_letterhead_in_capitals_is_no_title() -> None:
    document = read(f"PARKS COUNCIL OF CORNWALL\n\nParks are at the end of the road\n\n{BODY}")
    assert document.title
    assert document.title.value == "Parks are at the end of the road"


@pytest.mark.parametrize(
    "above",
    ["THE PARKS TRUST\n\n12 High Street, Truro TR1 2AB", "PARKS WEEKLY | 3 June 2024"],
)
def test_an_address_or_a_running_header_is_no_title(above: str) -> None:
    document = read(f"{above}\n\nParks are at the end of the road\n\n{BODY}")
    assert document.title
    assert document.title.value == "Parks are at the end of the road"


def test_two_authors_are_named_in_full() -> None:
    document = read(f"Parks at the end of the road\n\nBy Ann Lee and Bo Hart\n\n{BODY}")
    assert document.author
    assert document.author.value == "Ann Lee and Bo Hart"


def test_the_job_of_a_reporter_is_not_part_of_the_name() -> None:
    text = "Parks at the end of the road\n\nBy Ann Lee Local Democracy Reporter"
    document = read(f"{text}\n\n{BODY}")
    assert document.author
    assert document.author.value == "Ann Lee"


def test_links_to_other_pages_are_left_out() -> None:
    page = (
        f"<main><h1>Parks</h1><p>{BODY * 3}</p><h2>More from the press office</h2><ol><li>"
        "<a href='#'>Fares: 4.6% rise “a bitter pill”</a></li></ol></main>"
    )
    texts = [each.text for each in read(page, "page.html").paragraphs]
    assert not any("Fares" in text or "More from" in text for text in texts)


@pytest.mark.parametrize(
    ("above", "is_kept"),
    [("<p>Launching the report, the chair, Ann Lee, said:</p>", True), ("<p>Read more</p>", False)],
)
def test_a_quotation_beside_the_text_is_kept_if_it_is_introduced(above: str, is_kept: bool) -> None:
    aside = f"<aside>{above}<blockquote><p>“It is late.”</p></blockquote></aside>"
    page = f"<main><h1>Parks</h1><p>{BODY * 3}</p>{aside}<p>It ends.</p></main>"
    texts = [each.text for each in read(page, "page.html").paragraphs]
    assert ("“It is late.”" in texts) is is_kept
