"""Every module has a test file of its name, or is listed here with the file that tests it."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "briefing"

TESTED_IN = {
    "__main__.py": "cli/test_front_door.py",
    "english.py": "cli/test_check.py",
    "printable.py": "cli/test_console.py",
    "charsets.py": "evidence/extracting/test_html.py",
    "delimited.py": "capture/formats/test_delimited.py",
    "cli/versions.py": "cli/test_history.py",
    "output/marks.py": "cli/test_redlining.py",
    "output/policy.py": "output/test_typefaces.py",
    # record
    "record/ambiguous_dates.py": "record/test_english_dates.py",
    "record/decisions.py": "edition/test_reversals.py",
    "record/columns.py": "edition/test_columns.py",
    "record/comments.py": "record/test_formatting.py",
    "record/layout.py": "cli/test_fmt.py",
    "record/prose.py": "record/test_formatting.py",
    "record/additions.py": "record/test_editing.py",
    "record/edit_groups.py": "record/test_editing.py",
    "record/edits.py": "record/test_editing.py",
    "record/entry_lines.py": "record/test_editing.py",
    "record/removals.py": "record/test_editing.py",
    "record/replacements.py": "record/test_editing.py",
    "record/styles.py": "record/test_editing.py",
    "record/syntax.py": "record/test_editing.py",
    "record/fields.py": "record/test_model.py",
    "record/items.py": "record/test_references.py",
    "record/markdown.py": "output/test_commonmark.py",
    "record/meanings.py": "record/test_english_dates.py",
    "record/occurrence.py": "edition/test_as_of.py",
    "record/parts.py": "record/test_loading.py",
    "record/piecewise.py": "record/test_pieces.py",
    "record/placeholders.py": "record/test_misread.py",
    "output/proof_report.py": "cli/test_prove.py",
    "capture/adding.py": "cli/test_add.py",
    "capture/known_words.py": "cli/test_asking.py",
    "record/expected.py": "lsp/test_server.py",
    "cli/entries.py": "cli/test_add.py",
    "cli/shells.py": "cli/test_completing.py",
    "cli/text_diff.py": "cli/test_rename.py",
    "record/renamed_files.py": "cli/test_rename.py",
    "cli/event_options.py": "cli/test_add.py",
    "cli/from_document.py": "cli/test_taking.py",
    "cli/previewing.py": "cli/test_asking.py",
    "cli/prompting.py": "cli/test_asking.py",
    "cli/confirming.py": "cli/test_prove.py",
    "cli/proofs.py": "cli/test_prove.py",
    "record/record.py": "record/test_references.py",
    "record/schema.py": "record/test_model.py",
    "record/spelling.py": "record/test_loading.py",
    "record/templates.py": "cli/test_kinds_of_briefing.py",
    "record/validators.py": "record/test_model.py",
    # The examples in the docstring of each rule are tested, and every rule has files in the corpus.
    "record/rules/": "record/test_rules.py",
    "record/rules/faults.py": "record/test_misread.py",
    "record/rules/fields.py": "record/test_misread.py",
    "record/rules/misread.py": "record/test_misread.py",
    "record/rules/pairs.py": "record/test_misread.py",
    "record/rules/parser_errors.py": "record/test_loading.py",
    "record/rules/shape.py": "record/test_shape.py",
    "record/rules/suggestions.py": "record/test_suggestions.py",
    "record/rules/wording.py": "record/test_misread.py",
    "record/rules/yaml_repair.py": "record/test_yaml_repair.py",
    "record/rules/yaml_syntax.py": "record/test_yaml_syntax.py",
    # capture
    "capture/citing.py": "capture/test_importing.py",
    "capture/isolating.py": "capture/test_hostile.py",
    "capture/date_texts.py": "capture/test_dates.py",
    "capture/figures.py": "capture/test_documents.py",
    "capture/found_figure.py": "capture/test_documents.py",
    "capture/counting.py": "capture/test_labels.py",
    "capture/pointers.py": "capture/test_antecedents.py",
    "capture/definite_nouns.py": "capture/test_antecedents.py",
    "capture/respectively.py": "capture/test_antecedents.py",
    "capture/additions.py": "capture/test_antecedents.py",
    "capture/complete_labels.py": "capture/test_labels.py",
    "capture/earlier.py": "capture/test_quantities.py",
    "capture/explanations.py": "capture/test_labels.py",
    "capture/measures.py": "capture/test_quantities.py",
    "capture/speeches.py": "capture/test_antecedents.py",
    "capture/telling_apart.py": "capture/test_labels.py",
    "capture/clauses.py": "capture/test_labels.py",
    "capture/verbs.py": "capture/test_labels.py",
    "capture/mentions.py": "capture/test_documents.py",
    "capture/names.py": "capture/test_documents.py",
    "capture/row_dates.py": "capture/test_dates.py",
    "capture/rows.py": "capture/test_importing.py",
    "capture/sentences.py": "capture/test_documents.py",
    "capture/speakers.py": "capture/test_documents.py",
    "capture/subjects.py": "capture/test_documents.py",
    "capture/amount_texts.py": "capture/test_documents.py",
    "capture/samples.py": "capture/test_documents.py",
    "capture/document_kinds.py": "capture/test_drafting.py",
    "capture/drafts.py": "capture/test_importing.py",
    "capture/event_kinds.py": "capture/test_importing.py",
    "capture/existing.py": "capture/test_importing.py",
    "capture/headings.py": "capture/test_columns.py",
    "capture/matching_actors.py": "capture/test_drafting.py",
    "capture/people.py": "capture/test_importing.py",
    "capture/plain_release.py": "capture/test_document.py",
    "capture/properties.py": "capture/test_document.py",
    "capture/texts.py": "capture/test_importing.py",
    "capture/web_page.py": "capture/test_document.py",
    "capture/written_dates.py": "capture/test_drafting.py",
    # edition
    "edition/actor_record.py": "cli/test_show.py",
    "edition/area_record.py": "cli/test_show.py",
    "edition/brand.py": "cli/test_brand.py",
    "edition/chart/": "edition/chart/test_chart.py",
    "edition/chart/description.py": "edition/chart/test_sample.py",
    "edition/digest_model.py": "edition/test_digest.py",
    "edition/editions.py": "edition/test_briefing.py",
    "edition/entries.py": "edition/test_briefing.py",
    "edition/entry.py": "edition/test_briefing.py",
    "edition/stages.py": "edition/test_briefing.py",
    "edition/flatten.py": "edition/test_changes.py",
    "edition/keeping.py": "output/test_paper.py",
    "edition/key_figures.py": "edition/test_areas.py",
    "edition/matching.py": "edition/test_changes.py",
    "edition/page_estimate.py": "edition/test_sheet.py",
    "edition/proved.py": "cli/test_proved.py",
    "edition/parts.py": "cli/test_parts.py",
    "edition/redline.py": "cli/test_redlining.py",
    "edition/redline_gone.py": "cli/test_redlining.py",
    "edition/redline_matches.py": "cli/test_redlining.py",
    "edition/redline_model.py": "cli/test_redlining.py",
    "edition/versions.py": "cli/test_redlining.py",
    "edition/replacing.py": "cli/test_redlining.py",
    "edition/registers.py": "edition/test_statuses.py",
    "edition/series.py": "edition/test_trends.py",
    "edition/sheet_units.py": "edition/test_sheet.py",
    "edition/site.py": "cli/test_publish.py",
    "edition/site_homes.py": "cli/test_publish.py",
    "edition/site_languages.py": "cli/test_publish.py",
    "edition/kind_names.py": "cli/test_kinds_of_briefing.py",
    "edition/tables.py": "cli/test_list.py",
    "edition/typesetting.py": "test_typography.py",
    # evidence
    "evidence/addresses.py": "cli/test_keep.py",
    "evidence/compression.py": "evidence/test_fetching.py",
    "evidence/fetch_failures.py": "evidence/test_fetching.py",
    "evidence/keeping.py": "cli/test_keep.py",
    "evidence/pages.py": "cli/test_keep.py",
    "evidence/reading_dates.py": "cli/test_keep.py",
    "evidence/watch_state.py": "cli/test_watch.py",
    "evidence/saving_copies.py": "cli/test_taking.py",
    "evidence/watching.py": "cli/test_watch.py",
    "evidence/text.py": "evidence/test_quotes.py",
    "evidence/kinds.py": "evidence/extracting/test_extracting.py",
    "evidence/extracting/zipped.py": "evidence/extracting/test_hostile.py",
    "evidence/extracting/": "evidence/extracting/test_extracting.py",
    "evidence/amount.py": "evidence/test_numbers.py",
    "evidence/false_numbers.py": "evidence/test_numbers.py",
    "evidence/key_words.py": "evidence/test_figures.py",
    "evidence/limits.py": "evidence/test_numbers.py",
    "evidence/number_words.py": "evidence/test_numbers.py",
    "evidence/places.py": "evidence/test_figures.py",
    "evidence/ratios.py": "evidence/test_numbers.py",
    "evidence/wanted.py": "evidence/test_numbers.py",
    "evidence/windows.py": "evidence/test_figures.py",
    # lsp
    "lsp/": "lsp/test_server.py",
    "record/renaming.py": "lsp/test_server.py",
    # capture
    "capture/formats/xls_styles.py": "capture/formats/test_xls.py",
    "capture/cell_maker.py": "capture/formats/test_xlsx.py",
    "capture/grid.py": "capture/formats/test_docx.py",
    "capture/table_names.py": "capture/formats/test_docx.py",
    "capture/sheets.py": "capture/formats/test_xlsx.py",
    # output
    "output/changes.py": "cli/test_diff.py",
    "output/chart.py": "cli/test_chart.py",
    "output/corrections_feed.py": "cli/test_publish.py",
    "output/document.py": "output/test_eml.py",
    "output/plan.py": "cli/test_cache.py",
    "output/making.py": "cli/test_cache.py",
    "output/finishing.py": "output/test_html.py",
    "output/folders.py": "output/test_templates.py",
    "output/footnotes.py": "output/test_markdown.py",
    "output/formats.py": "cli/test_formats.py",
    "output/identifiers.py": "edition/test_identities.py",
    "output/ooxml.py": "output/test_docx.py",
    "output/paging.py": "output/test_navigation.py",
    "output/plain_text.py": "output/test_commonmark.py",
    "output/embedding.py": "browser/test_embedding.py",
    "output/publishing.py": "cli/test_publish.py",
    "output/site_search.py": "browser/test_site.py",
    "output/site.py": "cli/test_publish.py",
    "output/reading_order.py": "output/test_tagging.py",
    "output/summaries.py": "output/test_commonmark.py",
    "output/table.py": "cli/test_list.py",
    "temporary.py": "test_workers.py",
    "output/terminal.py": "cli/test_show.py",
    "output/urls.py": "output/test_html.py",
    "output/xml.py": "output/test_atom.py",
    "output/kept_parts.py": "edition/test_kept_entries.py",
    # delivery
    "delivery/backlog.py": "cli/test_backlog.py",
    "delivery/days.py": "cli/test_digest.py",
    "delivery/collecting.py": "cli/test_mailbox.py",
    "delivery/imap.py": "cli/test_mailbox.py",
    "delivery/ledger_lines.py": "delivery/test_ledger.py",
    "delivery/lock.py": "cli/test_lock.py",
    "delivery/log.py": "cli/test_status.py",
    "delivery/notices.py": "cli/test_mailbox.py",
    "delivery/options.py": "cli/test_dry_run.py",
    "delivery/preview.py": "cli/test_dry_run.py",
    "cli/send_checks.py": "cli/test_sending.py",
    "delivery/recipients.py": "cli/test_send_run.py",
    "delivery/reports.py": "cli/test_send_run.py",
    "delivery/run.py": "cli/test_send_run.py",
    "delivery/status.py": "cli/test_status.py",
    # capture
    "capture/formats/briefing_json.py": "capture/formats/test_json_data.py",
    "capture/formats/cells.py": "capture/formats/test_feeds.py",
    # serve
    "serve/app.py": "serve/test_safety.py",
    "serve/events.py": "serve/test_live.py",
    "serve/form_answers.py": "serve/test_form_routes.py",
    "serve/form_importing.py": "serve/test_form_routes.py",
    "serve/form_desk.py": "serve/test_form_routes.py",
    "serve/form_fields.py": "serve/test_form_routes.py",
    "serve/form_overview.py": "serve/test_form_routes.py",
    "serve/form_proofs.py": "serve/test_form_routes.py",
    "serve/form_values.py": "serve/test_form_changes.py",
    "serve/page_elements.py": "serve/test_page_changes.py",
    "serve/pages.py": "serve/test_preview.py",
    "serve/printing.py": "serve/test_preview.py",
    "serve/server.py": "serve/test_safety.py",
    "serve/text_changes.py": "serve/test_page_changes.py",
    # cli
    "cli/__init__.py": "cli/test_front_door.py",
    "cli/build_options.py": "cli/test_build.py",
    "cli/building.py": "cli/test_build.py",
    "cli/built.py": "cli/test_build.py",
    "cli/planning.py": "cli/test_cache.py",
    "cli/corrections.py": "edition/test_corrections.py",
    "cli/digests.py": "cli/test_digest.py",
    "cli/errors.py": "cli/test_build.py",
    "cli/events.py": "cli/test_check.py",
    "cli/import_.py": "cli/test_import.py",
    "cli/importing.py": "cli/test_import.py",
    "cli/opening.py": "cli/test_as_of.py",
    "cli/periods.py": "cli/test_digest.py",
    "cli/progress.py": "cli/test_build.py",
    "cli/publishing.py": "cli/test_publish.py",
    "cli/rendering.py": "cli/test_build.py",
    "cli/report.py": "cli/test_check.py",
    "cli/send.py": "cli/test_sending.py",
    "cli/suggesting.py": "cli/test_show.py",
}
"""Test files, keyed by module, or by folder for all modules in it that are not listed."""


_DEFINITION = re.compile(r"^(?:async def|def|class) ", re.MULTILINE)


def modules() -> list[str]:
    """Return the modules that define functions or classes."""
    return [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name == "__main__.py" or _DEFINITION.search(path.read_text(encoding="utf-8"))
    ]


def own_file(module: str) -> Path:
    """Return the path of the test file named after a module."""
    path = Path(module)
    return TESTS / path.parent / f"test_{path.name}"


@pytest.mark.parametrize("module", modules())
def test_every_module_has_a_test_file(module: str) -> None:
    folder = f"{Path(module).parent.as_posix()}/"
    listed = TESTED_IN.get(module) or TESTED_IN.get(folder)
    message = f"write {own_file(module).relative_to(TESTS.parent)}, or list {module} here"
    assert own_file(module).exists() or (listed and (TESTS / listed).exists()), message


@pytest.mark.parametrize("listed", TESTED_IN)
def test_only_modules_without_a_file_of_their_own_are_listed(listed: str) -> None:
    assert (PACKAGE / listed).exists(), f"there is no {listed}"
    assert listed.endswith("/") or not own_file(listed).exists(), f"{listed} has its own file"
    assert (TESTS / TESTED_IN[listed]).exists(), f"there is no {TESTED_IN[listed]}"
