from . import findings as findings
