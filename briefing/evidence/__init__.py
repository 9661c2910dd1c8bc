"""Proof that the quotes and figures of a record are in the kept copies of its sources."""
