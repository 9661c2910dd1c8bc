"""Quotes in the text of kept copies."""
