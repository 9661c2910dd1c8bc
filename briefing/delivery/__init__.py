"""Delivery of a digest after it is made. Functions return results; the command line prints them."""
