"""Check our prose against the rules in tools/vale: python tools/check_prose.py [FILE ...].

The rules are in the format of vale (https://vale.sh), which downloads a program when it first runs.
This tool does not need a download. It also checks messages, help and templates, which vale skips.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "tools" / "vale"
EXCEPTIONS = STYLES / "exceptions.yml"
"""Lines that are right although a rule reports them, each with the reason."""
PROSE = (
    *("*.md", "docs/*.md", "templates/**/*.*", "briefing/*.yaml"),
    *(f"{folder}/**/*.py" for folder in ("briefing", "tests", "tools", "benchmarks")),
    *("Makefile", "*.cfg", "*.toml", ".ci/run", "tools/system-packages", ".github/workflows/*"),
)
NOT_OURS = ("docs/rules.md", "*.docx")
"""Generated files. Their text is checked in the source from which they are made."""

_CODE = re.compile(r"(```|~~~).*?^\s*\1|<!--.*?-->|(`+)(?!`).*?\2", re.DOTALL | re.MULTILINE)
_EXAMPLES = re.compile(r"^\s*(?:Wrong|Right):\n.*", re.DOTALL | re.MULTILINE)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[)*_\"”’]*\s+"
    r"|\n\s*(?:\n|[-*>] |#|\d+\. )[-*>#\s]*"  # A paragraph, an item or a heading.
    r"|\s*\|\s*|^\s*(?:[-*>#]|\d+\.)+ ",
    re.MULTILINE,
)
_TEMPLATE = re.compile(
    r"\b(?:[np]?gettext|_)\((?P<gettext>(?:\"[^\"]*\"|[^)\"])*)"
    r"|\{#(?P<jinja>.*?)#\}|/\*(?P<css>.*?)\*/|(?P<js>(?:^ *//[^\n]*\n)+)",
    re.DOTALL | re.MULTILINE,
)
_HASH = re.compile(r"(?:^|(?<=\s))#!?(.*)")
_WORDS = re.compile(r"[^\W\d]{2,}[,.:;]? [^\W\d]")


class Passage(NamedTuple):
    """A text and its first line. For strings in code, `source` has their lines in the file."""

    line: int
    text: str
    source: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A rule of a style. Each pattern has the text to use instead, or ""."""

    name: str
    message: str
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    in_sentences: bool


def rules(folder: Path = STYLES / "Briefing") -> list[Rule]:
    """Read the rules of a style."""
    return [_rule(path) for path in sorted(folder.glob("*.yml"))]


def _rule(path: Path) -> Rule:
    data: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if data["extends"] not in ("existence", "substitution"):
        raise ValueError(f"{path}: only existence and substitution are supported")
    swap = data["swap"] if data["extends"] == "substitution" else {"|".join(data["tokens"]): ""}
    bound = "{}" if data.get("nonword") else r"\b(?:{})\b"
    flags = re.IGNORECASE if data.get("ignorecase") else re.NOFLAG
    # A space in a rule also matches the end of a line.
    written = {bound.format(token.replace(" ", r"\s")): use for token, use in swap.items()}
    patterns = tuple((re.compile(token, flags), use) for token, use in written.items())
    name = f"{path.parent.name}.{path.stem}"
    return Rule(name, data["message"], patterns, data.get("scope") == "sentence")


def findings(passage: Passage, rules: Iterable[Rule]) -> Iterator[tuple[int, str]]:
    """Yield the line and the message of each fault that the rules find in a passage."""
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", passage.text)
    sentences = list(_sentences(text))
    for rule in rules:
        for start, part in sentences if rule.in_sentences else [(0, text)]:
            for pattern, use in rule.patterns:
                for match in pattern.finditer(part):
                    words = " ".join(match[0].split())
                    message = rule.message % (use, words)[-rule.message.count("%s") :]
                    n = text.count("\n", 0, start + match.start())
                    if passage.source:
                        first = words.split()[0]
                        n = next((n for n, line in enumerate(passage.source) if first in line), 0)
                    yield passage.line + n, f"{message} ({rule.name})"


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = len(text) - len(text.lstrip())
    for end in _SENTENCE_END.finditer(text, start):
        if end.start() > start:
            yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:].rstrip()


def passages(path: Path, text: str) -> Iterator[Passage]:
    """Yield the prose in a file. `path` is relative to the checkout."""
    if path.parts[0] == "templates":
        for match in _TEMPLATE.finditer(text):
            kind = match.lastgroup or ""
            texts = [match[kind].replace("//", "")]
            texts = re.findall(r'"([^"]*)"', match[kind]) if kind == "gettext" else texts
            yield Passage(text.count("\n", 0, match.start(kind)) + 1, " | ".join(texts))
    elif path.suffix == ".md":
        yield Passage(1, _without_code(text))
    elif path.suffix == ".py":
        yield from _comments(text)
        yield from _strings(text, with_messages=path.parts[0] == "briefing")
    else:
        for n, line in enumerate(text.splitlines(), 1):
            if comment := _HASH.search(line):
                yield Passage(n, comment[1])


def _without_code(text: str) -> str:
    """Replace code with a neutral word, without changing the number of lines."""
    return _CODE.sub(lambda code: "x" + "\n" * code[0].count("\n"), text)


def _comments(text: str) -> Iterator[Passage]:
    """Yield each comment. Comments on consecutive lines form one comment."""
    lines: list[str] = []
    start = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            if lines and token.start[0] != start + len(lines):
                yield Passage(start, _without_code("\n".join(lines)))
                lines = []
            start = start if lines else token.start[0]
            lines.append(token.string.lstrip("#! "))
    if lines:
        yield Passage(start, _without_code("\n".join(lines)))


def _strings(text: str, with_messages: bool) -> Iterator[Passage]:
    """Yield docstrings, and other strings of several words."""
    lines, seen = text.splitlines(), set[ast.AST]()
    for node in ast.walk(ast.parse(text)):
        if node in seen:
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            seen.update(inner for part in node.args for inner in ast.walk(part))
        elif annotation := getattr(node, "annotation", None) or getattr(node, "returns", None):
            seen.update(ast.walk(annotation))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            seen.add(node.value)
            words = _EXAMPLES.sub("", str(node.value.value))
            yield Passage(node.lineno, _without_code(words))
        elif with_messages and isinstance(node, ast.JoinedStr | ast.Constant):
            seen.update(ast.walk(node))
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            values = [part.value if isinstance(part, ast.Constant) else "x" for part in parts]
            words = "".join(value for value in values if isinstance(value, str))
            if _WORDS.search(words):
                yield Passage(node.lineno, words, tuple(lines[node.lineno - 1 : node.end_lineno]))


def main(arguments: list[str], root: Path = ROOT, exceptions: Path = EXCEPTIONS) -> int:
    """Print the findings in the style of ruff, and return the exit status."""
    chosen = {Path(argument).resolve() for argument in arguments} or {
        path for pattern in PROSE for path in root.glob(pattern) if path.is_file()
    }
    names = {path.relative_to(root).as_posix() for path in chosen}
    names -= {name for name in names for pattern in NOT_OURS if fnmatch(name, pattern)}
    every, number = rules(), 0
    listed = yaml.safe_load(exceptions.read_text(encoding="utf-8"))
    unused = {
        (exception["file"], exception["line"]) for exception in listed if exception["file"] in names
    }
    excepted = frozenset(unused)
    for name in sorted(names):
        text = (root / name).read_text(encoding="utf-8")
        for passage in passages(Path(name), text):
            for line, message in findings(passage, every):
                place = name, text.splitlines()[line - 1].strip()
                unused.discard(place)
                number += place not in excepted
                if place not in excepted:
                    print(f"{name}:{line}: {message}")
    for name, content in sorted(unused):
        print(f"{name}: no such finding, remove it from {exceptions.name}: {content}")
    return 1 if number or unused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
