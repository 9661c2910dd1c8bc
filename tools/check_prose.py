"""Check our prose against the rules in tools/vale: python tools/check_prose.py [FILE ...].

The rules are in the format of vale (https://vale.sh), of its kinds `existence` and `substitution`.
vale itself is a program that its Python package downloads at the first run, so `make check` uses
this one instead. It also reads text that vale skips: messages, help and the text of templates.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Callable, Iterable, Iterator
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
STYLES = ROOT / "tools" / "vale"
EXCEPTIONS = STYLES / "exceptions.yml"
"""Texts that a rule would report although they are right, each with its path and the reason."""

_CODE = re.compile(r"(```|~~~).*?^\s*\1|<!--.*?-->|(`+)(?!`).*?\2", re.DOTALL | re.MULTILINE)
_EXAMPLES = re.compile(r"^\s*(Wrong|Right):\n.*", re.DOTALL | re.MULTILINE)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[)*_\"”’]*\s+|\n\s*(?:\n|[-*>] |#|\d+\. )\s*|\s*\|\s*|^\s*(?:[-*>#]|\d+\.)+ ", re.MULTILINE
)
_TEMPLATE = re.compile(
    r"""gettext\(\s*(?:".*?",\s*)??"(?P<text>[^"]+)"|_\("(?P<words>[^"]+)"|"(?P<many>[^"]+)",\s*\w+\)"""
    r"""|\{\#(?P<note>.*?)\#\}|/\*(?P<remark>.*?)\*/""",
    re.DOTALL,
)
_HASH = re.compile(r"(?:^|(?<=\s))#!?(.*)")


class Passage(NamedTuple):
    """A text and the number of the line on which it starts. `source` is its lines in the file."""

    line: int
    text: str
    source: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A rule, with its patterns and its message."""

    name: str
    message: str
    patterns: tuple[tuple[re.Pattern[str], str], ...]
    exceptions: re.Pattern[str] | None
    in_sentences: bool


def rules(folder: Path = STYLES / "Briefing") -> list[Rule]:
    """Read the rules of a style."""
    return [_rule(path) for path in sorted(folder.glob("*.yml"))]


def _rule(path: Path) -> Rule:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    flags = re.IGNORECASE if data.get("ignorecase") else re.NOFLAG
    bound = "{}" if data.get("nonword") else r"\b(?:{})\b"

    def compiled(token: str) -> re.Pattern[str]:
        # A space in a rule also matches the end of a line.
        return re.compile(bound.format(token.replace(" ", r"\s")), flags)

    if data["extends"] == "substitution":
        patterns = [(compiled(token), use) for token, use in data["swap"].items()]
    elif data["extends"] == "existence":
        patterns = [(compiled("|".join(data["tokens"])), "")]
    else:
        raise ValueError(f"{path}: only existence and substitution are supported")
    exceptions = data.get("exceptions")
    return Rule(
        f"{path.parent.name}.{path.stem}",
        data["message"],
        tuple(patterns),
        re.compile("|".join(exceptions), re.IGNORECASE) if exceptions else None,
        data.get("scope") == "sentence",
    )


def findings(passage: Passage, rules: Iterable[Rule]) -> Iterator[tuple[int, str, str, str]]:
    """Yield the line, the text found, the message and the rule's name for each fault."""
    passage = passage._replace(text=re.sub(r"[ \t]*\n[ \t]*", "\n", passage.text))
    for rule in rules:
        parts = _sentences(passage.text) if rule.in_sentences else [(0, passage.text)]
        for start, part in parts:
            for pattern, use in rule.patterns:
                for match in pattern.finditer(part):
                    words = " ".join(match[0].split())
                    if rule.exceptions and rule.exceptions.fullmatch(words):
                        continue
                    values = (use, words)[-rule.message.count("%s") :]
                    yield _line(passage, start + match.start(), words), words, rule.message % values, rule.name


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = len(text) - len(text.lstrip())
    for end in _SENTENCE_END.finditer(text, start):
        if end.start() > start:
            yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:].rstrip()


def _line(passage: Passage, offset: int, words: str) -> int:
    if passage.source:  # A string of several parts: look for the words.
        first = words.split()[0]
        return passage.line + next((n for n, it in enumerate(passage.source) if first in it), 0)
    return passage.line + passage.text.count("\n", 0, offset)


def passages(path: Path, text: str) -> Iterator[Passage]:
    """Yield the prose in a file."""
    if path.suffix == ".md" and "templates" not in path.parts:
        yield Passage(1, _without_code(text))
    elif path.suffix == ".py":
        yield from _comments(text)
        yield from _strings(text, with_messages="briefing" in path.parts)
    elif "templates" in path.parts:
        for match in _TEMPLATE.finditer(text):
            words = match[match.lastgroup or 0]
            yield Passage(text.count("\n", 0, match.start(match.lastgroup or 0)) + 1, words)
    else:
        for n, line in enumerate(text.splitlines(), 1):
            if match := _HASH.search(line):
                yield Passage(n, match[1])


def _without_code(text: str) -> str:
    """Replace code with a neutral word, on as many lines."""
    return _CODE.sub(lambda code: "x" + "\n" * code[0].count("\n"), text)


def _comments(text: str) -> Iterator[Passage]:
    """Yield each comment. Lines of comments that follow each other are one."""
    lines: list[str] = []
    first = last = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            if lines and token.start[0] != last + 1:
                yield Passage(first, _without_code("\n".join(lines)))
                lines = []
            first, last = first if lines else token.start[0], token.start[0]
            lines.append(token.string.lstrip("#! "))
    if lines:
        yield Passage(first, _without_code("\n".join(lines)))


def _strings(text: str, with_messages: bool) -> Iterator[Passage]:
    """Yield docstrings, which are strings by themselves, and strings of several words."""
    tree, lines = ast.parse(text), text.splitlines()
    skipped = set[ast.AST]()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            skipped.update(it for part in node.args for it in ast.walk(part))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(node.value)
            if isinstance(node.value.value, str):
                doc = _EXAMPLES.sub("", node.value.value)
                yield Passage(node.lineno, _without_code(doc))
        elif with_messages and isinstance(node, ast.JoinedStr | ast.Constant):
            skipped.update(ast.walk(node))
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            words = "".join(
                it.value if isinstance(it, ast.Constant) and isinstance(it.value, str) else "x" for it in parts
            )
            if re.search(r"[^\W\d]{2,}[,.:;]? [^\W\d]", words):
                yield Passage(node.lineno, words, tuple(lines[node.lineno - 1 : node.end_lineno]))


_FILES = (
    "*.md",
    "docs/*.md",
    "*/*.py",
    "briefing/**/*.py",
    "tests/**/*.py",
    "templates/**/*.*",
    "briefing/*.yaml",
    "Makefile",
    "setup.cfg",
    "ruff.toml",
    "babel.cfg",
    "tools/system-packages",
    ".ci/run",
    ".pre-commit-config.yaml",
    ".github/workflows/*.yml",
)
_WRITTEN_BY_TOOLS = ("docs/rules.md", "docs/commands.md", "*.docx")


def files(root: Path = ROOT) -> Iterator[Path]:
    """Yield the files with prose, without those that are written by tools."""
    found = {path for pattern in _FILES for path in root.glob(pattern) if path.is_file()}
    for path in sorted(found):
        name = path.relative_to(root).as_posix()
        if not any(fnmatch(name, pattern) for pattern in _WRITTEN_BY_TOOLS):
            yield path


def main(arguments: list[str]) -> int:
    """Print the findings as ruff does, and return the exit status."""
    every, number = rules(), 0
    excepted = yaml.safe_load(EXCEPTIONS.read_text(encoding="utf-8")) or []
    unused = {(it["path"], it["text"]) for it in excepted}
    for path in [Path(it).resolve() for it in arguments] or files():
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for passage in passages(path.relative_to(ROOT), text):
            for line, words, message, rule in findings(passage, every):
                print(f"{name}:{line}: {message} ({rule})")
                number += 1
    return 1 if number else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
