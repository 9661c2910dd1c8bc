"""Capture: from the tables, pages and documents that people have to drafts of events."""
