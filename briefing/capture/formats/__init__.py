"""One module for each format of tables, each with a function `read(content, name)`."""

SAVE_PART = "Save only the table that you need, for example as a CSV file"
"""The hint for files that are too large."""
SAVE_AS_TABLE = (
    "Save its table as a spreadsheet (xlsx, ods), a CSV file or a Word document (docx), and import "
    "that"
)
"""The hint for files without a readable table."""
