"""Email addresses, alone or with a name, and text that is not an address."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.mailboxes import Mailbox, parse_mailbox


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("ann@example.org", "", "ann@example.org"),
        ("ann@example.org\n", "", "ann@example.org"),
        ("<ann@example.org>", "", "ann@example.org"),
        ("Ann Example <ann@example.org>", "Ann Example", "ann@example.org"),
        (
            "  Dr. Ann  Example (MP)  < ann@example.org > ",
            "Dr. Ann Example (MP)",
            "ann@example.org",
        ),
        ('"Example, Ann" <ann@example.org>', "Example, Ann", "ann@example.org"),
        ("Zoë <zoë@example.org>", "Zoë", "zoë@example.org"),
        ("ann@EXÄMPLE.org", "", "ann@xn--exmple-cua.org"),
        ("Ann.O'Neil+news@example.co.uk", "", "Ann.O'Neil+news@example.co.uk"),
    ],
)
def test_a_mailbox_is_an_address_and_perhaps_a_name(text: str, name: str, address: str) -> None:
    assert parse_mailbox(text) == Mailbox(name, address)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "@-sign"),
        ("Ann Example", "@-sign"),
        ("ann@example", "period"),
        ("ann@localhost", "period"),
        ("Ann Example ann@example.org", "before the @-sign"),
        ("ann@example.org, bob@example.org", "after the @-sign"),
        ("Ann <ann@example.org> <bob@example.org>", "on one line"),
        ("Ann <ann@example.org", "on one line"),
        ("ann@example.org\nBcc: bob@example.org", "on one line"),
        ("Ann\r\nBcc: bob@example.org <ann@example.org>", "on one line"),
        ("Ann\u2028 <ann@example.org>", "on one line"),
    ],
)
def test_text_that_is_no_mailbox_gets_a_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_mailbox(text)


@given(st.text(max_size=60))
def test_any_text_is_one_or_none(text: str) -> None:
    try:
        mailbox = parse_mailbox(text)
    except ValueError:
        return
    assert mailbox.address.count("@") == 1
    assert not {category(character) for character in mailbox.name + mailbox.address} & {
        "Cc",
        "Zl",
        "Zp",
    }
