"""Claims in words: names and days, sentences that name their claims, citations, findings."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
