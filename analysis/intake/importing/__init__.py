"""A table that somebody else keeps, brought into a case of its own by a mapping of its columns."""
