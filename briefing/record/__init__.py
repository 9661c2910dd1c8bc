"""The record: its model, vague dates, reading of YAML, positions in files, and the rules."""
