"""A case: the reader and the checks of its tables, and the `Timeline` that they load into."""
