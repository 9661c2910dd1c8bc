"""The brand of an edition: its publisher's name and contact, logo, colour, typefaces and CSS."""

from base64 import b64encode
from dataclasses import dataclass

from briefing.record import colours, logos, model
from briefing.record.model import Edition
from briefing.record.record import Record
from briefing.record.typefaces import Face, Typeface, read_face, typeface_of


@dataclass(frozen=True, slots=True)
class Logo:
    """An SVG or PNG picture to embed in a page."""

    content: bytes
    """The file's contents."""

    @property
    def type(self) -> str:
        """The media type."""
        return {"svg": "image/svg+xml", "png": "image/png"}[logos.image_type(self.content)]

    @property
    def address(self) -> str:
        """The picture as a `data:` URL (RFC 2397)."""
        return f"data:{self.type};base64,{b64encode(self.content).decode()}"


@dataclass(frozen=True, slots=True)
class Brand:
    """The name and visual identity of a briefing."""

    name: str
    """The name, or an empty string."""
    logo: Logo | None
    """The logo."""
    accent: str
    """The accent colour for a light background, or an empty string."""
    accent_in_the_dark: str
    """The same hue for a dark background, or an empty string."""
    text_typeface: Typeface | None
    """The typeface for text, if the brand has one of its own."""
    headings_typeface: Typeface | None
    """The typeface for headings, if it differs from the one for text."""
    style: str
    """The brand's own CSS, or an empty string."""
    contact: str
    """Contact details, or an empty string."""
    closing: str
    """The closing line, or an empty string."""
    logo_in_the_dark: Logo | None = None
    """The variant of the logo for a dark background."""


def in_no_language(contact: str) -> str:
    """Return contact details. An address is not marked as being in another language.

    The marks would be a part of the link to it.
    """
    return str(contact) if len(contact.split()) == 1 else contact


def brand_of(record: Record, edition: Edition) -> Brand:
    """Return the brand of `edition`, falling back to the record's brand, then to the publisher."""
    name, contact = record.publisher_of(edition)
    own, general = edition.brand or model.Brand(), record.brand or model.Brand()
    accent = own.accent or general.accent or ""
    brands = [(edition.where.file, own)] if edition.brand else []
    brands += [(record.where["brand"].file, general)] if record.brand else []

    def content(file: str, name: str) -> bytes | None:
        held = record.brand_files.get((file, name))
        return held if isinstance(held, bytes) else None

    # The variant belongs to the logo, so both come from the same brand.
    logos = [(file, brand.logo, brand.logo_dark) for file, brand in brands if brand.logo]
    logo = content(logos[0][0], logos[0][1]) if logos else None
    dark = content(logos[0][0], logos[0][2]) if logos and logos[0][2] else None
    style = next((content(file, brand.style) for file, brand in brands if brand.style), None)
    fonts = [(file, brand.typefaces) for file, brand in brands if brand.typefaces]

    def faces(names: tuple[str, ...]) -> list[Face]:
        contents = filter(None, (content(fonts[0][0], name) for name in names))
        return [face for face in map(read_face, contents) if isinstance(face, Face)]

    text = faces(fonts[0][1].text) if fonts else []
    headings = faces(fonts[0][1].headings) if fonts else []
    return Brand(
        name=name,
        logo=Logo(logo) if logo else None,
        logo_in_the_dark=Logo(dark) if logo and dark else None,
        accent=accent,
        accent_in_the_dark=accent and colours.on_dark(accent),
        text_typeface=typeface_of(text) if text else None,
        headings_typeface=typeface_of(headings, is_for_headings=True) if headings else None,
        style=style.decode("utf-8-sig", "replace") if style else "",
        contact=in_no_language(contact),
        closing=own.closing or general.closing or "",
    )
