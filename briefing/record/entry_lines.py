"""The lines that belong to an entry of an events file, with its comments."""

from briefing.record.syntax import Syntax, Value


def first_line(syntax: Syntax, inside: Value, index: int) -> int:
    """Return the first line of a block entry, with the comments directly above it.

    Comments that are indented further belong to the entry before it, and those at the start of the
    file belong to the file.
    """
    entry = inside.entries[index]
    own = syntax.line_of(entry.start)
    if not syntax.is_first_on_line(entry.start):
        return own
    column = syntax.column(entry.start)
    line = own
    while line and (indent := comment_indent(syntax, line - 1)) is not None:
        if indent > column and index:
            break
        line -= 1
    return own if line == 0 else line


def last_line(syntax: Syntax, inside: Value, index: int) -> int:
    """Return the last line of a block entry, with the comments below that are indented further."""
    entry = inside.entries[index]
    column = syntax.column(entry.start)
    last = line = syntax.line_of(max(entry.end, entry.start))
    while line + 1 < syntax.lines:
        line += 1
        indent = comment_indent(syntax, line)
        if indent is None and syntax.line(line).strip():
            break
        if indent is not None:
            if indent <= column:
                break
            last = line
    return last


def comment_indent(syntax: Syntax, line: int) -> int | None:
    """Return the number of spaces before a comment that is alone on its line, or None."""
    indent = syntax.indent(line)
    return indent if syntax.is_comment(syntax.line_start(line) + indent) else None
