"""Whether text has only one possible meaning, so that its fix is safe."""

import re

from briefing.record.rules.fields import every_key

_FIELD = re.compile(r"(?:^|[\s,{}\[\]\"'%@&*!-])([\w-]+(?: to)?):")
_SIMPLE = re.compile(r"[^\W_](?:[\w .,;’'&£%()/-]*[\w.)%])?")


def is_one_text(written: str) -> bool:
    """Whether `written` can only be one text with missing or wrong quotation marks.

    It may also be several fields, whose line ends are missing, or contain a stray character.
    """
    if any(match[1] in every_key() for match in _FIELD.finditer(written)):
        return False
    if not written or re.match(
        r"[&*!:,\]}]|[@%]\W|-\s", written
    ):  # It may be a name for a value, or a mistake.
        return False
    mark = written[0]
    if mark not in "\"'":
        return True
    rest = written.rpartition(mark)[2]
    if "#" in rest or (rest and not re.search(r"[^\W\d_]", rest)):
        return False
    marks = written.count(mark)
    return marks == 1 or mark == "'" or marks % 2 == 0


def is_simple_text(written: object) -> bool:
    """Whether `written` is an ordinary text without brackets, and not two lines that were joined.

    A comma can separate two items, and a hyphen can begin one.
    """
    return (
        isinstance(written, str)
        and bool(_SIMPLE.fullmatch(written))
        and not re.search(r",|\s-\s", written)
    )
