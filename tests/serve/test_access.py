"""The secrets of a server, and the names that it answers to."""

import pytest

from briefing.serve.access import LOOPBACK, Access


def test_a_browser_s_token_works_once_and_the_printed_one_always() -> None:
    access = Access()
    once = access.token_for_browser()
    assert access.accepts_token(once)
    assert not access.accepts_token(once)
    assert access.accepts_token(access.token)
    assert access.accepts_token(access.token)
    assert not access.accepts_token("")


def test_every_server_has_its_own_secrets() -> None:
    one, other = Access(), Access()
    assert not one.accepts_token(other.token)
    assert not one.accepts_session([other.session, one.token])
    assert one.accepts_session([other.session, one.session])


def test_passwords_cannot_be_guessed_quickly() -> None:
    access = Access(password="correct horse")
    assert not access.accepts_token(access.token)
    assert access.accepts_password("correct horse")
    for n in range(10):
        assert not access.accepts_password(f"guess {n}")
    assert not access.accepts_password("correct horse")
    assert not Access().accepts_password("")


@pytest.mark.parametrize(
    ("name", "local", "network"),
    [
        ("localhost", True, True),
        ("127.0.0.1", True, True),
        ("192.168.1.2", False, True),
        ("fe80::1", False, True),
        ("office", False, True),
        ("evil.example", False, False),
    ],
)
def test_only_names_that_cannot_lead_elsewhere_are_accepted(
    name: str, local: bool, network: bool
) -> None:
    assert Access().accepts_host(name) is local
    assert Access(LOOPBACK | {"office"}, "a password").accepts_host(name) is network
