"""The CSS file of a brand: check it, and find the colours that it sets."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

import tinycss2
from tinycss2.ast import Node
from tinycss2.color3 import RGBA, parse_color

from briefing.record import colours

LARGEST = 100_000
"""The maximum size of a stylesheet in bytes. Every page contains it."""
Medium = Literal["light", "dark", "print"]
"""A page on a screen in light or dark mode, or on paper."""
_OPPOSITES = {"light": ("dark", "print"), "dark": ("light", "print"), "print": ("screen",)}
_TEXT, _PAPERS = ("ink", "quiet", "accent", "alert"), ("paper", "tint")
_DARK = "@media screen and (prefers-color-scheme: dark)"
_WITH_FILES = {"url", "src", "image", "image-set", "-webkit-image-set"}
"""The functions that can name a file in quotation marks (CSS Values 5 and CSS Images 4)."""
_WHERE = {"light": "on a screen", "dark": "in dark mode", "print": "on paper"}


def values_of(stylesheet: str, medium: Medium = "print") -> Mapping[str, str]:
    """Return the custom properties that `stylesheet` sets for a medium, keyed by name."""
    return _values_of(stylesheet, medium)


@lru_cache(maxsize=16)
def _values_of(stylesheet: str, medium: Medium) -> Mapping[str, str]:
    return dict(_values(tinycss2.parse_stylesheet(stylesheet, skip_comments=True), medium))


def _values(rules: list[Node], medium: Medium) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
            if _applies(tinycss2.serialize(rule.prelude), medium):
                yield from _values(
                    tinycss2.parse_rule_list(rule.content, skip_comments=True), medium
                )
        elif rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for content in tinycss2.parse_blocks_contents(rule.content):
                if content.type == "declaration" and content.name.startswith("--"):
                    yield content.name, tinycss2.serialize(content.value).strip()


def _applies(queries: str, medium: Medium) -> bool:
    """Whether a list of media queries is for a medium. Sizes of windows are not considered."""
    return any(_is_for(query, medium) for query in queries.lower().split(","))


def _is_for(query: str, medium: Medium) -> bool:
    if "forced-colors" in query or any(word in query for word in _OPPOSITES[medium]):
        return False
    return medium != "print" or "print" in query


def fault_in(content: bytes) -> tuple[str, str] | None:
    """Return why `content` cannot be the stylesheet of a brand, and a fix, or None."""
    if len(content) > LARGEST:
        return f"is larger than {LARGEST // 1000} kB", "keep only the rules that briefings need"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "is not UTF-8 text", "save it as UTF-8"
    return next(_faults(tinycss2.parse_stylesheet(text, skip_comments=True)), None)


def _faults(nodes: list[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        line = f"has a mistake on line {node.source_line}"
        if node.type == "error":
            yield line, "look for a missing bracket, colon or semicolon"
        elif node.type == "at-rule" and node.lower_at_keyword == "import":
            yield (
                f"loads another stylesheet on line {node.source_line}",
                "copy its rules into this file",
            )
        elif node.type == "at-rule" and node.lower_at_keyword == "font-face":
            yield (
                f"has a font on line {node.source_line}",
                "name the font's file under 'typefaces', and use var(--sans) or var(--headings)",
            )
        elif node.type == "declaration":
            yield from _addresses(node.value)
        elif node.type in ("at-rule", "qualified-rule") and node.content is not None:
            yield from _faults(tinycss2.parse_blocks_contents(node.content, skip_comments=True))


def _addresses(values: list[Node], *, are_files: bool = False) -> Iterator[tuple[str, str]]:
    """Yield a fault for each file that a value refers to. Its strings can be files too."""
    for node in values:
        if node.type == "function":
            yield from _addresses(node.arguments, are_files=node.lower_name in _WITH_FILES)
        is_file = node.type == "url" or (are_files and node.type == "string")
        if is_file and not node.value.startswith(("data:", "#")):
            yield (
                f"refers to another file on line {node.source_line}",
                "write the picture as a data: URL, because a page loads nothing else",
            )


def low_contrasts(stylesheet: str, accent: str) -> Iterator[tuple[str, str]]:
    """Yield the combinations of colours that are hard to read, each with a fix.

    `accent` is the accent colour of the brand, or an empty string.
    """
    media: tuple[Medium, ...] = ("light", "dark", "print")
    reported: set[tuple[str, str]] = set()
    for medium in media:
        own = values_of(stylesheet, medium)
        if not any(f"--{name}" in own for name in (*_TEXT, *_PAPERS)):
            continue
        used = dict(colours.TOKENS["dark" if medium == "dark" else "light"])
        if accent:
            used["accent"] = colours.on_dark(accent) if medium == "dark" else accent
        used |= {name: _hex(own[f"--{name}"]) for name in used if f"--{name}" in own}
        papers = [used[paper] for paper in _PAPERS if used[paper]]
        light = [paper for paper in _PAPERS if used[paper] and _is_light(used[paper])]
        if medium == "dark" and light:
            names = " and ".join(f"--{paper}" for paper in light)
            words = "is" if len(light) == 1 else "are"
            yield f"in dark mode, {names} {words} too light", f"set {names} again in {_DARK}"
            continue
        for name in filter(used.get, _TEXT):
            worst = min(papers, key=lambda paper: colours.contrast(used[name], paper), default="")
            pair = used[name], worst
            if not worst or colours.contrast(*pair) >= colours.MIN_CONTRAST or pair in reported:
                continue
            reported.add(pair)
            paper = next(paper for paper in _PAPERS if used[paper] == worst)
            yield (
                f"{_WHERE[medium]}, --{name} ({used[name]}) has a contrast ratio of "
                f"{int(colours.contrast(*pair) * 10) / 10} to 1 on --{paper} ({worst}), but text "
                f"needs {colours.MIN_CONTRAST} to 1",
                _fix(name, colours.nearest(used[name], papers), medium, own),
            )


def _fix(name: str, better: str, medium: Medium, own: Mapping[str, str]) -> str:
    where = f" in {_DARK}" if medium == "dark" else ""
    if name == "accent" and "--accent" not in own and not where:
        return f'write accent: "{better}" in the brand, the nearest colour with enough contrast'
    return f"write --{name}: {better}{where}, the nearest colour with enough contrast"


def _is_light(colour: str) -> bool:
    return colours.contrast(colour, "#000000") > colours.contrast(colour, "#ffffff")


def _hex(value: str) -> str:
    """Return a colour in hexadecimal digits, or an empty string if it depends on anything else."""
    colour = parse_color(value)
    if not isinstance(colour, RGBA) or colour.alpha < 1:
        return ""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour[:3])
