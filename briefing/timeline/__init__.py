"""What the curator wrote: the model, vague dates, reading YAML, positions, the rules."""
