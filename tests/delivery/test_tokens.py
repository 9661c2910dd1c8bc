"""Signed tokens: only a key makes them, and each names one recipient of one edition."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.delivery.mail_server import SettingsError
from briefing.delivery.tokens import Tokens, make_tokens, open_tokens, tokens_in

KEY = "0123456789abcdef0123456789abcdef"
TOKENS = Tokens(KEY.encode())
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(TEXT, TEXT)
def test_a_token_names_an_edition_and_a_recipient(edition: str, address: str) -> None:
    token = TOKENS.of(edition, address)
    assert token == TOKENS.of(edition, address.casefold())
    assert TOKENS.read(token) == (edition, address.casefold())
    assert Tokens(b"another key").read(token) is None
    # As in a subject, in a folded header, in the address of a page and at the end of a sentence.
    for text in ("unsubscribe-weekly-1a2b3c4d.{}", "Re:\n {}", "<https://a.org/?token={}>", "{}."):
        assert tokens_in(text.format(token)) == [token]


@given(st.integers(0, 200), st.characters(exclude_categories=["Cs"]))
def test_a_token_that_has_been_changed_is_not_genuine(place: int, character: str) -> None:
    token = TOKENS.of("weekly", "ann@example.org")
    place %= len(token)
    forged = token[:place] + character + token[place + 1 :]
    # The last character of base64 may have bits that mean nothing.
    assert TOKENS.read(forged) in (None, TOKENS.read(token))
    assert TOKENS.read(forged) is None or forged[:-1] == token[:-1]


@pytest.mark.parametrize("text", ["", ".", "a.b", "=.=", "é.é", "a" * 1000])
def test_a_text_that_is_no_token_is_not_genuine(text: str) -> None:
    assert TOKENS.read(text) is None


def test_one_edition_or_recipient_is_never_taken_for_another() -> None:
    names = [("weekly", "ann@example.org"), ("week", "lyann@example.org"), ("", "a"), ("a", "")]
    assert len({TOKENS.of(*name) for name in names}) == len(names)
    assert "@" not in "".join(TOKENS.of(*name) for name in names)


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert open_tokens(tmp_path, {}) is None and not [*tmp_path.iterdir()]
    made = make_tokens(tmp_path)
    path = tmp_path / "unsubscribe.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_tokens(tmp_path, {}) == made and "key" not in repr(made).casefold()
    # A setting takes precedence, so that a machine without a memory can keep the same key.
    assert open_tokens(tmp_path, {"BRIEFING_UNSUBSCRIBE_KEY": KEY}) == TOKENS
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="Run: chmod 600"):
        open_tokens(tmp_path, {})
    path.chmod(0o600)
    path.write_text("short")
    with pytest.raises(SettingsError, match="is damaged"):
        open_tokens(tmp_path, {})
    with pytest.raises(SettingsError, match="at least 32 characters") as error:
        open_tokens(tmp_path, {"BRIEFING_UNSUBSCRIBE_KEY": "secret"})
    assert "secret" not in str(error.value)
