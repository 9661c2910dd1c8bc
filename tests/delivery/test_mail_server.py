"""The settings of the mail server: read from the environment or a file, and never printed."""

import base64
from pathlib import Path

import pytest

from briefing.delivery.mail_server import (
    MailServer,
    SettingsError,
    endpoint,
    mail_server,
    read_settings,
)

WHOLE = """\
# Where our post goes

BRIEFING_SMTP_HOST=mail.example.org
BRIEFING_SMTP_PORT=2525  # for now
export BRIEFING_SMTP_USER="ann@example.org"
BRIEFING_SMTP_PASSWORD='open $HOME "#42" '
BRIEFING_SMTP_SECURITY=starttls
TZ=Europe/London
"""
HOST_ALONE = "BRIEFING_SMTP_HOST=mail.example.org\n"


def settings(**given: str) -> MailServer:
    return mail_server({f"BRIEFING_SMTP_{name}": value for name, value in given.items()})


def private(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_a_file_is_read_as_dotenv_does(tmp_path: Path) -> None:
    server = mail_server(read_settings(private(tmp_path / "mail.env", WHOLE)))
    assert server == MailServer(
        "mail.example.org", 2525, "starttls", "ann@example.org", 'open $HOME "#42" '
    )


def test_what_is_left_out_is_as_usual() -> None:
    assert settings(HOST="mail.example.org") == MailServer("mail.example.org", 587, "starttls")
    assert settings(HOST="a", SECURITY="TLS").port == 465
    assert settings(HOST="a", SECURITY="none").port == 587
    assert settings(HOST="a", SECURITY="", PORT="", USER="").security == "starttls"


@pytest.mark.parametrize(
    ("mode", "text", "contains"),
    [(mode, WHOLE, "contains") for mode in (0o640, 0o604, 0o620, 0o644)]
    + [
        (0o644, text, "may contain")
        for text in (HOST_ALONE, f"{HOST_ALONE}BRIEFING_SMTP_PASSWORD=\n")
    ],
)
def test_a_file_that_others_can_read_is_refused(
    tmp_path: Path, mode: int, text: str, contains: str
) -> None:
    path = private(tmp_path / "mail.env", text)
    path.chmod(mode)
    with pytest.raises(SettingsError) as error:
        read_settings(path)
    assert str(error.value) == (
        f"{path} {contains} a password, and other users can read it. Run: chmod 600 {path}"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\n\nsecret words\n",
            "mail.env:3: this line is not a setting, such as BRIEFING_SMTP_HOST=",
        ),
        (
            "TZ=UTC\nBRIEFING_SMTP_PASSWORD='secret\n",
            "mail.env:2: this line is not a setting, such as",
        ),
        (
            "BRIEFING_SMTP_PASWORD=secret\n",
            "mail.env:1: unknown setting BRIEFING_SMTP_PASWORD",
        ),
    ],
)
def test_a_line_that_is_wrong_is_named_and_not_shown(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(private(tmp_path / "mail.env", text))
    assert message in str(error.value) and "secret" not in str(error.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        read_settings(tmp_path / "mail.env")
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        read_settings(tmp_path)
    (tmp_path / "mail.env").write_bytes(b"\xff\xfe")
    (tmp_path / "mail.env").chmod(0o600)
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        read_settings(tmp_path / "mail.env")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "BRIEFING_SMTP_HOST is not set"),
        ({"HOST": "a..b"}, "BRIEFING_SMTP_HOST is not a valid server name: 'a..b'"),
        (
            {"HOST": "mail.example.org:587"},
            "Set BRIEFING_SMTP_HOST=mail.example.org and BRIEFING_SMTP_PORT=587.",
        ),
        ({"PORT": "smtp"}, "BRIEFING_SMTP_PORT must be a number such as 587, not 'smtp'"),
        ({"PORT": "70000"}, "BRIEFING_SMTP_PORT must be a number"),
        ({"SECURITY": "ssl"}, "BRIEFING_SMTP_SECURITY must be starttls, tls or none, not 'ssl'"),
        ({"USER": "ann"}, "BRIEFING_SMTP_PASSWORD is not set"),
        ({"PASSWORD": "sesame"}, "BRIEFING_SMTP_USER is not set"),
        ({"USER": "ann", "PASSWORD": "sésame"}, "characters that mail servers do not accept"),
        (
            {"USER": "ann", "PASSWORD": "sesame", "SECURITY": "none"},
            "the password would be sent to mail.example.org unencrypted",
        ),
    ],
)
def test_what_is_wrong_is_said_and_the_password_is_not(given: dict[str, str], message: str) -> None:
    host = {"HOST": "mail.example.org"} if given else {}
    with pytest.raises(SettingsError) as error:
        settings(**{**host, **given})
    assert message in str(error.value)
    assert "same" not in str(error.value)


def test_the_mailbox_has_settings_of_the_same_kind() -> None:
    smtp = {"BRIEFING_SMTP_USER": "ann", "BRIEFING_SMTP_PASSWORD": "sesame"}
    imap = {"BRIEFING_IMAP_HOST": "mail.example.org"}
    server = mail_server({**smtp, **imap}, "IMAP")
    assert server == MailServer("mail.example.org", 993, "tls", "ann", "sesame")
    own = {"BRIEFING_IMAP_USER": "bob", "BRIEFING_IMAP_PASSWORD": "open"}
    assert mail_server({**smtp, **imap, **own}, "IMAP").user == "bob"
    starttls = {**imap, "BRIEFING_IMAP_SECURITY": "starttls"}
    assert mail_server(starttls, "IMAP") == MailServer("mail.example.org", 143, "starttls")
    with pytest.raises(SettingsError, match="BRIEFING_IMAP_HOST is not set"):
        mail_server(smtp, "IMAP")
    with pytest.raises(SettingsError, match="BRIEFING_SMTP_PASSWORD is not set"):
        mail_server({**imap, "BRIEFING_SMTP_USER": "ann"}, "IMAP")


def test_the_address_for_unsubscribing_is_one_that_mail_programs_accept() -> None:
    assert endpoint({}) == ""
    for address in ("https://example.org", "https://a.example.org:8443/leave.php?list=1&a=b"):
        assert endpoint({"BRIEFING_UNSUBSCRIBE_URL": f" {address} "}) == address
    for address in ("http://example.org/", "example.org", "https://a b", "https://a/>, <mailto:b"):
        with pytest.raises(SettingsError, match="BRIEFING_UNSUBSCRIBE_URL must be a web address"):
            endpoint({"BRIEFING_UNSUBSCRIBE_URL": address})


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_on_this_machine_a_password_may_go_in_clear(host: str) -> None:
    assert settings(HOST=host, USER="ann", PASSWORD="sesame", SECURITY="none").password == "sesame"


def test_the_password_is_in_no_text_in_any_form() -> None:
    server = settings(HOST="a", USER="ann", PASSWORD="sesame")
    assert "sesame" not in repr(server)
    for form in ("sesame", "\0ann\0sesame"):
        for text in (form, base64.b64encode(form.encode()).decode()):
            assert text not in server.without_secrets(f"535 {text} is wrong")
