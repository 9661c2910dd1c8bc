"""Deliver finished digests. Functions return results for the command line to print."""
