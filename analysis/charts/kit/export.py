"""How charts are handed out: for a screen, or for print too. Light: it is read early."""

EXPORT = "CONTESTED_EXPORT"
"""Set in the environment of kernels, charts also hand out their SVG, and a PNG of so many dots an
inch."""
DPI, PRINT = 100, 200
"""Dots an inch, for a screen and for print."""
