"""Users' templates: they replace the built-in ones, and their mistakes are reported."""

import pickle
import re
from pathlib import Path

import pytest
from click.testing import Result

from briefing.output.folders import BUILT_IN
from tests.helpers import briefing

RECORD = """
title: Parks
publisher: {name: The Friends, contact: friends@example.org}
correct_as_of: 2023-09-08
actors: {a: {name: Ann}}
editions:
  all: {template: TEMPLATE}
events:
  - {id: one, date: 2019, kind: news, title: First, source: {title: S}, actors: [a]}
  - {id: two, date: 2020, kind: news, title: Second, source: {title: S}, by: a, reverses: [one]}
"""


class Record:
    """A folder with a record and its own templates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"

    def build(
        self,
        *options: str,
        template: str = "timeline",
        language: str = "en-GB",
        title: str = "First",
    ) -> Result:
        events = self.folder / "events.yaml"
        text = RECORD.replace("TEMPLATE", template).replace("title: First", f"title: '{title}'")
        events.write_text(f"language: {language}{text}", encoding="utf-8")
        return briefing("build", events, "-o", self.out, *options)

    def add(self, path: str, text: str | bytes, folder: str = "templates") -> Path:
        file = self.folder / folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def made(self, format: str = "md") -> str:
        return (self.out / f"all.{format}").read_text(encoding="utf-8")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path)


def failure(done: Result) -> str:
    """Return the message of a build that could not fill in a template."""
    assert done.exit_code == 3, done.output
    assert done.stdout == ""
    assert "Traceback" not in done.output and "failed unexpectedly" not in done.output
    counts, first, last = done.stderr.splitlines()
    assert re.fullmatch(r"\d+ made, 0 unchanged, [1-9] failed\.", counts)
    assert last.startswith("Nothing was written.")
    return re.sub(r"^Error: .* not made: ", "", first).removesuffix(".")


# A user's templates before the built-in ones


def test_a_template_beside_the_events_file_goes_before_the_built_in_one(record: Record) -> None:
    record.add("shared/event.md", "EVENT {{ entry.title }}\n")
    assert record.build("-f", "md").exit_code == 0
    assert "EVENT First" in record.made() and "## 2019" in record.made()


def test_a_part_can_be_changed_and_the_rest_extended(record: Record) -> None:
    record.add("styles/page.css", "body { color: teal }")
    record.add(
        "timeline/briefing.html",
        '{% extends "shared/page.html" %}'
        "{% block main %}<p>{{ briefing.years | length }}</p>{% endblock %}",
    )
    assert record.build("-f", "html").exit_code == 0
    assert "color: teal" in record.made("html") and "<p>2</p>" in record.made("html")
    assert "<h1>Parks</h1>" in record.made("html")


def test_templates_may_lie_elsewhere(record: Record, tmp_path: Path) -> None:
    record.add("timeline/briefing.md", "beside")
    record.add("timeline/briefing.md", "elsewhere", "mine")
    assert record.build("-f", "md").exit_code == 0
    assert record.made() == "beside\n"
    assert record.build("-f", "md", "--templates", str(tmp_path / "mine")).exit_code == 0
    assert record.made() == "elsewhere\n"


def test_templates_that_are_not_there_are_wrong_usage(record: Record, tmp_path: Path) -> None:
    done = record.build("--templates", str(tmp_path / "nowhere"))
    assert done.exit_code == 2 and "does not exist" in done.stderr


def test_windows_line_ends_and_byte_order_marks_do_no_harm(record: Record) -> None:
    record.add("timeline/briefing.md", b"# {{ briefing.title }}\r\n\r\nText\r\n")
    assert record.build("-f", "md").exit_code == 0
    assert record.made() == "# Parks\n\nText\n"


# A custom kind of briefing


def test_a_folder_is_a_new_kind_of_briefing(record: Record) -> None:
    record.add("leaflet/briefing.md", "# {{ briefing.title }}\n{{ briefing.entries | length }}")
    record.add("leaflet/briefing.html", "<title>{{ briefing.title }}</title>")
    assert record.build("-f", "md", "-f", "html", template="leaflet").exit_code == 0
    assert record.made() == "# Parks\n2\n"


def test_a_kind_of_briefing_need_not_have_every_format(record: Record) -> None:
    record.add("leaflet/briefing.html", "<title>{{ briefing.title }}</title>")
    assert record.build(template="leaflet").exit_code == 0
    assert {path.suffix for path in record.out.iterdir()} == {".html", ".pdf"}
    message = failure(record.build("-f", "md", template="leaflet"))
    assert "the template 'leaflet' has no briefing.md" in message


def test_an_unknown_kind_of_briefing_is_a_problem_of_the_record(record: Record) -> None:
    record.add("leaflet/briefing.html", "x")
    done = record.build(template="leaflett")
    assert done.exit_code == 1 and "did you mean 'leaflet'?" in done.stderr


# Mistakes


@pytest.mark.parametrize(
    ("template", "line", "cause"),
    [
        ("\n{{ briefing.titel }}", 2, "a briefing has no 'titel': did you mean 'title'?"),
        ("\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("{% for e in briefing.entries %}\n{{ e.name }}{% endfor %}", 2, "an entry has no 'name'"),
        ("{{ briefing.publisher.email }}", 1, "a publisher has no 'email'"),
        ("{{ briefing.entries[9].title }}", 1, "has no element 9"),
        ("x\n{% if %}", 2, "Expected an expression"),
        ("{% for x in y %}\nz", 2, "end of template"),
        ("a\n{{ 'x' | shout }}", 2, "No filter named 'shout'"),
        ("{{ 'x' is loud }}", 1, "No test named 'loud'"),
        ('a\n\n{% include "mine/part.md" %}', 3, "there is no template 'mine/part.md'"),
        ('{% extends "mine.html" %}', 1, "there is no template 'mine.html'"),
        ('{% from "shared/parts.md" import nothing %}\n{{ nothing() }}', 2, "nothing"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{{ 'a' + 1 }}", 1, "can only concatenate str"),
        ("{{ briefing.title() }}", 1, "not callable"),
        ("{% for x in 5 %}{% endfor %}", 1, "not iterable"),
        ("{{ none.x }}", 1, "'None' has no attribute 'x'"),
        ("{{ stylesheet('none.css') }}", 1, "there is no template 'styles/none.css'"),
        ("{{ stylesheet('../events.yaml') }}", 1, "there is no template"),
        ('{% include "../events.yaml" %}', 1, "there is no template '../events.yaml'"),
        ('{% include "/etc/passwd" %}', 1, "there is no template '/etc/passwd'"),
        # The sandbox
        ("\n{{ ''.__class__ }}", 2, "access to attribute '__class__' of 'str' object is unsafe"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ briefing.__class__.mro() }}", 1, "unsafe"),
        ("{{ briefing.__init__.__globals__ }}", 1, "unsafe"),
        ("{{ notes._notes }}", 1, "unsafe"),
        ("{{ stylesheet.__closure__ }}", 1, "unsafe"),
        ("{{ gettext.__globals__ }}", 1, "unsafe"),
        ("{{ ''['__class__'] }}", 1, "unsafe"),
        ("{{ '{0.__class__}'.format(briefing) }}", 1, "unsafe"),
        ("{{ (briefing.title | attr('__class__')) }}", 1, "unsafe"),
        ("{{ cycler.__init__ }}", 1, "unsafe"),
        ("{{ self.__init__ }}", 1, "unsafe"),
        ("{{ [1].append(2) }}", 1, "unsafe"),
        ("{{ briefing.publisher.parse_file('/a') }}", 1, "a publisher has no 'parse_file'"),
        ("{% for x in range(1000000000) %}{% endfor %}", 1, "Range too big"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "in an endless loop"),
        ('{% include "timeline/briefing.md" %}', 1, "include each other in an endless loop"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_with_its_file_and_line(
    record: Record, template: str, line: int, cause: str
) -> None:
    file = record.add("timeline/briefing.md", template)
    message = failure(record.build("-f", "md"))
    assert message.startswith(f"{file.as_posix()}:{line}: "), message
    assert cause in message
    assert not record.out.exists()


def test_a_mistake_in_a_part_is_reported_in_that_part(record: Record) -> None:
    part = record.add("shared/event.md", "\n{{ entry.titel }}")
    message = failure(record.build())
    assert message == f"{part.as_posix()}:2: an entry has no 'titel': did you mean 'title'?"


def test_a_mistake_leaves_what_was_there(record: Record) -> None:
    record.build("-f", "md")
    before = record.made()
    record.add("timeline/briefing.html", "{{ nothing }}")
    failure(record.build())
    assert {path.name for path in record.out.iterdir()} == {"all.md", "all-chart.svg"}
    assert record.made() == before


def test_a_template_that_is_not_utf_8_is_named(record: Record) -> None:
    record.add("shared/event.md", "# Title\n\nFrançais".encode("latin-1"))
    assert failure(record.build("-f", "md")) == (
        "templates/shared/event.md:3: this file is not UTF-8 text"
    )


def test_a_template_that_cannot_be_read_is_named(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root can read everything, so changing permissions would prove nothing.
    file = record.add("timeline/briefing.md", "x")
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == file:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    done = record.build("-f", "md")
    assert done.exit_code == 3
    assert done.stderr == f"Error: {file.as_posix()} cannot be read: Permission denied.\n"


def test_no_template_can_run_a_program(record: Record, tmp_path: Path) -> None:
    victim = tmp_path / "victim"

    class Touch:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (victim,)

    attack = pickle.dumps(Touch(), 0).decode("latin-1")
    pickle.loads(attack.encode("latin-1"))
    assert victim.exists()
    victim.unlink()
    for expression in (
        "briefing",
        "briefing.publisher",
        "briefing.entries[0]",
        "notes",
        "briefing.as_of_day",
    ):
        record.add(
            "timeline/briefing.md",
            f"{{{{ {expression}.parse_raw({attack!r}, proto='pickle', allow_pickle=true) }}}}",
        )
        failure(record.build("-f", "md"))
    assert not victim.exists()


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ briefing.entries[0].summary }}|{{ 0 }}|{{ false }}", "|0|False"),
        ("{{ '*' ~ briefing.title ~ '*' }}", r"\*Parks\*"),
        ("{{ briefing.entries | map(attribute='kind') | join('*') }}", r"news\*news"),
        ("{{ '*' | safe }}", "*"),
        ("{{ briefing.as_of_day }}", "2023-09-08"),
        ("{{ briefing.as_of_day.strftime('%d.%m.%y') }}", "08.09.23"),
    ],
)
def test_what_a_template_prints_is_escaped(record: Record, template: str, shown: str) -> None:
    record.add("timeline/briefing.md", template)
    assert record.build("-f", "md").exit_code == 0
    assert record.made() == f"{shown}\n"


def test_every_built_in_template_says_what_it_is_for() -> None:
    for file in [*BUILT_IN.rglob("*.html"), *BUILT_IN.rglob("*.md"), *BUILT_IN.rglob("*.css")]:
        start = file.read_text(encoding="utf-8")[:2]
        assert re.match(r"\{#|/\*", start), file


# Languages


def test_templates_speak_the_language_of_the_record(record: Record) -> None:
    record.add(
        "shared/parts.md",
        "{% macro said() %}{{ _('Correct as of %(date)s', date=1) }}{% endmacro %}",
    )
    record.add(
        "timeline/briefing.md",
        "{% from 'shared/parts.md' import said %}{{ said() }}; "
        "{% trans date=2 %}Correct as of {{ date }}{% endtrans %}; {{ _('Own words') }}",
    )
    assert record.build("-f", "md").exit_code == 0
    assert record.made() == "Correct as of 1; Correct as of 2; Own words\n"
    assert record.build("-f", "md", language="cy").exit_code == 0
    assert record.made() == "Yn gywir ar 1; Yn gywir ar 2; Own words\n"


@pytest.mark.parametrize("language", ["en-GB", pytest.param("cy", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    "template",
    [
        "{{ _('Correct as of %(date)s', date=entry.title) }}",
        "{{ gettext('Correct as of %(date)s', date=entry.title) }}",
        "{{ pgettext('a test', 'On %(date)s', date=entry.title) }}",
        "{{ ngettext('%(num)s in %(title)s', '%(num)s in %(title)s', 2, title=entry.title) }}",
        "{{ npgettext('a test', '%(title)s', '%(title)s, %(num)s', 2, title=entry.title) }}",
        "{% trans date=entry.title %}Correct as of {{ date }}{% endtrans %}",
        "{% trans n=2, it=entry.title %}One {{ it }}{% pluralize %}{{ n }}: {{ it }}{% endtrans %}",
    ],
)
def test_what_fills_in_a_message_is_escaped_for_the_format(
    record: Record, template: str, language: str
) -> None:
    title = "A <b>*bold*</b> & R%(x)s"
    for format in ("md", "html"):
        loop = "{% for entry in briefing.entries %}" + template + "{% endfor %}"
        record.add(f"timeline/briefing.{format}", loop)
    done = record.build("-f", "md", "-f", "html", language=language, title=title)
    assert done.exit_code == 0, done.output
    assert "A &lt;b&gt;*bold*&lt;/b&gt; &amp; R%(x)s" in record.made("html")
    assert r"A \<b\>\*bold\*\</b\> & R%(x)s" in record.made("md")


def test_a_message_that_asks_for_what_is_not_given_is_a_mistake_on_its_line(record: Record) -> None:
    record.add("timeline/briefing.md", "\n{{ _('Correct as of %(date)s') }}")
    assert failure(record.build("-f", "md")).endswith("templates/timeline/briefing.md:2: 'date'")
    record.add("timeline/briefing.md", "\n\n{{ _('Correct as of %(date)s', date=briefing.day) }}")
    message = failure(record.build("-f", "md"))
    assert message.endswith("briefing.md:3: a briefing has no 'day'")


CHART = '{% set drawing = chart(briefing, WIDTH, 300) %}{% include "shared/chart.svg" %}'


def test_a_template_draws_the_chart_at_the_size_that_it_asks_for(record: Record) -> None:
    record.add("timeline/briefing.html", CHART.replace("WIDTH", "640"))
    assert record.build("-f", "html", title="<First>").exit_code == 0
    drawn = record.made("html")
    assert 'viewBox="0 0 640 ' in drawn
    assert ">&lt;First&gt;<" in drawn and "<First>" not in drawn
    assert re.findall(r'href="#(event-\w+)"', drawn) == ["event-one", "event-two"]
    assert "2020: “Second” reverses “&lt;First&gt;”." in drawn


def test_a_chart_without_room_is_a_mistake(record: Record) -> None:
    record.add("timeline/briefing.html", CHART.replace("WIDTH", "0"))
    assert "briefing.html:1: a chart needs a width" in failure(record.build("-f", "html"))
