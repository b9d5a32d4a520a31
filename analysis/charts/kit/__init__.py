"""The common parts of the forms: style, marks, rows of tables, legend, and the `Chart` itself."""
