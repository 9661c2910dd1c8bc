"""One file a format, each a briefing in and bytes out; and one place that writes to disk."""
