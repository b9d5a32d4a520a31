"""Who and where: the actors and places of a case that are meant, or new rows for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.claims.cells import Row, is_choice, members
from analysis.errors import resembling
from analysis.intake.documents import Known
from analysis.intake.ledger import Ledger, fresh, matching, names_in, slug
from analysis.intake.questions import Entry, Question, answered, unanswered

OUTLET = "outlet"
PRECISIONS = ("1", "2", "3", "4", "5", "6", "7")
PRECISION = (
    "How precisely is it known: 1 a point, 2 near a point, 3 a district, 4 a province, "
    "5 part of a country, 6 a country, 7 at sea or in the air?"
)


def claimant(ledger: Ledger, entry: Entry, publisher: str) -> Known:
    """Who asserts the figure. publisher: of its document."""
    typed = entry.get("claimant", "")
    if not typed:
        text = "Who says it? The name or id of an actor."
        return Known(ledger, questions=(Question("claimant", text, (), publisher),))
    if is_choice(typed):
        return _candidates(ledger, typed)
    return _actor(ledger, entry, typed, publisher)


def _candidates(ledger: Ledger, typed: str) -> Known:
    """Several of whom one is meant, all of which the case must have."""
    actors = ledger.of("actors")
    rows = {name: _find(ledger, name.strip()) for name in members(typed)}
    unknown = [name for name, row in rows.items() if row is None]
    if unknown:
        similar = resembling(unknown[0], names_in(actors, "actor_id", "name", "aliases"))
        hint = f" ({similar})" if similar else ""
        text = f"“{unknown[0]}” is no actor of the case{hint}. Who says it?"
        return Known(ledger, questions=(Question("claimant", text),))
    return Known(ledger, f"[{','.join(row['actor_id'] for row in rows.values() if row)}]")


def _actor(ledger: Ledger, entry: Entry, typed: str, publisher: str) -> Known:
    row = _find(ledger, typed)
    if row:
        return Known(ledger, row["actor_id"], row)
    schema = ledger.description.tables["actors"]
    kinds = tuple(schema.field("kind").constraints.get("enum", ()))
    is_publisher = matching([{"name": publisher}], typed, "name") is not None
    similar = resembling(typed, names_in(ledger.of("actors"), "actor_id", "name", "aliases"))
    text = f"“{typed}” is new{f' ({similar})' * bool(similar)}. What kind of actor is it?"
    kind = Question("claimant_kind", text, kinds, OUTLET * is_publisher, not is_publisher)
    answers = answered(entry, [kind])
    group = _group(ledger, typed, answers["claimant_kind"])
    answers |= answered(entry, [group])
    held, name = _added(ledger, typed, answers["claimant_kind"], answers["claimant_group"])
    return Known(held, name, held.of("actors")[-1], unanswered(entry, [kind, group]))


def _group(ledger: Ledger, name: str, kind: str) -> Question:
    """The question for the group of a new actor: that of all others of its kind is proposed."""
    groups = tuple(ledger.description.groups)
    same = {row["group"] for row in ledger.of("actors") if row["kind"] == kind and kind}
    named = [group for group in groups if kind and group.startswith(kind)]
    proposed = same.pop() if len(same) == 1 else (named or [""])[0]
    text = f"In which group of the case is “{name}”?"
    return Question("claimant_group", text, groups, proposed, needed=not proposed)


def _added(ledger: Ledger, name: str, kind: str, group: str) -> tuple[Ledger, str]:
    """The ledger with one more actor, and its id."""
    known = (row["actor_id"] for row in ledger.of("actors"))
    actor_id = fresh(slug(name, "_") or "actor", known)
    cells = {"actor_id": actor_id, "name": name, "kind": kind, "group": group}
    return ledger.plus("actors", cells), actor_id


def passed_on(ledger: Ledger, entry: Entry) -> Known:
    """Who passed the figure on, in order; those who are new are taken for outlets."""
    names = [name.strip() for name in entry.get("via", "").split("|") if name.strip()]
    ids: list[str] = []
    questions: tuple[Question, ...] = ()
    for name in names:
        row = _find(ledger, name)
        if row:
            ids.append(row["actor_id"])
        else:
            group = _group(ledger, name, OUTLET)
            answers = answered(entry, [group])
            ledger, actor_id = _added(ledger, name, OUTLET, answers["claimant_group"])
            ids.append(actor_id)
            questions += unanswered(entry, [group]) if group.needed else ()
    return Known(ledger, "|".join(ids), questions=questions)


def place(ledger: Ledger, entry: Entry) -> Known:
    """Where, if the text says so."""
    typed = entry.get("place", "")
    row = matching(ledger.of("places"), typed, "place_id", "name", "name_local", "aliases")
    if row or not typed:
        return Known(ledger, row["place_id"] if row else "", row)
    similar = resembling(typed, _place_names(ledger))
    text = f"“{typed}” is a new place{f' ({similar})' * bool(similar)}. {PRECISION}"
    question = Question("place_precision", text, PRECISIONS)
    answers = answered(entry, [question])
    place_id = fresh(slug(typed, "_") or "place", (r["place_id"] for r in ledger.of("places")))
    cells = {
        "place_id": place_id,
        "name": typed,
        "where_precision": answers["place_precision"],
        "within": _within(ledger, entry.get("place_within", "")),
    }
    held = ledger.plus("places", cells)
    wrong = entry.get("place_precision", PRECISIONS[0]) not in PRECISIONS
    again = replace(question, value=f"“{answers['place_precision']}”")
    open_ = (again,) if wrong else unanswered(entry, [question])
    return Known(held, place_id, held.of("places")[-1], open_)


def _within(ledger: Ledger, typed: str) -> str:
    """The id of the place that contains a new one; the text as it was typed where none has it."""
    row = matching(ledger.of("places"), typed, "place_id", "name", "aliases") if typed else None
    return row["place_id"] if row else typed


def _place_names(ledger: Ledger) -> Iterable[str]:
    return names_in(ledger.of("places"), "place_id", "name", "aliases")


def _find(ledger: Ledger, typed: str) -> Row | None:
    return matching(ledger.of("actors"), typed, "actor_id", "name", "aliases")
