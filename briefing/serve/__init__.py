"""A page in the browser that shows the briefings while the record is edited."""
