"""Random events files as people write them: comments, brackets, quotation marks, long texts.

Each has the data of a random record. The comments are numbered, and each has the path of the item
that it belongs to.
"""

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from briefing.record import parsing

Path = tuple[str | int, ...]


@dataclass
class RandomText:
    """The text of an events file.

    `owners` has the path of the item that each comment belongs to. `has_aliases` is true if a value
    is written once and repeated elsewhere.
    """

    text: str
    data: Any
    owners: dict[str, Path] = field(default_factory=dict)
    has_aliases: bool = False


def random_text(data: Any, seed: int, *, aliases: bool = True) -> RandomText:
    """Write `data` in the way of this `seed`."""
    return _Writer(Random(seed), aliases=aliases).written(data)


class _Writer:
    def __init__(self, chance: Random, *, aliases: bool) -> None:
        self.chance = chance
        self.newline = chance.choice(("\n", "\n", "\r\n"))
        self.step = chance.choice((2, 2, 2, 4, 3))
        self.list_step = chance.choice((0, 2, self.step))
        self.often = chance.choice((0.0, 0.05, 0.3))
        self.flow = chance.choice((0.1, 0.3, 0.6))
        self.blanks = chance.choice((0.0, 0.1, 0.4))
        self.aliases = 0.5 if aliases and chance.random() < 0.4 else 0.0
        self.notes: dict[str, Path] = {}
        self.anchors: list[tuple[Any, str]] = []
        self.open = self.serial = 0
        self.has_aliases = False

    def written(self, data: Any) -> RandomText:
        lines = self.mapping(data, 0, ())
        if self.maybe(0.2):
            lines.insert(0, "# yaml-language-server: $schema=events.schema.json")
        text = self.newline.join(lines)
        if self.maybe(0.8):
            text += self.newline * self.chance.choice((1, 1, 1, 2))
        assert parsing.loads(text) == data, text
        if self.maybe(0.1):
            text = f"\ufeff{text}"
        return RandomText(text, data, self.notes, self.has_aliases)

    def maybe(self, often: float) -> bool:
        return self.chance.random() < often

    def comment(self, owner: Path) -> str:
        note = f"# note {len(self.notes)}" + self.chance.choice((".", ": a", " - b", " # c", " 'd"))
        self.notes[note] = owner
        return note

    def beside(self, owner: Path) -> str:
        return (
            f"{self.chance.choice((' ', '  '))}{self.comment(owner)}"
            if self.maybe(self.often)
            else ""
        )

    def above(self, indent: int, owner: Path) -> list[str]:
        lines = [""] if self.maybe(self.blanks) else []
        while self.maybe(self.often):
            lines.append(" " * indent + self.comment(owner))
        return lines

    def mapping(self, data: dict[str, Any], indent: int, path: Path) -> list[str]:
        lines: list[str] = []
        for n, (key, value) in enumerate(data.items()):
            here = (*path, key)
            above = self.above(indent, here)
            # Comments at the start of the file belong to the file.
            if not (n == 0 and not path):
                lines += above
            else:
                for line in above:
                    self.notes.pop(line.strip(), None)
            lines += self.entry(f"{' ' * indent}{self.key(key)}:", value, indent, here)
        if self.maybe(self.often / 2):
            lines.append(" " * indent + self.comment(path))
        return lines

    def key(self, key: str) -> str:
        return json.dumps(key) if self.maybe(0.05) else key

    def entry(self, prefix: str, value: Any, indent: int, path: Path) -> list[str]:
        if self.aliases and not self.open and (anchor := self.repeated(value)):
            self.has_aliases = True
            return [f"{prefix} *{anchor}{self.beside(path)}"]
        if (
            self.maybe(self.aliases / 3)
            and not isinstance(value, bool | int | float)
            and value is not None
        ):
            self.serial += 1
            name = f"a{self.serial}"
            prefix += f" &{name}"
            self.open += 1
            lines = self.value(prefix, value, indent, path)
            self.open -= 1
            self.anchors.append((value, name))
            return lines
        return self.value(prefix, value, indent, path)

    def repeated(self, value: Any) -> str:
        return next(
            (name for known, name in self.anchors if known == value and self.maybe(0.8)), ""
        )

    def value(self, prefix: str, value: Any, indent: int, path: Path) -> list[str]:
        if isinstance(value, dict | list):
            if not value or self.maybe(self.flow if path != ("events",) else 0.02):
                if value and self.maybe(0.2):
                    return self.flow_lines(prefix, value, indent, path)
                return [f"{prefix} {self.in_flow(value)}{self.beside(path)}"]
            if isinstance(value, dict):
                below = self.mapping(value, indent + self.step, path)
            else:
                is_key = prefix.endswith(":") or (
                    "&" in prefix and not prefix.strip().startswith("-")
                )
                further = self.list_step if is_key else self.step
                below = self.items(value, indent + further, path)
            return [f"{prefix}{self.beside(path)}", *below]
        if isinstance(value, str):
            return self.text(prefix, value, indent, path)
        return [f"{prefix} {json.dumps(value)}{self.beside(path)}"]

    def items(self, items: list[Any], indent: int, path: Path) -> list[str]:
        lines: list[str] = []
        for n, item in enumerate(items):
            here = (*path, n)
            lines += self.above(indent, here)
            start = f"{' ' * indent}-"
            is_inside = isinstance(item, dict) and item and self.maybe(0.9)
            if is_inside and not self.maybe(self.flow if path != ("events",) else 0.05):
                inside = self.mapping(item, indent + 2, here)
                # The first field is beside the hyphen, unless a comment is above it.
                if inside[0].strip() and not inside[0].strip().startswith("#"):
                    lines += [f"{start} {inside[0][indent + 2 :]}", *inside[1:]]
                else:
                    lines += [start, *inside]
            else:
                lines += self.entry(start, item, indent, here)
        # At the column of the key, a comment belongs to the next key.
        if self.list_step and self.maybe(self.often / 2):
            lines.append(" " * indent + self.comment(path))
        return lines

    def flow_lines(self, prefix: str, value: Any, indent: int, path: Path) -> list[str]:
        """Write a group or a list in brackets, with an entry on each line."""
        brackets = "{}" if isinstance(value, dict) else "[]"
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        inner = [
            (
                (*path, step),
                f"{step}: {self.in_flow(item)}" if isinstance(value, dict) else self.in_flow(item),
            )
            for step, item in pairs
        ]
        pad = " " * (indent + self.step)
        lines = [f"{prefix} {brackets[0]}"]
        for n, (here, text) in enumerate(inner):
            comma = "," if n + 1 < len(inner) or self.maybe(0.5) else ""
            lines.append(f"{pad}{text}{comma}{self.beside(here)}")
        return [*lines, f"{' ' * (indent + 1)}{brackets[1]}{self.beside(path)}"]

    def in_flow(self, value: Any) -> str:
        if isinstance(value, dict):
            return f"{{{', '.join(f'{key}: {self.in_flow(item)}' for key, item in value.items())}}}"
        if isinstance(value, list):
            return f"[{', '.join(map(self.in_flow, value))}]"
        if isinstance(value, str):
            return self.one_line(value, ",[]{}")
        return json.dumps(value)

    def one_line(self, text: str, not_plain: str = "") -> str:
        ways = [json.dumps(text, ensure_ascii=self.maybe(0.5))]
        if text.isprintable():
            ways.append("'" + text.replace("'", "''") + "'")
            if (
                text[:1].isalnum()
                and text == text.strip()
                and not any(sign in text for sign in (": ", " #", *not_plain))
                and not text.endswith(":")
                and parsing.loads(text) == text
            ):
                ways += [text] * 8
        return self.chance.choice(ways)

    def text(self, prefix: str, text: str, indent: int, path: Path) -> list[str]:
        room = " " * (indent + self.step)
        lines = text.split("\n")
        fits = (
            all(line == line.strip() for line in lines)
            and lines[0]
            and all(lines[:-1])
            and "\t" not in text
            and text.replace("\n", "").isprintable()
        )
        if fits and self.maybe(0.6 if "\n" in text else 0.1):
            chomp = "" if text.endswith("\n") else "-"
            body = [room + line if line else line for line in text.removesuffix("\n").split("\n")]
            sign = "|"
            if "\n" not in text.removesuffix("\n") and self.maybe(0.5):
                words = text.removesuffix("\n").split(" ")
                if all(words):
                    half = len(words) // 2
                    parts = [" ".join(words[:half]), " ".join(words[half:])]
                    body = [room + part for part in parts if part]
                    sign = ">"
            header = f"{prefix} {sign}{chomp}{self.beside(path)}"
            return [header, *body, *([""] if self.maybe(self.blanks) else [])]
        return [f"{prefix} {self.one_line(text)}{self.beside(path)}"]
