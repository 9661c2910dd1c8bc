"""The record: its model, vague dates, the reading of YAML, positions in files, and the rules."""
