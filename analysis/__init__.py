"""Numbers that are claimed, not counted: load a case, narrow it, compare, chart, say and cite.

The public names stand in `__init__.pyi`; each is loaded when it is first used, so that the command
line starts at once.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
