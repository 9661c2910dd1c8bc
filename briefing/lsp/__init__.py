"""The language server: answers editors about the events files that are open in them."""
