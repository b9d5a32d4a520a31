"""The model of a claim: its hedged quantity, days and origin, and how claims compare and add up.

Nothing here reads a file: rows come from `analysis.case`.
"""
