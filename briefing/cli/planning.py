"""Find out, without making a briefing, whether a build has been done before."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.cli.building import BuildRequest, Chosen, Clock, print_messages
from briefing.cli.built import print_documents
from briefing.cli.rendering import RenderOptions, contents_of, print_end, write_files

if TYPE_CHECKING:
    from briefing.output.plan import Plan


def plan_key(
    request: BuildRequest, clock: Clock, chosen: Chosen, options: Mapping[str, object]
) -> str:
    """Return a hash of everything that decides the documents of a build.

    This is the bytes of all files that have been read, such as tables of areas, the options, the
    day, the embargoes that have ended, and everything that is installed.
    """
    from briefing.output.canonical import digest_of
    from briefing.output.fingerprint import fingerprint, zone_data
    from briefing.record.audiences import instant

    record = request.record
    embargoes = {item.embargo for *_, item in record.restricted if item.embargo}
    held = {embargo for embargo in embargoes if instant(embargo, record.timezone) > clock.moment}
    return digest_of(
        (
            "plan",
            fingerprint(),
            zone_data(record.timezone),
            [(file.name, file.content) for file in request.files],
            {**record.brand_files},
            {**record.pictures},
            [table.content for table in record.tables],
            request.template_files and request.template_files.files,
            [*request.editions],
            [*request.readers],
            chosen,
            {**options},
            (clock.day, clock.limit),
            held,
        )
    )


def write_unchanged(options: RenderOptions) -> bool:
    """Write the documents of a build that has been done before. Return False if it has not.

    Files that are already in the folder are left as they are.

    Raises:
        CommandFailed: they cannot be written.
    """
    from briefing.output.plan import plan_from

    cache, key = options.cache, options.plan_key
    stored = cache.read(key) if cache and key else None
    if cache is None or stored is None:
        return False
    plan = plan_from(stored)
    listed = {}
    if options.has_ledger:
        from briefing.output.ledger import NAME, ledger

        listed = {NAME: ledger(plan.documents, (), {})}
    contents: dict[str, bytes] = {}
    if _are_in(options.out, plan):
        for document in plan.documents.values():
            cache.touch(document.key)
    else:
        from briefing.output.making import kept

        documents = kept({name: each.key for name, each in plan.documents.items()}, cache)
        if documents.keys() != plan.documents.keys():
            return False
        contents = contents_of(documents)
    if contents or listed or options.website:
        write_files({**contents, **listed}, plan.documents, options)
    print_messages(plan.messages)
    if not options.website:
        print_documents(plan.documents, options.out)
    print_end(options, 0, len(plan.documents))
    return True


def _are_in(out: Path, plan: "Plan") -> bool:
    """Whether all files of a plan are in the folder `out`."""
    from briefing.output.writing import has_file

    return all(
        has_file(out / name, digest)
        for document in plan.documents.values()
        for name, digest in document.files.items()
    )
