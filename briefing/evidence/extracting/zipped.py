"""The parts of a document that is a zip file of XML, with limits on their size."""

from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from briefing.evidence.kinds import SAVE_AGAIN, SAVE_LESS, NotReadable

_LARGEST_PART = 100_000_000
"""The maximum size of an unpacked part, in bytes."""
DAMAGED = NotReadable("it is damaged or incomplete", SAVE_AGAIN)


def name_of(element: Any) -> str:
    """Return the name of an XML element, without its namespace."""
    return str(element.tag).rpartition("}")[2]


class Parts:
    """The parts of a zipped document, by name."""

    def __init__(self, content: bytes) -> None:
        """Open the document.

        Raises:
            NotReadable: it is damaged.
        """
        try:
            self._zip = ZipFile(BytesIO(content))
        except (BadZipFile, ValueError, OSError):
            raise DAMAGED from None
        self.names = frozenset(self._zip.namelist())

    def xml(self, name: str) -> Any:
        """Return the root element of a part.

        Raises:
            NotReadable: the part is missing, damaged or too large, or has a password or entities.
        """
        from lxml import etree

        # Without huge_tree, libxml2 also limits the depth of the tree and the length of its texts.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(self._read(name), parser)
        except etree.XMLSyntaxError:
            raise DAMAGED from None
        if root.getroottree().docinfo.doctype:
            raise NotReadable(
                "it declares XML entities, which are not allowed in this kind of document",
                "Save it again with Word or LibreOffice",
            )
        return root

    def _read(self, name: str) -> bytes:
        """Return a part. The size that it declares may be false."""
        from zlib import error as ZlibError

        try:
            with self._zip.open(name) as part:
                content = part.read(_LARGEST_PART + 1)
        except RuntimeError:
            raise NotReadable("it has a password", "Save it without one") from None
        except (KeyError, BadZipFile, NotImplementedError, EOFError, OSError, ZlibError):
            raise DAMAGED from None
        if len(content) > _LARGEST_PART:
            reason = f"its text is larger than {_LARGEST_PART // 1_000_000} MB when unpacked"
            raise NotReadable(reason, SAVE_LESS)
        return content
