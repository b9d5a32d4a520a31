"""Executed notebooks to one report: HTML, PDF, Word, tables, numbers, manifest."""
