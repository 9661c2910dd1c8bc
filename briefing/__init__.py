"""briefing: checks a single record of public policy events and turns it into briefings."""

__version__ = "0.1.0"
