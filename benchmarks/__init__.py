"""How fast briefing is, beside tools that everybody has. `python -m benchmarks` prints it."""
