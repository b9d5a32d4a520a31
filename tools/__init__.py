"""Tools that make again what is committed beside the code."""
