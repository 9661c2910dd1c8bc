"""The brand of an edition: its publisher's name, logo, colour and contact."""

from base64 import b64encode
from dataclasses import dataclass

from briefing.record import colours, logos, model
from briefing.record.model import Edition
from briefing.record.record import Record

_READABLE_IN_THE_DARK = 7
"""A contrast ratio: the enhanced level, for reading a screen at night (WCAG 2.2, 1.4.6)."""


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
    contact: str
    """Contact details, or an empty string."""
    closing: str
    """The closing line, or an empty string."""


def brand_of(record: Record, edition: Edition) -> Brand:
    """Return the brand of `edition`, falling back to the record's brand, then to the publisher."""
    name, contact = record.publisher_of(edition)
    own, general = edition.brand or model.Brand(), record.brand or model.Brand()
    accent = own.accent or general.accent or ""
    named = [(edition.where.file, own.logo)] if own.logo else []
    named += [(record.where["brand"].file, general.logo)] if general.logo else []
    logo = record.logos.get(named[0]) if named else None
    return Brand(
        name=name,
        logo=Logo(logo) if isinstance(logo, bytes) else None,
        accent=accent,
        accent_in_the_dark=accent and colours.nearest(accent, colours.DARK, _READABLE_IN_THE_DARK),
        contact=contact,
        closing=own.closing or general.closing or "",
    )
