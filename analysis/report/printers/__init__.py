"""One document, three printers: a format is a file here and a line in the registry."""
