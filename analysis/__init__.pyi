from . import charts as charts
from .case.load import load as load
from .case.scope import Scope as Scope
from .case.timeline import Timeline as Timeline
from .charts.kit.chart import Chart as Chart
from .claims.claim import Claim as Claim
from .claims.compare import Verdict as Verdict
from .claims.compare import Word as Word
from .claims.compare import verdict as verdict
from .claims.dates import When as When
from .claims.quantity import Hedge as Hedge
from .claims.quantity import Quantity as Quantity
from .claims.sums import Derived as Derived
from .claims.sums import addable as addable
from .claims.sums import difference as difference
from .claims.sums import total as total
from .errors import Empty as Empty
from .errors import Invalid as Invalid
from .errors import Problem as Problem
from .notebooks.results import record as record
from .notebooks.results import results as results
from .words import findings as findings
from .words.listing import Listing as Listing
from .words.sentences import Sentence as Sentence
from .words.sentences import cite as cite
from .words.sentences import say as say

__version__: str
