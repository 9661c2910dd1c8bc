"""One module for each format of tables, each with a function `read(content, name)`."""
