"""The parts of a document that is a zip file of XML, with limits on their size."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from zipfile import BadZipFile, ZipFile

from briefing.evidence.kinds import SAVE_AGAIN, SAVE_LESS, NotReadable

_LARGEST_PART = 100_000_000
"""The maximum size of an unpacked part, in bytes."""
DAMAGED = NotReadable("it is damaged or incomplete", SAVE_AGAIN)


def name_of(element: Any) -> str:
    """Return the name of an XML element, without its namespace."""
    return _local_name(element.tag)


@lru_cache(maxsize=1024)
def _local_name(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def xml_of(content: bytes) -> Any:
    """Return the root element of an XML file from a word processor or a spreadsheet.

    Raises:
        NotReadable: it is damaged or has entities.
    """
    from lxml import etree

    # Without huge_tree, libxml2 also limits the depth of the tree and the length of its texts.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise DAMAGED from None
    if root.getroottree().docinfo.doctype:
        raise NotReadable(
            "it declares XML entities, which are not allowed in this kind of document",
            "Save it again with Word or LibreOffice",
        )
    return root


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part of an Office document to another part, or to an address outside."""

    id: str
    type: str
    """The last word of its type, such as "footnotes"."""
    target: str
    is_external: bool


class Parts:
    """The parts of a zipped document, by name."""

    def __init__(self, content: bytes, save_less: str = SAVE_LESS) -> None:
        """Open the document. If it is too large, `save_less` is the hint.

        Raises:
            NotReadable: it is damaged.
        """
        self._save_less = save_less
        try:
            self._zip = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, OSError):
            raise DAMAGED from None
        # Some programs separate folders with backslashes.
        self._names = {name.replace("\\", "/"): name for name in self._zip.namelist()}
        self.names = frozenset(self._names)

    def xml(self, name: str) -> Any:
        """Return the root element of a part.

        Raises:
            NotReadable: the part is missing, damaged or too large, or has a password or entities.
        """
        return xml_of(self._read(name))

    def _read(self, name: str) -> bytes:
        """Return a part. The size that it declares may be false."""
        from zlib import error as ZlibError

        try:
            with self._zip.open(self._names[name]) as part:
                content = part.read(_LARGEST_PART + 1)
        except RuntimeError:
            raise NotReadable("it has a password", "Save it without one") from None
        except (KeyError, BadZipFile, NotImplementedError, EOFError, OSError, ZlibError):
            raise DAMAGED from None
        if len(content) > _LARGEST_PART:
            reason = f"its text is larger than {_LARGEST_PART // 1_000_000} MB when unpacked"
            raise NotReadable(reason, self._save_less)
        return content

    def relations(self, name: str) -> list[Relation]:
        """Return the relations of the part `name` of an Office document, or of the document, "".

        Raises:
            NotReadable: the list of relations is damaged or too large.
        """
        folder, _, file = name.rpartition("/")
        part = join(folder, "_rels", f"{file}.rels")
        relations = []
        for each in self.xml(part) if part in self.names else ():
            target, is_external = each.get("Target", ""), each.get("TargetMode") == "External"
            if not is_external:
                target = normpath(join("/", folder, target)).lstrip("/")
            if is_external or target in self.names:
                type = each.get("Type", "").rpartition("/")[2]
                relations.append(Relation(each.get("Id", ""), type, target, is_external))
        return relations

    @property
    def main(self) -> str:
        """The name of the main part of an Office document, or "" if it has none."""
        return next(iter(self.related("", "officeDocument")), "")

    def related(self, name: str, type: str) -> list[str]:
        """Return the names of the parts that have this type of relation to the part `name`."""
        return [
            relation.target
            for relation in self.relations(name)
            if relation.type == type and not relation.is_external
        ]
