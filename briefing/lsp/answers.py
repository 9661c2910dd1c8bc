"""Convert places, problems and options to the types of the Language Server Protocol."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from lsprotocol import types

from briefing.lsp.completing import Option
from briefing.lsp.index import Index
from briefing.lsp.records import State
from briefing.lsp.symbols import Symbol
from briefing.lsp.text import Point, Span, Text
from briefing.record.problems import Problem, RecordPath, TextRange

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_KINDS = {
    "field": types.CompletionItemKind.Field,
    "id": types.CompletionItemKind.Reference,
    "word": types.CompletionItemKind.Value,
}
_NAMED = re.compile(r"'([\w.-]+)'")


def range_of(text: Text, span: Span) -> types.Range:
    """Return a range in the units of the editor."""
    return types.Range(
        types.Position(*text.to_editor(span.start)), types.Position(*text.to_editor(span.end))
    )


def range_at(text: Text, place: TextRange) -> types.Range:
    """Return the range of a place in a file, in the units of the editor."""
    start = Point(place.line - 1, place.column - 1)
    return range_of(text, Span(start, Point(place.end_line - 1, place.end_column - 1)))


def diagnostics(
    file: str, text: Text, state: State, places: Mapping[RecordPath, types.Location]
) -> list[types.Diagnostic]:
    """Return the problems in a file. `places` contains the places of items that they name."""
    found = []
    for problem in state.loaded.problems:
        if problem.file == file:
            related_information = [
                types.DiagnosticRelatedInformation(places[where], message)
                for where, message in related(problem, state.index)
                if where in places
            ]
            found.append(diagnostic(text, problem, related_information))
    return found


def diagnostic(
    text: Text,
    problem: Problem,
    related_information: list[types.DiagnosticRelatedInformation] | None = None,
) -> types.Diagnostic:
    """Return a problem as the editor shows it."""
    return types.Diagnostic(
        range=range_at(text, problem.place),
        message="\n".join(filter(None, (problem.message, problem.hint))),
        severity=_SEVERITIES[problem.severity],
        code=problem.slug,
        code_description=_documentation(problem.slug),
        source="briefing",
        related_information=related_information,
    )


def text_edits(text: Text, replaced: Iterable[tuple[TextRange, str]]) -> list[types.TextEdit]:
    """Return the parts of a text that are replaced, as edits for the editor."""
    return [types.TextEdit(range_at(text, place), new) for place, new in replaced]


def related(problem: Problem, index: Index) -> Iterator[tuple[RecordPath, str]]:
    """Yield the places of other items that a problem names, each with its name."""
    for id in dict.fromkeys(_NAMED.findall(f"{problem.message} {problem.hint}")):
        for items in index.items.values():
            item = items.get(id)
            here = RecordPath(problem.file, problem.path)
            if item and not (item.where.file == here.file and _holds(item.where, here)):
                yield item.where, f"{item.section[:-1]} '{id}': {item.name}"


def _holds(outer: RecordPath, inner: RecordPath) -> bool:
    return inner.path[: len(outer.path)] == outer.path


@cache
def _documentation(slug: str) -> types.CodeDescription | None:
    """Return the address of the documentation of a rule, which is installed with the program."""
    page = rules_page()
    return types.CodeDescription(f"{page.as_uri()}#{slug}") if page else None


@cache
def rules_page() -> Path | None:
    """Return the page about the rules: that of the checkout, or the one that is installed."""
    import sysconfig

    root = Path(__file__).parents[2]
    installed = Path(sysconfig.get_path("data"), "share", "doc", "briefing", "rules.md")
    pages = (root / "docs" / "rules.md", installed)
    return next((page for page in pages if page.is_file()), None)


def completion_item(text: Text, option: Option) -> types.CompletionItem:
    """Return an option as an item of the editor's list."""
    return types.CompletionItem(
        label=option.label,
        kind=_KINDS[option.kind],
        detail=option.detail or None,
        documentation=option.description or None,
        sort_text=f"{option.order:06}{option.label}",
        filter_text=option.search or option.label,
        text_edit=types.TextEdit(range_of(text, option.span), option.insert),
    )


def document_symbol(text: Text, symbol: Symbol) -> types.DocumentSymbol:
    """Return an entry of the outline."""
    whole, name = range_at(text, symbol.place), range_at(text, symbol.start)
    if not (whole.start <= name.start and name.end <= whole.end):
        name = types.Range(whole.start, whole.start)
    is_section = bool(symbol.children) or not symbol.detail
    kind = types.SymbolKind.Namespace if is_section else types.SymbolKind.Object
    return types.DocumentSymbol(
        name=symbol.name or "(no name)",
        detail=symbol.detail or None,
        kind=kind,
        range=whole,
        selection_range=name,
        children=[document_symbol(text, child) for child in symbol.children],
    )
