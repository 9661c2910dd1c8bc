"""Pure functions that work out the content of a briefing from a record, an edition and a day."""
