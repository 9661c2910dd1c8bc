"""The formats of briefings, each in its own module, and the module that writes files to disk."""
