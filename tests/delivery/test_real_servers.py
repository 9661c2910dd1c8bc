"""A digest by way of a real mail server (Exim) to a real mailbox (Dovecot), and what comes back.

Both servers listen on this machine only.
"""

import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from tests.cli.parks import RECORD, save, send
from tests.helpers import briefing, set_today
from tests.mail import PASSWORD, certificate, patience, trust
from tests.replies import email

EXIM, DOVECOT = (
    shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in ("exim4", "dovecot")
)
USER = getpass.getuser()
GROUP = grp.getgrgid(os.getgid()).gr_name
OWNER = pwd.getpwnam(USER if os.getuid() else "mail")
"""The user who owns the mail. Neither server delivers mail to root."""
ROLES = (USER, GROUP, USER) if os.getuid() else ("dovecot", "dovecot", "dovenull")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not (EXIM and DOVECOT), reason="Exim and Dovecot are not installed"),
]
EXIM_SETTINGS = """
primary_hostname = mail.example.org
spool_directory = {folder}/spool
log_file_path = {folder}/exim-%slog
pid_file_path = {folder}/exim.pid
exim_user = {user}
exim_group = {group}
never_users =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_certificate = {folder}/certificate.pem
tls_privatekey = {folder}/key.pem
tls_advertise_hosts = *
host_lookup =
acl_smtp_rcpt = rcpt
acl_smtp_data = content
keep_environment =
smtp_accept_max_per_connection = 5000
log_selector = +smtp_connection
begin acl
rcpt:
  deny local_parts = refused
       message = 5.1.1 No such user
  accept
content:
  accept
begin routers
gone:
  driver = redirect
  local_parts = gone
  allow_fail
  data = :fail: 550 5.1.1 No such user
full:
  driver = redirect
  local_parts = full
  allow_fail
  data = :fail: 552 5.2.2 The mailbox is full
unknown:
  driver = redirect
  domains = ! example.org
  allow_fail
  data = :fail: Unrouteable address
everybody:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = ${{lookup{{$local_part}}dsearch,filter=dir,ret=full{{{folder}/mail}}}}
  maildir_format
  create_directory
  user = {owner}
  group = {owner_group}
begin retry
* * F,2h,15m
"""
DOVECOT_SETTINGS = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_location = maildir:{folder}/mail/%n
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
ssl = required
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%n
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imap_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(condition: Callable[[], bool]) -> None:
    """Wait until a server has done something."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("a server has not answered for a minute")


def listens(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Run both servers, and yield the folder with their mail."""
    assert EXIM and DOVECOT
    # The owner of the mail cannot read the temporary files of the tests.
    folder = Path(tempfile.mkdtemp(prefix="briefing-mail-", dir="/tmp"))
    folder.chmod(0o755)
    for name in ("spool", "mail", "home", "run", "state"):
        (folder / name).mkdir()
    os.chown(folder / "home", OWNER.pw_uid, OWNER.pw_gid)
    certificate().private_key_pem.write_to_path(str(folder / "key.pem"))
    (folder / "key.pem").chmod(0o600)
    for blob in certificate().cert_chain_pems:
        blob.write_to_path(str(folder / "certificate.pem"), append=True)
    port, imap_port = free_port(), free_port()
    values = {
        **{"folder": folder, "user": USER, "group": GROUP, "port": port, "imap_port": imap_port},
        # Dovecot does not log in as root.
        **dict(zip(("internal", "internal_group", "login"), ROLES, strict=True)),
        **{"owner": OWNER.pw_name, "owner_group": grp.getgrgid(OWNER.pw_gid).gr_name},
        **{"uid": OWNER.pw_uid, "gid": OWNER.pw_gid, "password": PASSWORD},
    }
    for name, text in (("exim.conf", EXIM_SETTINGS), ("dovecot.conf", DOVECOT_SETTINGS)):
        (folder / name).write_text(text.format(**values))
    running = [
        subprocess.Popen([EXIM, "-C", folder / "exim.conf", "-bdf", "-q1s"], stderr=sys.stderr),
        subprocess.Popen([DOVECOT, "-F", "-c", folder / "dovecot.conf"], stderr=sys.stderr),
    ]
    settings = {
        "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "IMAP_HOST": "127.0.0.1",
        "IMAP_PORT": str(imap_port), "IMAP_USER": "parks", "IMAP_PASSWORD": PASSWORD,
    }  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for name, value in trust(tmp_path).items():
        monkeypatch.setenv(name, value)
    for name, value in settings.items():
        monkeypatch.setenv(f"BRIEFING_{name}", value)
    patience(monkeypatch)
    try:
        until(lambda: listens(port) and listens(imap_port))
        yield folder / "mail"
    finally:
        for process in running:
            process.terminate()
            process.wait(30)
        shutil.rmtree(folder)


def open_accounts(folder: Path, *names: str) -> None:
    """Make a folder for the mail of each person, because Exim makes none for a stranger."""
    for name in names:
        (folder / name).mkdir()
        os.chown(folder / name, OWNER.pw_uid, OWNER.pw_gid)


def mail_of(folder: Path, name: str) -> list[Message]:
    files = sorted((folder / name).glob("*/*"), key=lambda path: path.stat().st_mtime_ns)
    return [message_from_bytes(path.read_bytes()) for path in files if path.parent.name != "tmp"]


def test_replies_come_back_through_real_servers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["ann", "gone", "full", "refused"]
    addresses = [f"{name}@example.org" for name in names] + ["far@nowhere.example"]
    open_accounts(folder, "ann", "parks")
    save(RECORD.replace("Ann Example <ann@example.org>, bob@example.org", ", ".join(addresses)))
    set_today("2023-09-11", monkeypatch)
    done = send("--force")
    assert done.exit_code == 3 and "refused@example.org was refused: 550 5.1.1" in done.stderr
    until(lambda: len(mail_of(folder, "ann")) == 1 and len(mail_of(folder, "parks")) == 3)
    (digest,) = mail_of(folder, "ann")
    assert "List-Unsubscribe" in digest
    link = str(digest["List-Unsubscribe"]).partition("subject=")[2].rstrip(">")
    leave = email("ann@example.org", "parks@example.org", link)
    sent = subprocess.run(
        [EXIM or "", "-C", folder.parent / "exim.conf", "-odi", "parks@example.org"], input=leave
    )
    assert sent.returncode == 0
    until(lambda: len(mail_of(folder, "parks")) == 4)
    before = {path.name for path in (folder / "parks" / "new").iterdir()}
    done = briefing("mailbox")
    assert done.exit_code == 3, done.output
    assert "ann@example.org has unsubscribed from 'weekly'." in done.stdout
    assert "A message to full@example.org came back, but the address may work" in done.stdout
    assert "    gone@example.org: " in done.stderr and "far@nowhere.example: " in done.stderr
    assert "without a valid token" not in done.stderr
    # Nothing has been deleted or marked as read.
    kept = mail_of(folder, "parks")
    flags = {path.name.partition(":2,")[2] for path in (folder / "parks" / "cur").glob("*")}
    assert len(kept) == len(before) == 4 and "S" not in "".join(flags)
    assert briefing("mailbox", "--quiet").output == ""
    set_today("2023-09-18", monkeypatch)
    assert send("--catch-up").exit_code == 3
    report = [line.split()[1:4] for line in send("--report").stdout.splitlines()]
    assert ["ann@example.org", "unsubscribed"] in [words[:2] for words in report]
    until(lambda: len(mail_of(folder, "parks")) == 5)
    assert len(mail_of(folder, "ann")) == 1


def test_two_thousand_recipients_take_one_connection(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"reader{number}" for number in range(2000)]
    open_accounts(folder, *names)
    many = ", ".join(f"{name}@example.org" for name in names)
    save(RECORD.replace("Ann Example <ann@example.org>, bob@example.org", many))
    set_today("2023-09-11", monkeypatch)
    log_file = folder.parent / "exim-mainlog"
    before = log_file.read_text().count("SMTP connection from")
    assert send("--force", "--rate", "100000/second").exit_code == 0
    log = log_file.read_text()
    assert log.count("SMTP connection from") - before <= 2  # opened and closed
    assert log.count(" <= parks@example.org ") == 2000
    until(lambda: sum(1 for _ in folder.glob("reader*/new/*")) == 2000)
    assert all(len(mail_of(folder, f"reader{number}")) == 1 for number in (0, 999, 1999))
