"""The output formats, one module each, and the module that writes files to disk."""
