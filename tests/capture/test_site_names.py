"""The name of a website, from the title, the header or the footer of a page."""

import pytest

from briefing.capture.document import read_document

TEXT = (
    "<p>Two in three parks in the county have no warden, the Rivers Alliance says, and the number "
    "has fallen again this year, according to figures that were released today.</p>"
)


def publisher(header: str, footer: str = "", title: str = "Parks at the end of the road") -> str:
    page = (
        f"<html><head><title>{title}</title></head><body>{header}<main><h1>Parks at the end</h1>"
        f"{TEXT * 3}</main>{footer}</body></html>"
    )
    found = read_document(page.encode(), "page.html").publisher
    assert found is None or found.is_guess
    return found.value if found else ""


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("<header role='banner'><a href='/'>Office of Parks for the West</a></header>",
         "Office of Parks for the West"),
        ("<header><p>Park Users’ Council — the voice of walkers</p></header>",
         "Park Users’ Council"),
        ("<div class='site-logo'><img src='a.svg' alt='Rivers Alliance logo'></div>",
         "Rivers Alliance"),
        ("<header id='masthead'><div class='site-branding'>The Rivers Alliance</div></header>",
         "Rivers Alliance"),
        # None of these is the name of the site.
        ("<header><a href='/'>Home</a> <span>Sign In</span> <p>Skip to content</p></header>", ""),
        ("<header><nav><a>Parks Council</a></nav><ul><li>Water Trust</li></ul></header>", ""),
        ("<header><span>Politics</span></header>", ""),
    ],
)  # fmt: skip
def test_the_header_of_a_page_names_the_site(header: str, wanted: str) -> None:
    assert publisher(header) == wanted


@pytest.mark.parametrize(
    ("footer", "wanted"),
    [
        ("© 2025 The Parks Trust. All rights reserved.", "Parks Trust"),
        ("Copyright © Rivers Newspapers Ltd 2001-2025. Registered in England.",
         "Rivers Newspapers Ltd"),
        ("The Parks Trust is a charity registered in England and Wales (1177203).", "Parks Trust"),
        ("Office of the Rivers Commissioner for Mid Devon, Weir House, Totnes",
         "Office of the Rivers Commissioner for Mid Devon"),
        ("Terms, Privacy and Cookies", ""),
        ("© Crown copyright 2024", ""),
        ("© 2025 Website by Pixel Ltd", ""),
    ],
)  # fmt: skip
def test_the_footer_of_a_page_names_the_site(footer: str, wanted: str) -> None:
    assert publisher("", f"<footer><p>{footer}</p></footer>") == wanted


def test_the_title_of_a_page_ends_with_the_site_if_the_text_has_the_name() -> None:
    assert publisher("", title="Parks: the end of the road - Rivers Alliance") == "Rivers Alliance"
    assert publisher("", title="Parks: the end of the road - A Campaign Diary") == ""
