"""The tables of Markdown files."""

from briefing.capture.reading import tables_of
from tests.capture.showing import lines, names

FILE = r"""
## 2019

| Date    | Event                          | Source                       |
|---------|:-------------------------------|------------------------------|
| 3 April | The ~~draft~~ **bill**[^1]     | [Bill](https://example.org/) |
| 4 April | One \| two<br>three[^missing]  |                              |

[^1]: See [Hansard](https://example.org/h),
    column 3.

## 2020

<table><tr><td rowspan="2">May</td><td>One</td></tr><tr><td>Two</td></tr></table>
"""


def test_tables_are_read_with_their_footnotes() -> None:
    first, second = tables_of(FILE.encode(), "log.md")
    assert names([first, second]) == ["2019", "2020"]
    assert lines(first) == [
        "1 Date | Event | Source",
        "2 3 April | The bill [draft] -> https://example.org/h {See Hansard, column 3.}"
        " | Bill -> https://example.org/",
        "3 4 April | One | two / three | ",
    ]
    assert lines(second) == ["1 May | One", "2 (May) | Two"]


def test_the_lines_of_windows_are_read() -> None:
    (table, _) = tables_of(FILE.replace("\n", "\r\n").encode("utf-8-sig"), "log.md")
    assert len(table.rows) == 3
