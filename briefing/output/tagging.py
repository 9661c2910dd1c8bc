"""Add the parts of a tagged PDF that WeasyPrint leaves out, just before the file is written.

WeasyPrint tags the content of each page, box by box. PDF/UA-1 (ISO 14289-1) and screen readers need
more. Running heads and decoration are artifacts (7.1), a list item has a body (7.6), and a table of
contents is a TOC (ISO 32000-1, 14.8.4.2). A link has a description and is printed (7.18). A link, a
list or a section that continues on the next line or page remains a single element. Text in another
language than the document has its language (7.2).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefing.output.pdf_languages import LANGUAGE
from briefing.output.reading_order import in_reading_order

_PRINTED = 4
"""The flag of an annotation that is also printed (ISO 32000-1, table 165)."""
_NOT_JOINED = {"/Link", "/Table"}
"""Elements that cannot be joined: content on another page must name it, and headers repeat."""
_POINTS_OF_PIXEL = 0.75
_ARTIFACT = {"Type": "/Pagination"}
_Marks = Mapping[tuple[bytes, int], Any]
"""The properties of content that has a language, by page and content number."""


def prepare(document: Document) -> None:
    """Keep one link annotation for each link in `document` before the PDF is made.

    A link that contains emphasis would have several. Links without width have none, such as those
    to repeated pages in the index.
    """
    for page in document.pages:
        page.links = [
            link
            for link in page.links
            if link[3].element_tag.split(":")[0] == "a" and link[3].width > 0
        ]


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Complete the tags of a `pdf` that WeasyPrint has made from `document` but not yet written."""
    links = {}
    for page in document.pages:
        for *_, box in page.links:
            if box.link_annotation:
                _describe(box.link_annotation, box.element)
                links[box.link_annotation.number] = box.element
    tree = _Tree(pdf, links, _navigation_links(document))
    tree.join([list(_parts(page._page_box)) for page in document.pages])
    tree.tidy()
    read = tree.link_parents()
    tree.set_languages(read)
    tree.paint(read)


def _navigation_links(document: Document) -> set[Any]:
    """Return the HTML elements of the links in the page's nav elements."""
    page = document.pages[0]._page_box.children[0].element
    return {link for nav in page.iter("nav") for link in nav.iter("a")}


def _describe(annotation: pydyf.Dictionary, link: Any) -> None:
    """Make `annotation` printable, and describe it with the text of the `link`."""
    annotation["F"] = _PRINTED
    description = link.get("aria-label") or "".join(link.itertext())
    if description.strip():
        annotation["Contents"] = pydyf.String(" ".join(description.split()))


class _Tree:
    """The tree of tags: elements, whose children are elements, annotations and content numbers.

    Content numbers refer to the page of the element. `links` holds the HTML element of each
    annotation, by the number of the annotation's object. `navigation` holds the HTML elements of
    links in the navigation.
    """

    def __init__(self, pdf: pydyf.PDF, links: dict[int, Any], navigation: set[Any]) -> None:
        self._pdf = pdf
        self._links = links
        self._navigation = navigation
        self._pages = pdf.page_references
        root = self._at(pdf.catalog["StructTreeRoot"])
        self._document = self._at(root["K"][0])
        # The parents of content: for each page, a list by content number, and then the annotations.
        self._owners = self._at(root["ParentTree"])["Nums"]

    def _at(self, reference: bytes) -> Any:
        return self._pdf.objects[int(reference.split()[0])]

    def _kind(self, kid: Any) -> str | None:
        """Return the type of the element `kid`, or None if it is an annotation or content."""
        return self._at(kid).get("S") if isinstance(kid, bytes) else None

    def _add(self, kind: str, page: bytes, kids: Sequence[Any]) -> bytes:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": kind, "Pg": page})
        element["K"] = pydyf.Array(kids)
        self._pdf.add_object(element)
        reference: bytes = element.reference
        return reference

    def join(self, pages: Sequence[list[Any]]) -> None:
        """Merge the elements of any box that continues on the next page.

        `pages` are the outermost boxes of each page.
        """
        kids, self._document["K"] = self._document["K"], pydyf.Array()
        by_page = {
            page: list(group) for page, group in groupby(kids, lambda kid: self._at(kid)["Pg"])
        }
        before: list[Any] = []
        for page, after in zip(self._pages, pages, strict=True):
            self._append(self._document, by_page.get(page, []), before, after)
            before = after

    def _append(self, element: Any, kids: list[Any], before: list[Any], after: list[Any]) -> None:
        """Add `kids`, made from the boxes `after`, to `element`, made from the boxes `before`."""
        if kids and element["K"] and _continues(before, after):
            last, first = self._at(element["K"][-1]), self._at(kids[0])
            if last["S"] == first["S"] and last["S"] not in _NOT_JOINED:
                ends = [before[-1:], after[:1]]
                if not (last["S"] == "/LI" and _has_no_bullet(after[0])):
                    ends = [list(_parts(box)) for (box,) in ends]
                self._append(last, first["K"], *ends)
                kids = kids[1:]
        element["K"] += kids

    def tidy(self) -> None:
        """Remove meaningless elements, and move the others to the right place."""
        self._tidy(self._document)

    def _tidy(self, element: Any) -> None:
        kids, element["K"] = element["K"], pydyf.Array()
        if element["S"] == "/L" and all(self._kind(kid) == "/L" for kid in kids):
            # A list in columns has one kid for each column.
            kids = [*chain.from_iterable(self._at(kid)["K"] for kid in kids)]
        for kid in kids:
            if self._kind(kid):
                self._tidy(self._at(kid))
                if not _is_empty(self._at(kid)):
                    self._put(kid, element)
            else:
                element["K"].append(kid)
        if element["S"] == "/Figure":
            self._place(element)
        elif element["S"] == "/LI":
            self._add_body(element)
        elif element["S"] == "/L" and self._is_contents(element):
            self._make_contents(element)

    def _put(self, kid: bytes, element: Any) -> None:
        """Move the element `kid` from `element` to the right place."""
        child, kind = self._at(kid), self._kind(kid)
        last: Any = element["K"][-1] if element["K"] else None
        if kind == "/Link" and (link := self._link_before(child, element)):
            is_elsewhere = child["Pg"] != link["Pg"]
            link["K"] += [
                _content(child, part) if is_elsewhere and isinstance(part, int) else part
                for part in child["K"]
            ]
        elif kind == element["S"] == "/L" and self._kind(last) == "/LI":
            # A list that belongs to an item comes after it.
            body = self._at(self._at(last)["K"][-1])
            body["K"].append(kid)
        elif kind == "/LI" and element["S"] != "/L":
            element["K"].append(self._add("/L", child["Pg"], [kid]))
        else:
            if kind == "/Link" and not any(isinstance(part, int) for part in child["K"]):
                self._name(child)
            elif kind == element["S"] == "/P":
                child["S"] = "/NonStruct"
            element["K"].append(kid)

    def _link_before(self, link: Any, element: Any) -> Any:
        """Return the link that `link`, about to be added to `element`, continues, if any."""
        if element["S"] == "/Link":
            return element
        if element["K"] and self._kind(element["K"][-1]) == "/Link":
            last = self._at(element["K"][-1])
            return last if self._source(last) is self._source(link) else None
        return None

    def _source(self, link: Any) -> Any:
        """Return the HTML element from which `link` was made."""
        annotations = (self._at(kid) for kid in link["K"] if isinstance(kid, bytes))
        numbers = (
            int(annotation["Obj"].split()[0]) for annotation in annotations if "Obj" in annotation
        )
        return next((self._links[number] for number in numbers), link)

    def _name(self, link: Any) -> None:
        """Give a `link` without words, such as one on top of a picture, its name as its text."""
        if name := self._source(link).get("aria-label"):
            link["Alt"] = pydyf.String(name)

    def _place(self, figure: Any) -> None:
        """Convert the position of a `figure` to PDF units: points from the bottom of its page.

        WeasyPrint uses CSS units, but ISO 32000-1, 14.8.5.4.3, requires the default user space.
        """
        height = self._at(figure["Pg"])["MediaBox"][3]
        left, top, right, bottom = (_POINTS_OF_PIXEL * edge for edge in figure["A"]["BBox"])
        figure["A"]["BBox"] = pydyf.Array((left, height - bottom, right, height - top))

    def _add_body(self, item: Any) -> None:
        """Put everything in a list `item`, except its label, into a single body."""
        labels = [kid for kid in item["K"] if self._kind(kid) == "/Lbl"]
        others = [kid for kid in item["K"] if kid not in labels]
        if [self._kind(kid) for kid in others] != ["/LBody"]:
            bodies = (
                self._at(kid)["K"] if self._kind(kid) == "/LBody" else [kid] for kid in others
            )
            body = self._add("/LBody", item["Pg"], [*chain.from_iterable(bodies)])
            item["K"] = pydyf.Array([*labels, body])

    def _is_contents(self, of: Any) -> bool:
        """Whether the list `of` links is navigation, as defined by HTML's nav element."""
        links = [link for item in of["K"] for link in self._body(item)["K"]]
        return bool(links) and all(
            self._kind(link) == "/Link" and self._source(self._at(link)) in self._navigation
            for link in links
        )

    def _make_contents(self, of: Any) -> None:
        """Turn the list `of` links into a table of contents."""
        of["S"] = "/TOC"
        for entry in of["K"]:
            item, links = self._at(entry), self._body(entry)["K"]
            references = [self._add("/Reference", item["Pg"], [link]) for link in links]
            item["S"], item["K"] = "/TOCI", pydyf.Array(references)

    def _body(self, item: bytes) -> Any:
        """Return the body of a list `item`, which is its last child."""
        return self._at(self._at(item)["K"][-1])

    def link_parents(self) -> dict[bytes, dict[int, int]]:
        """Set the parents in the tree. Return each page's content numbers with their ranks."""
        read: dict[bytes, dict[int, int]] = {page: {} for page in self._pages}
        by_page = dict(zip(self._pages, self._owners[1::2], strict=False))
        reachable = {self._document.number}
        for parent, kid in self._walk(self._document):
            child = self._at(kid) if isinstance(kid, bytes) else kid
            if isinstance(child, int):
                child = _content(parent, child)
            if "MCID" in child:
                page, number = child["Pg"], child["MCID"]
                read[page][number] = len(read[page])
                by_page[page][number] = parent.reference
            elif "S" in child:
                child["P"] = parent.reference
                reachable.add(child.number)
            else:
                self._owners[2 * self._at(child["Obj"])["StructParent"] + 1] = parent.reference
        for item in self._pdf.objects:
            is_element = isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
            if is_element and item.number not in reachable:
                item.clear()
        return read

    def _walk(self, element: Any) -> Iterator[tuple[Any, Any]]:
        """Yield all descendants of `element` in reading order, each after its parent."""
        for kid in element["K"]:
            yield element, kid
            if self._kind(kid):
                yield from self._walk(self._at(kid))

    def set_languages(self, pages: Iterable[bytes]) -> None:
        """Give each element its language, if all its content is in another than the document's.

        An element with content in several languages leaves it to its parts.
        """
        marks = {
            (page, mark["MCID"]): mark
            for page in pages
            for mark in self._at(self._at(page)["Contents"]).stream
            if isinstance(mark, pydyf.Dictionary) and LANGUAGE in mark
        }
        if marks:
            self._set_language(self._document, self._languages(self._document, marks))

    def _languages(self, element: Any, marks: _Marks) -> dict[int, set[str]]:
        """Return the languages of all content in `element` and each element in it, by number.

        The language of the document is "".
        """
        found: dict[int, set[str]] = {}
        own: set[str] = set()
        for kid in element["K"]:
            child = self._at(kid) if isinstance(kid, bytes) else kid
            if isinstance(child, int):
                child = _content(element, child)
            if "MCID" in child:
                mark = marks.get((child["Pg"], child["MCID"]))
                own.add(mark[LANGUAGE].string if mark else "")
            elif "S" in child:
                found |= self._languages(child, marks)
                own |= found[child.number]
        return found | {element.number: own}

    def _set_language(self, element: Any, languages: Mapping[int, set[str]]) -> None:
        own = languages[element.number]
        if len(own) == 1:
            (language,) = own
            if language:
                element[LANGUAGE] = pydyf.String(language)
            return
        for kid in element["K"]:
            if self._kind(kid):
                self._set_language(self._at(kid), languages)

    def paint(self, read: dict[bytes, dict[int, int]]) -> None:
        """Paint each page's content in the order it is `read`. Everything else is an artifact."""
        for (page, ranks), owners in zip(read.items(), self._owners[1::2], strict=False):
            content = self._at(self._at(page)["Contents"])
            for place, mark in enumerate(content.stream):
                if isinstance(mark, pydyf.Dictionary) and mark["MCID"] not in ranks:
                    owners[mark["MCID"]] = "null"
                    content.stream[place - 1 : place + 1] = "/Artifact", pydyf.Dictionary(_ARTIFACT)
            content.stream = in_reading_order(content.stream, ranks)


def _is_empty(element: Any) -> bool:
    is_decoration = element["S"] == "/Figure" and "Alt" not in element
    return is_decoration or not (element["K"] or element["S"] in ("/TD", "/TH"))


def _content(element: Any, number: int) -> pydyf.Dictionary:
    """Return a reference to the content with that `number` on the page of `element`."""
    return pydyf.Dictionary({"Type": "/MCR", "Pg": element["Pg"], "MCID": number})


def _parts(box: Any) -> Iterator[Any]:
    """Yield the boxes in `box` from which WeasyPrint makes elements, in order."""
    for child in box.children:
        part = child._box if isinstance(child, AbsolutePlaceholder) else child
        if isinstance(part, boxes.MarginBox):
            continue
        if isinstance(part, boxes.LineBox):
            yield from part.children
        elif part.element_tag in ("html", "body"):
            yield from _parts(part)
        else:
            yield part


def _continues(before: list[Any], after: list[Any]) -> bool:
    """Whether the first of the boxes `after` continues the last of the boxes `before`."""
    if not before or not after or not isinstance(after[0], boxes.BlockLevelBox):
        return False
    last, first = before[-1], after[0]
    return first.element is last.element and first.element_tag == last.element_tag


def _has_no_bullet(box: Any) -> bool:
    """Whether `box` is an item whose element is wrapped in another one just for the item."""
    is_bulleted = "list-item" in box.style["display"] and box.style["list_style_type"] != "none"
    return box.element_tag in ("dt", "dd") or (box.element_tag == "li" and not is_bulleted)
