"""Wording that sentences share: articles, singulars, who speaks, and the article examined.

Labels of charts, which have less room, are worded by `names_and_days`.
"""

from __future__ import annotations

import re

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.claims.dates import When, when
from analysis.words.names_and_days import actor_name, day_words, listed

INSTITUTIONS = frozenset(
    [
        *("administration", "agency", "army", "authority", "coalition", "coastguard", "command"),
        *("commission", "committee", "council", "department", "directorate", "federation"),
        *("forces", "government", "institute", "ministry", "observatory", "organisation"),
        *("organization", "parliament", "police", "union"),
    ]
)
"""Nouns by which an institution is known, whose name has the definite article before it."""
NEWSPAPERS = frozenset(
    [
        *("chronicle", "gazette", "guardian", "herald", "journal", "mirror", "post", "star"),
        *("sun", "times"),
    ]
)
"""Last words of the names of newspapers that have the definite article before them."""
PERSONS = frozenset(
    ["commander", "lawyer", "member", "official", "resident", "source", "spokesman", "witness"]
)
"""Last words of the names of somebody unnamed, who has the indefinite article."""
STANCES = {
    "estimates": "estimated",
    "expects": "expected",
    "suspects": "suspected",
    "intends": "intended",
    "warns": "as a warning",
    "denies": "denied",
}
"""What a figure is to its claimant, by the stance; of a plain assertion nothing is said."""
SPEAKS_OF = {
    "": "spoke of",
    "estimates": "estimated",
    "expects": "expected",
    "suspects": "suspected",
    "intends": "intended",
    "warns": "warned of",
    "denies": "denied",
}
"""The verb before a figure with what it counts, for each stance of a claim."""
AFTER_NOUN = re.compile(
    r" (?:aboard|at|for|from|gone|hit|in|inside|left|of|on|outside|said|since|struck|that|to|were|"
    r"who|whose|with|without|\w+ed|\w+en) "
)
"""A word that can follow the noun of a label: `buses of the convoy`, `tanks destroyed`."""
IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child"}
ENDINGS = (("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("buses", "bus"))
"""Ends of plurals, and of their singulars, where more goes than an `s`."""


def the(name: str) -> str:
    """A name as it stands within a sentence, with its article.

    >>> the("US-led Coalition"), the("Hezbollah"), the("The Hill"), the("Harbour Post")
    ('the US-led Coalition', 'Hezbollah', 'The Hill', 'the Harbour Post')
    >>> the("Free Syrian Army source")
    'a Free Syrian Army source'
    """
    words = name.casefold().split()
    if not words or words[0] in ("the", "a", "an"):
        return name
    if words[-1] in PERSONS:
        return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"
    known = words[-1] in NEWSPAPERS or not INSTITUTIONS.isdisjoint(words)
    return f"the {name}" if known else name


def speaker(timeline: Timeline, claim: Claim) -> str:
    """Who makes a claim, within a sentence, and whom the text names as its source for it.

    Candidates, where the text leaves open who speaks, are joined by "or".
    """
    names = " or ".join(the(actor_name(timeline, name)) for name in claim.claimants)
    via = [the(actor_name(timeline, name)) for name in claim.via]
    return f"{names}, according to {listed(via)}" if via else names


def subject(timeline: Timeline, claim: Claim) -> str:
    """Who makes a claim, before the verb of a sentence."""
    return f"{speaker(timeline, claim)}{',' if claim.via else ''}"


def attributed(timeline: Timeline, claim: Claim) -> str:
    """Who makes a claim, and whether that is an expectation, a denial and so on."""
    name = speaker(timeline, claim)
    return f"{name}, {STANCES[claim.stance]}" if claim.stance else name


def possessive(name: str) -> str:
    """Whose something is: `Hezbollah’s`, `US officials’`."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def singular(label: str) -> str:
    """What is counted, of a single thing; empty where the words do not show which noun it is.

    >>> singular("rocket launchers destroyed"), singular("buses of the convoy"), singular("wounded")
    ('rocket launcher destroyed', 'bus of the convoy', '')
    """
    after = AFTER_NOUN.search(f" {label} ", 1)
    end = after.start() - 1 if after else len(label)
    before, _, noun = label[:end].rpartition(" ")
    alone = _singular(noun)
    if not alone or "and" in before.split():
        return ""
    return f"{before} {alone}{label[end:]}".strip()


def _singular(noun: str) -> str:
    if noun in IRREGULAR:
        return IRREGULAR[noun]
    for plural, alone in ENDINGS:
        if noun.endswith(plural):
            return noun.removesuffix(plural) + alone
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else ""


def figure(claim: Claim) -> str:
    """The figure of a claim with what it counts: `more than 20 vehicles struck`."""
    return of_things(str(claim.quantity), claim.quantity.stated, claim.label)


def of_things(number: str, value: float | None, label: str) -> str:
    """A number with what it counts; value: the number itself, None where there is no single one.

    >>> of_things("1", 1, "tanks destroyed"), of_things("1", 1, "wounded aboard")
    ('1 tank destroyed', 'wounded aboard: 1')
    >>> of_things("0", 0, "people injured")
    'no people injured'
    """
    if value == 0 and number == "0":
        return f"no {label}"
    if value != 1:
        return f"{number} {label}"
    alone = singular(label)
    return f"{number} {alone}" if alone else f"{label}: {number}"


def document(timeline: Timeline, source_id: str) -> str:
    """A document within a sentence: its publisher and day; of the one examined also that it is."""
    row = timeline.row("sources", source_id)
    out = day_words(when(row["published"])) if row["published"] else ""
    if source_id != timeline.package.lead_source:
        return the(row["publisher"]) + f" ({out})" * bool(out)
    kind = {"dataset": "data set"}.get(row["kind"], row["kind"])
    return f"the {kind} we start from ({row['publisher']}{', ' * bool(out)}{out})"


def verb(count: float, alone: str, several: str) -> str:
    """The form of a verb that agrees with a number.

    >>> verb(1, "repeats", "repeat"), verb(2, "repeats", "repeat")
    ('repeats', 'repeat')
    """
    return alone if count == 1 else several


def span(first: When | None, second: When | None) -> str:
    """The days of two figures, as `between 28 August and 2 September 2017`; empty for one day."""
    days = [
        day for period in (first, second) if period for day in (period.first, period.last) if day
    ]
    if not days or min(days) == max(days):
        return ""
    return f"between {day_words(When('', min(days), max(days))).replace(' to ', ' and ')}"
