"""`briefing watch` reports each change of a passage, and each dead link, once."""

import json
import re
from pathlib import Path
from random import Random

import pytest
from click.testing import Result
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from briefing.record.claims import ClaimKey
from briefing.record.proofs import Proof, Selector, write_lock
from tests.helpers import briefing, set_today

pytestmark = pytest.mark.usefixtures("no_running_loop")

QUOTE = "We shall fight for the park."
FIGURE = "In the poll, 77% of residents backed the park"
FILLER = "The council met on Tuesday to discuss the budget for the coming year. " * 5


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own folder, on 2 June 2031, without a proxy."""
    monkeypatch.chdir(tmp_path)
    set_today("2031-06-02", monkeypatch)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def page(httpserver: HTTPServer) -> "Page":
    """Serve the page of a source whose quote and figure have been proved."""
    page = Page()
    httpserver.expect_request("/gazette").respond_with_handler(page.reply)
    write_record(httpserver.url_for("/gazette"))
    return page


class Page:
    """A page that can be edited, and the requests for it."""

    def __init__(self) -> None:
        self.text = f"{FILLER}“{QUOTE}” {FIGURE}, said the mayor."
        self.status = 200
        self.headers: dict[str, str] = {}
        self.requests: list[Request] = []

    def reply(self, request: Request) -> Response:
        self.requests.append(request)
        if request.if_none_match.contains("1") and "ETag" in self.headers:
            return Response("", 304)
        paragraphs = self.text.replace(". ", ".</p><p>")
        html = f"<!doctype html><title>The gazette</title><p>{paragraphs}</p>"
        return Response(html, self.status, self.headers, mimetype="text/html")


def write_record(address: str, more: str = "") -> None:
    Path("events.yaml").write_text(f"""\
title: The park
correct_as_of: 2031-06-02
actors:
  mayor: {{name: The Mayor}}
sources:
  gazette: {{title: The gazette, url: "{address}"{more}}}
events:
  - date: 2019-04
    kind: speech
    title: The mayor speaks
    source: gazette
    quotes: [{{text: "{QUOTE}", by: mayor}}]
    figures: [{{label: residents backed the park, value: 77%}}]
""")
    quote, figure = (
        ClaimKey("quote", QUOTE),
        ClaimKey("figure", "77%", "residents backed the park"),
    )
    proofs = [
        Proof(quote, "gazette", "verbatim", passage=Selector(QUOTE)),
        Proof(figure, "gazette", "located", passage=Selector(FIGURE)),
    ]
    Path("evidence.lock").write_text(write_lock(proofs))


def watch(*arguments: str) -> Result:
    return briefing("watch", "--allow-local", *arguments)


def is_silent(done: Result) -> bool:
    return done.exit_code == 0 and done.stdout == done.stderr == ""


def test_edits_elsewhere_raise_no_alarm(page: Page) -> None:
    assert is_silent(watch())
    page.text = f"A new headline. {page.text.replace('Tuesday', 'Wednesday')} More news."
    assert is_silent(watch())
    page.text = page.text.replace("“", '"').replace("”", '"')
    assert is_silent(watch())


def test_a_quote_that_has_changed_is_reported_once(page: Page) -> None:
    assert is_silent(watch())
    page.text = page.text.replace("shall fight", "may fight")
    done = watch()
    assert done.exit_code == 1 and done.stderr == ""
    address = page.requests[0].url
    assert done.stdout == (
        "gazette: a quote has changed.\n"
        f"    {address}\n"
        "    In the record: The mayor speaks (2019-04), events.yaml\n"
        "    Before: We [shall] fight for the park.\n"
        "    Now:    We [may] fight for the park.\n"
    )
    assert is_silent(watch())
    page.text = page.text.replace("may fight", "will not fight")
    assert "[will not]" in watch().stdout
    page.text = page.text.replace("will not fight", "shall fight")
    assert is_silent(watch())
    page.text = page.text.replace("shall fight", "may fight")
    assert watch().exit_code == 1


def test_a_figure_that_has_changed_is_reported(page: Page) -> None:
    page.text = page.text.replace("77%", "71%")
    done = watch()
    assert done.exit_code == 1
    assert "gazette: a passage with a figure has changed." in done.stdout
    assert "[77%]" in done.stdout and "[71%]" in done.stdout
    # The quote is still on the page, so the page can be read.
    assert "No passage" not in done.stdout


def test_square_brackets_in_the_passage_of_a_figure_are_words_of_the_source(page: Page) -> None:
    lock, figure = Path("evidence.lock"), "In the [first] poll, 77% of residents backed the park"
    lock.write_text(lock.read_text().replace(FIGURE, figure))
    page.text = f"{QUOTE} {figure}."
    assert is_silent(watch())
    page.text = page.text.replace("[first]", "[last]")
    assert "a passage with a figure has changed" in watch().stdout


def test_a_passage_that_is_gone_is_reported(page: Page) -> None:
    page.text = page.text.replace(QUOTE, "")
    done = watch()
    assert "gazette: a quote is no longer on the page." in done.stdout
    assert f"Before: {QUOTE}\n" in done.stdout and "Now:" not in done.stdout


def test_a_page_that_never_had_the_passages_may_need_a_browser(page: Page) -> None:
    text, page.text = page.text, FILLER
    assert watch().stdout.count("The page may need a browser or a login.") == 2
    page.text = text
    assert is_silent(watch())
    page.text = FILLER
    assert "browser" not in watch().stdout


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_address_is_reported_once_with_its_archived_copy(
    page: Page, httpserver: HTTPServer, status: int
) -> None:
    write_record(page_address := httpserver.url_for("/gazette"), ", archived: https://a.example/1")
    page.status = status
    done = watch()
    assert done.exit_code == 1
    assert done.stdout == (
        f"gazette: the page no longer exists ({status}).\n    {page_address}\n"
        "    Archived copy: https://a.example/1\n"
    )
    assert is_silent(watch())
    page.status = 200
    assert is_silent(watch())
    page.status = status
    assert watch().exit_code == 1


def test_a_web_archive_is_searched_for_a_dead_page(page: Page, httpserver: HTTPServer) -> None:
    page.status = 404
    address = httpserver.url_for("/gazette")
    httpserver.expect_request(f"/web/{address}").respond_with_data(
        "", status=302, headers={"Location": "/copy/2019"}
    )
    httpserver.expect_request("/copy/2019").respond_with_data(
        "A copy", headers={"Memento-Datetime": "Thu, 04 Apr 2019 10:00:00 GMT"}
    )
    done = watch("--memento", httpserver.url_for("/web/"))
    assert f"    Archived copy: {httpserver.url_for('/copy/2019')}\n" in done.stdout


def test_a_host_that_no_longer_exists_is_dead_only_if_others_are_there(
    page: Page, httpserver: HTTPServer
) -> None:
    text = Path("events.yaml").read_text()
    gone = '  - {date: 2019-05, kind: news, title: B, source: "http://gone.invalid/a"}\n'
    Path("events.yaml").write_text(text + gone)
    done = watch()
    assert done.exit_code == 1
    assert done.stdout.startswith("gone.invalid-a: there is no server called gone.invalid.\n")
    Path("out/watch.json").unlink()
    httpserver.stop()  # Now this machine might be offline.
    assert is_silent(watch())
    httpserver.start()


def test_an_address_that_cannot_be_reached_is_reported_after_three_days(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.status = 503
    for day in ("2031-06-02", "2031-06-02", "2031-06-02", "2031-06-04"):
        set_today(day, monkeypatch)
        assert is_silent(watch())
    set_today("2031-06-09", monkeypatch)
    done = watch()
    assert done.exit_code == 1
    reason = "the server replied 503 Service Unavailable"
    message = f"gazette could not be read on three separate days since 2031-06-02: {reason}.\n"
    assert done.stdout.startswith(message)
    set_today("2031-06-10", monkeypatch)
    assert is_silent(watch())


def test_days_are_counted_again_once_the_address_was_reached(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, status in (("02", 503), ("03", 503), ("04", 200), ("05", 503), ("06", 503)):
        set_today(f"2031-06-{day}", monkeypatch)
        page.status = status
        assert is_silent(watch())


def test_a_change_that_was_reported_is_not_reported_again_after_a_failure(page: Page) -> None:
    page.text = page.text.replace("shall fight", "may fight")
    assert watch().exit_code == 1
    page.status = 404
    assert watch().exit_code == 1
    page.status = 200
    assert is_silent(watch())


def test_a_page_is_not_sent_again_if_it_is_the_same(page: Page) -> None:
    page.headers = {"ETag": '"1"'}
    assert is_silent(watch()) and is_silent(watch())
    assert [request.if_none_match.contains("1") for request in page.requests] == [False, True]
    # A new passage must be looked for.
    text = Path("events.yaml").read_text()
    Path("events.yaml").write_text(text.replace("77%", "78%"))
    assert is_silent(watch())
    assert not page.requests[-1].if_none_match.contains("1")


def test_only_the_passages_of_the_record_are_watched(page: Page) -> None:
    """A proof of a quote that is no longer in the record does not matter."""
    text = Path("events.yaml").read_text()
    Path("events.yaml").write_text(text.replace(QUOTE, "Other words"))
    page.text = page.text.replace(QUOTE, "")
    assert is_silent(watch())


def test_passages_on_later_pages_of_a_source_are_not_watched(page: Page) -> None:
    page.text = FILLER
    lock = Path("evidence.lock")
    for name, number in (("gazette.2.html", 0), ("gazette.1.html", 2), ("gazette.html", 2)):
        text = re.sub(
            r'(, "copy": "[^"]*")?, "exact"', f', "copy": "{name}", "exact"', lock.read_text()
        )
        lock.write_text(text)
        Path("out/watch.json").unlink(missing_ok=True)
        assert watch().stdout.count("is no longer on the page") == number


@pytest.mark.parametrize("copy", ["sources/act-1.2.html", "kept/v.2.html"])
def test_a_number_in_an_id_or_in_a_name_that_the_record_gives_is_no_page(
    page: Page, copy: str
) -> None:
    page.text = FILLER
    for file in (Path("events.yaml"), Path("evidence.lock")):
        text = file.read_text().replace("source: gazette", "source: act-1.2")
        text = text.replace("  gazette:", "  act-1.2:").replace('"gazette"', '"act-1.2"')
        file.write_text(text.replace(', "exact"', f', "copy": "{copy}", "exact"'))
    assert watch().stdout.count("is no longer on the page") == 2


def test_sources_that_are_no_longer_in_the_record_are_forgotten(
    page: Page, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/other").respond_with_data("", status=410)
    page.status = 404
    assert watch().exit_code == 1
    text = Path("events.yaml").read_text()
    Path("events.yaml").write_text(text.replace("/gazette", "/other"))
    assert "/other" in watch().stdout
    Path("events.yaml").write_text(text)
    assert watch().exit_code == 1


def test_a_record_without_proofs_is_watched_for_dead_links(page: Page) -> None:
    Path("evidence.lock").unlink()
    done = watch()
    assert done.exit_code == 0 and "run `briefing prove`" in done.stderr
    assert is_silent(watch())
    page.status = 404
    assert watch().exit_code == 1


def test_two_records_can_share_the_file_of_results(page: Page) -> None:
    Path("other.yaml").write_text(Path("events.yaml").read_text().replace("gazette:", "times:", 1))
    text = Path("other.yaml").read_text().replace("source: gazette", "source: times")
    Path("other.yaml").write_text(text)
    page.status = 404
    for name in ("events.yaml", "other.yaml"):
        assert watch(name).exit_code == 1
    for name in ("events.yaml", "other.yaml", "events.yaml"):
        assert is_silent(watch(name))


def test_the_results_are_private_and_damage_is_reported(page: Page) -> None:
    assert is_silent(watch("--state", "state/results.json"))
    file = Path("state/results.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert not any(text in file.read_text() for text in (QUOTE, "gazette", "localhost"))
    for content in ("{}", "[", '{"briefing": "results of watching sources", "version": 9}'):
        file.write_text(content)
        done = watch("--state", str(file))
        assert done.exit_code == 3 and "is not a file that `briefing watch`" in done.stderr
        assert file.read_text() == content


def test_the_status_file_and_the_log_have_the_result(page: Page) -> None:
    options = ("--status-file", "status.json", "--log", "logs/watch.log")
    assert is_silent(watch(*options))
    status = json.loads(Path("status.json").read_text())
    assert status["healthy"] and status["ok"] and status["errors"] == []
    assert status["sources"] == {
        "watched": 1,
        "passages": 2,
        "with_problems": 0,
        "not_reached": 0,
    }
    page.text = page.text.replace("shall fight", "may fight")
    assert watch(*options).exit_code == 1
    status = json.loads(Path("status.json").read_text())
    assert not status["healthy"] and not status["ok"] and status["exit_status"] == 1
    assert status["errors"] == ["1 new problem with sources."]
    assert is_silent(watch(*options))
    status = json.loads(Path("status.json").read_text())
    assert status["ok"] and not status["healthy"]
    log = Path("logs/watch.log").read_text()
    assert "info gazette: a quote has changed." in log
    assert "error 1 new problem with sources." in log
    assert watch("--status-file", "status.json", "--nonsense").exit_code == 2
    assert not json.loads(Path("status.json").read_text())["ok"]


def test_a_record_with_errors_is_reported(page: Page) -> None:
    Path("events.yaml").write_text("title: A\nevents: [{date: nonsense}]\n")
    done = watch("--status-file", "status.json")
    assert done.exit_code == 1 and not page.requests
    [error] = json.loads(Path("status.json").read_text())["errors"]
    assert error == "The record has errors. Run `briefing check` to see them."


def test_nothing_is_written_through_a_link(page: Page, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    Path("out").symlink_to(elsewhere)
    done = watch()
    assert done.exit_code == 2 and not list(elsewhere.iterdir())


WORDS = """
the council park bench mayor river budget school clinic vote minister reply report rent water office
letter street market winter summer garden library bridge tenant student nurse will may has had was
were not never often soon early later more fewer many most 12 48 2019
""".split()  # noqa: SIM905


def sentence(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(8, 16))).capitalize() + "."


def part_of(random: Random, text: str) -> str:
    """Return at least six words of a sentence, as a quote."""
    words = text.rstrip(".").split()
    start = random.randint(0, len(words) - 6)
    return " ".join(words[start : random.randint(start + 6, len(words))])


def edited(random: Random, sentences: list[str], quote: str) -> list[str]:
    """Return the sentences of a page with an edit that does not touch the quote."""
    quoted = next(n for n, text in enumerate(sentences) if quote in text)
    n, other = random.sample([n for n in range(len(sentences)) if n != quoted], 2)
    new = [*sentences]
    match random.randrange(6):
        case 0:
            new[n] = sentence(random)
        case 1:
            del new[n]
        case 2:
            new.insert(random.randrange(len(new) + 1), sentence(random))
        case 3:
            words = new[n].split()
            words[random.randrange(len(words))] = random.choice(WORDS)
            new[n] = " ".join(words)
        case 4:
            new[n], new[other] = new[other], new[n]
        case 5:  # The words around the quote, in the same sentence.
            before, after = sentences[quoted].split(quote)
            start = " ".join(random.choices(WORDS, k=random.randint(0, 4)))
            new[quoted] = (
                f"{start} {quote}{after}"
                if random.random() < 0.5
                else (f"{before}{quote} {start}.")
            )
    return new


def spoiled(random: Random, quote: str) -> str:
    """Return a quote with one edit: a word changed, dropped or added, or two words swapped."""
    words = quote.split()
    n = random.randrange(len(words) - 1)
    match random.randrange(4):
        case 0:
            words[n] = random.choice([word for word in WORDS if word != words[n].lower()])
        case 1:
            del words[n]
        case 2:
            words.insert(n + 1, "not")
        case 3:
            return (
                ""
                if words[n].lower() == words[n + 1].lower().strip(".")
                else " ".join([*words[:n], words[n + 1], words[n], *words[n + 2 :]])
            )
    return " ".join(words)


@pytest.mark.long
def test_a_thousand_pages_with_edits() -> None:
    """5,000 edits elsewhere raise no alarm, and 500 edits to quoted passages raise 500."""
    random = Random(14)
    pages = [[sentence(random) for _ in range(20)] for _ in range(1000)]
    quotes = [part_of(random, random.choice(page)) for page in pages]

    def reply(request: Request) -> Response:
        page = pages[int(request.path[1:])]
        paragraphs = "".join(f"<p>{text}</p>" for text in page)
        return Response(f"<!doctype html><title>A</title>{paragraphs}", mimetype="text/html")

    with HTTPServer(threaded=True) as server:
        server.expect_request(re.compile("/.*")).respond_with_handler(reply)
        lines = ["title: A", "correct_as_of: 2031-06-02", "actors: {mayor: {name: The Mayor}}"]
        lines += ["events:"]
        proofs = []
        for n, quote in enumerate(quotes):
            name = f"localhost-{server.port}-{n}"
            lines += [
                f"- {{date: 2019-04, kind: speech, title: Speech {n},",
                f"   source: '{server.url_for(f'/{n}')}',",
                f"   quotes: [{{text: '{quote}', by: mayor}}]}}",
            ]
            proofs.append(
                Proof(ClaimKey("quote", quote), name, "verbatim", passage=Selector(quote))
            )
        Path("events.yaml").write_text("\n".join(lines))
        Path("evidence.lock").write_text(write_lock(proofs))
        assert is_silent(watch())
        for n, page in enumerate(pages):
            for _ in range(5):
                pages[n] = page = edited(random, page, quotes[n])
        assert is_silent(watch())
        chosen = random.sample(range(1000), 500)
        for n in chosen:
            quote = quotes[n]
            # After one edit, a page can still contain the quote: "not now" in "not not now".
            while any(quote.lower() in text.lower() for text in pages[n]):
                new = spoiled(random, quote)
                pages[n] = [text.replace(quote, new) for text in pages[n]]
        done = watch()
    assert done.exit_code == 1
    reported = re.findall(r"^localhost-\d+-(\d+): a quote ", done.stdout, re.MULTILINE)
    assert sorted(map(int, reported)) == sorted(chosen)
