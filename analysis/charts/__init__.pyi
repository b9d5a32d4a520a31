from .alongside import alongside as alongside
from .claimed_and_counted import claimed_and_counted as claimed_and_counted
from .claims_and_origins import claims_and_origins as claims_and_origins
from .comparison_table import comparison_table as comparison_table
from .dumbbell import dumbbell as dumbbell
from .evidence_by_day import evidence_by_day as evidence_by_day
from .hedge_matrix import hedge_matrix as hedge_matrix
from .intervals import intervals as intervals
from .maps.locator import locator as locator
from .maps.strip import strip as strip
from .run_panels import run_panels as run_panels
from .said_and_about import said_and_about as said_and_about
from .steps import steps as steps
from .sums_by_period import sums_by_period as sums_by_period
from .swimlanes import swimlanes as swimlanes
from .tree import tree as tree
from .waffle import waffle as waffle
from .wordings.totals_and_wordings import totals_and_wordings as totals_and_wordings

FORMS: tuple[str, ...]
