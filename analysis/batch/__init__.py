"""Batches: every run of a sweep whole or absent, made once, and gathered in one table."""
