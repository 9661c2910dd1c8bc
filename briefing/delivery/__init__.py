"""What happens to a digest after it is made. It returns results; the command line prints them."""
