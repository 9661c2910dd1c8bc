"""briefing: one curated record of public policy events, checked and turned into briefings."""

__version__ = "0.1.0"
