"""Capture: draft events from the tables, pages and documents that people already have."""
