"""Benchmarks that compare briefing with common tools. `python -m benchmarks` prints them."""
