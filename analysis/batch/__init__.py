"""Batches: the runs of a sweep, each whole or absent, and their results in one table."""
