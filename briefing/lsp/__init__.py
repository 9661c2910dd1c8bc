"""The language server: answers to editors about the events files that are open in them."""
