"""The chart of totals and of the words in which they are printed: its layout, and the form."""
