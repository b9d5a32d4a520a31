"""What a person can say of a claim that is to be added: the keys of an entry, each with its help.

The command line has an option for each of them, and a sheet may have a column for each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One thing that can be said of a claim. help: what it means. group: what it is said of."""

    help: str
    group: str


CLAIM = "The claim"
DOCUMENT = "A document that is new"
NAMES = "An actor, place or measure that is new"
KEYS = {
    "phrase": Key("The figure's own words, verbatim, at most eight.", CLAIM),
    "gloss": Key("The same in English, where they are in another language.", CLAIM),
    "figure": Key("Which of several figures in the phrase, counted from 1.", CLAIM),
    "claimant": Key("Who says it: a name or an id.", CLAIM),
    "measure": Key("What is counted: an id, or its label.", CLAIM),
    "counts": Key("new, running_total, level, added or unclear.", CLAIM),
    "said": Key("The day it was said; by default that of the document.", CLAIM),
    "covers": Key("The day or days it is about, as 2017-08-28/2017-09-02.", CLAIM),
    "window": Key("The words that say so, at most six.", CLAIM),
    "place": Key("Where: a name or an id.", CLAIM),
    "via": Key("Who passed it on, with | between several.", CLAIM),
    "speaker": Key("The official spokesperson, by title and name.", CLAIM),
    "speech": Key("quoted, paraphrased, or own for the document's own voice.", CLAIM),
    "stance": Key("denies, estimates, expects and so on; by default it is asserted.", CLAIM),
    "verb": Key("What happened to what is counted, as printed.", CLAIM),
    "locator": Key("Where in the document, as p5.", CLAIM),
    "event": Key("The id of the event it is about.", CLAIM),
    "hedge": Key("The kind of bound, where the words do not show it.", CLAIM),
    "stated": Key("The number, where the words do not show it.", CLAIM),
    "low": Key("The lower end of a range, where the words do not show it.", CLAIM),
    "high": Key("The upper end.", CLAIM),
    "note": Key("Anything a later coder should know, in own words.", CLAIM),
    "coded_by": Key("Your role, as coder; never a name.", CLAIM),
    "publisher": Key("Who published it.", DOCUMENT),
    "published": Key("The day it came out; - if it shows none.", DOCUMENT),
    "title": Key("Its own title.", DOCUMENT),
    "language": Key("Its language, as en.", DOCUMENT),
    "extent": Key("How much of it was read: full, excerpt or not_seen.", DOCUMENT),
    "kind": Key("article, release, transcript, post or dataset.", DOCUMENT),
    "tier": Key("A: dated. B: dated, but a repost. C: it shows no date.", DOCUMENT),
    "accessed": Key("The day it was read; by default today.", DOCUMENT),
    "claimant_kind": Key("What kind of actor: state, outlet, monitor and so on.", NAMES),
    "claimant_group": Key("The group of the case that the actor is in.", NAMES),
    "place_precision": Key("How precisely a place is known, from 1, a point, to 7.", NAMES),
    "place_within": Key("The place that contains it.", NAMES),
    "measure_label": Key("What is counted, as it is to be printed.", NAMES),
    "measure_unit": Key("What one of it is called, in the plural.", NAMES),
    "measure_scale": Key("The kind of number: count, share, money and so on.", NAMES),
    "measure_definition": Key("What exactly is counted, and what is not.", NAMES),
    "measure_counts": Key("Which kinds of count it can be, with commas between.", NAMES),
}


def option(key: str) -> str:
    """The option of a key on the command line.

    >>> option("measure_label")
    '--measure-label'
    """
    return f"--{key.replace('_', '-')}"
