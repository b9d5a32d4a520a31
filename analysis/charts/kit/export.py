"""The setting that makes charts in a kernel output their SVG and table for a report.

It imports nothing: processes that start kernels read it, and must not load matplotlib.
"""

from enum import StrEnum

EXPORT = "CONTESTED_EXPORT"
"""The variable of a kernel's environment that holds an `Export`; where it is not set, a chart hands
out its picture for a screen alone."""
DPI, PRINT = 100, 200
"""Dots an inch, for a screen and for print."""


class Export(StrEnum):
    """What a chart hands out with its SVG: a PNG for a screen, for print, or none to speak of."""

    SCREEN = "screen"
    PRINT = "print"
    DRAWING = "drawing"

    @property
    def dpi(self) -> int:
        """Dots an inch of the PNG that comes with the drawing.

        Jupyter wants a picture with every chart. Where only the drawing is read it has one dot an
        inch, since to draw the dots would take longer than all the rest.
        """
        return {Export.SCREEN: DPI, Export.PRINT: PRINT, Export.DRAWING: 1}[self]
