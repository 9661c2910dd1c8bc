"""Details that the first or last lines of a document complete."""

from briefing.capture.document import Document, Paragraph, read_unlimited
from briefing.capture.plain_release import with_details
from briefing.evidence.text import SourceText


def detailed(text: str) -> Document:
    paragraphs = [Paragraph(line) for line in text.split("\n")]
    return with_details(Document("a.txt", paragraphs, SourceText("a", [])))


def page(head: str, body: str) -> Document:
    return read_unlimited(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def value(document: Document, key: str) -> str:
    detail = getattr(document, key)
    return detail.value if detail else ""


def test_an_office_in_a_letterhead_is_no_title() -> None:
    found = detailed(
        "UNIVERSITY OF NORTH MERCIA\nCommunications and External Relations\nNews release\n"
        "11 February 2025\nRepeat flooding triples risk of depression, study finds\nPeople are."
    )
    assert value(found, "title") == "Repeat flooding triples risk of depression, study finds"
    assert found.title is not None and found.title.is_guess


def test_the_period_below_a_title_is_part_of_it() -> None:
    found = page(
        "", "<main><h1>Public Transport Complaints</h1><h2>Quarter 1 2025</h2><p>A.</p></main>"
    )
    assert value(found, "title") == "Public Transport Complaints, Quarter 1 2025"
    assert found.title is not None and found.title.is_guess


def test_a_month_below_a_title_is_no_part_of_it() -> None:
    found = page("", "<main><h1>Public Transport Complaints</h1><p>June 2025</p><p>A.</p></main>")
    assert value(found, "title") == "Public Transport Complaints"


def test_the_issue_of_a_magazine_is_its_date() -> None:
    head = '<meta property="og:site_name" content="Municipal Fleet">'
    body = "<h1>Charging round</h1><p>Municipal Fleet, October 2025</p><p>It is ten to six.</p>"
    found = page(head, f"<article>{body}</article>")
    assert value(found, "date") == "2025-10"
    assert found.date is not None and found.date.is_guess


def test_every_author_of_a_paper_is_named() -> None:
    names = ("Okafor, Lucy", "Standen, Rhys")
    head = "".join(f'<meta name="citation_author" content="{name}">' for name in names)
    assert (
        value(page(head, "<h1>Renting</h1><p>A.</p>"), "author") == "Lucy Okafor and Rhys Standen"
    )
    one = '<meta name="author" content="Lucy Okafor">'
    body = "<main><h1>Renting</h1><p>Lucy Okafor and Rhys Standen · 30 April 2025</p></main>"
    assert value(page(one, body), "author") == "Lucy Okafor and Rhys Standen"


def test_a_department_publishes_its_page_on_the_site_of_a_government() -> None:
    head = (
        '<meta name="govuk:content-id" content="1"><script type="application/ld+json">'
        '{"@type": "NewsArticle", "publisher": {"name": "Government Online"},'
        ' "author": {"name": "Department for Skills"}}</script>'
    )
    found = page(head, "<main><h1>Skills package</h1><p>A.</p></main>")
    assert (value(found, "publisher"), value(found, "author")) == ("Department for Skills", "")
    assert found.publisher is not None and found.publisher.is_guess


def test_an_organisation_alone_on_a_line_at_the_end_is_the_publisher() -> None:
    found = detailed(
        "Performance report: month 11\nThe waiting list fell for the fifth month running.\n"
        "East Solent NHS Foundation Trust\nPage 1 of 3"
    )
    assert value(found, "publisher") == "East Solent NHS Foundation Trust"
    assert found.publisher is not None and found.publisher.is_guess


def test_the_line_under_a_title_is_no_part_of_it() -> None:
    text = "For immediate release\n\nFERRY BACK IN SERVICE AFTER TEN WEEKS\n=====\n\nIt is back."
    found = read_unlimited(text.encode(), "a.txt")
    assert value(found, "title") == "FERRY BACK IN SERVICE AFTER TEN WEEKS"
    assert [each.text for each in found.paragraphs] == ["For immediate release", "It is back."]


def test_a_markdown_file_can_start_with_its_details() -> None:
    head = "---\ntitle: 'A bus for Bude'\nauthor: Ann Lee\ndate: 2025-03-04\ntags: [bus]\n---\n\n"
    body = "# A bus for Bude\n\n**Bude Bus Trust** | 4 March 2025 | 3 min read\n\nIt is late."
    found = read_unlimited(f"{head}{body}".encode(), "a.md")
    details = [value(found, key) for key in ("title", "author", "publisher", "date")]
    assert details == ["A bus for Bude", "Ann Lee", "Bude Bus Trust", "2025-03-04"]
    assert not any("tags" in each.text for each in found.paragraphs)
