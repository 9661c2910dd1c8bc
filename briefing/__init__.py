"""briefing: checks one record of public policy events, and turns it into briefings."""

__version__ = "0.1.0"
