"""Delivery of finished digests. Functions return results, and the command line prints them."""
