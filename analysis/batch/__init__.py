"""Batches: a sweep of runs, each whole or absent, done once, gathered into one table."""
