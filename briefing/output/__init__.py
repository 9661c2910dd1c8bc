"""The formats of briefings, each in its own module, and one module that writes files to disk."""
