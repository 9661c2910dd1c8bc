"""Pictures for programs that do not let the stylesheet of the page into them.

A picture asks for its colours in attributes, as in `fill="var(--ink, black)"`. A browser knows the
answers; WeasyPrint, and whatever else opens a picture by itself, has to be told them.
"""

import re
from collections.abc import Iterator, Mapping

import tinycss2

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_ELSE = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
_ASKED = re.compile(rf"var\(\s*(--[\w-]+)\s*(?:,\s*({_ELSE}))?\)")
_ATTRIBUTE = re.compile(r'(?<==")var\([^"]*\)(?=")')


def on_paper(page: str) -> str:
    """`page` with the colours of its pictures as its stylesheets have them for print."""
    return coloured(page, values_of("".join(_STYLE.findall(page))))


def coloured(text: str, values: Mapping[str, str]) -> str:
    """SVG or HTML, where each attribute that asks for one of `values` has it, or what is else."""
    return _ATTRIBUTE.sub(lambda asked: _answer(asked[0], values), text)


def values_of(stylesheet: str) -> dict[str, str]:
    """The custom properties that `stylesheet` gives the page for print, by their names."""
    return dict(_values(tinycss2.parse_stylesheet(stylesheet, skip_comments=True)))


def _answer(asked: str, values: Mapping[str, str]) -> str:
    # One that asks for itself, by whatever way, is as good as none.
    for _ in range(2 * len(values) + 9):
        answer = _ASKED.sub(lambda name: values.get(name[1], name[2] or ""), asked)
        if answer == asked:
            return answer
        asked = answer
    return ""


def _values(rules: "list[tinycss2.ast.Node]") -> Iterator[tuple[str, str]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "media":
            if tinycss2.serialize(rule.prelude).strip() == "print":
                yield from _values(tinycss2.parse_rule_list(rule.content, skip_comments=True))
        elif rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for it in tinycss2.parse_blocks_contents(rule.content):
                if it.type == "declaration" and it.name.startswith("--"):
                    yield it.name, tinycss2.serialize(it.value).strip()
