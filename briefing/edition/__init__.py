"""The content of briefings, worked out by pure functions of a record, an edition and a day."""
