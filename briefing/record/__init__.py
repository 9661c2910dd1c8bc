"""The record: its model, vague dates, YAML parsing, positions in files, and the rules."""
