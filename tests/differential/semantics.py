"""What a command should do: the rules of migrate/graph.hpp said once more, with sets. migrate is
held to them at every command; so a known difference, which is a statement about Alembic alone,
cannot hide a fault of migrate's."""

import dataclasses
import re


class Refused(Exception):
    pass


@dataclasses.dataclass(frozen=True)
class Command:
    verb: str  # upgrade, downgrade, stamp, purge (= stamp --purge)
    targets: tuple

    def __str__(self):
        words = "stamp --purge" if self.verb == "purge" else self.verb
        return " ".join([words, *self.targets])


@dataclasses.dataclass(frozen=True)
class Words:
    """A target taken apart."""

    lineage: str = ""
    symbol: str = ""  # empty = count from the current row
    steps: int = None  # with its sign; None = no number


@dataclasses.dataclass(frozen=True)
class Place:
    """What a target names: revisions, or the base, which is no revision."""

    ids: frozenset
    on: str = None  # a downgrade keeps to this revision's lineage
    undo: str = None  # a downgrade by -N: this one, and what needs it


@dataclasses.dataclass(frozen=True)
class Result:
    steps: frozenset
    applied: frozenset


def expected(graph, rows, command):
    """The Result of a command; raises Refused."""
    if command.verb == "purge":
        rows = ()
    elif not set(rows) <= set(graph.revisions):
        raise Refused("unknown rows")
    applied = graph.below(rows)
    places = [Resolver(graph, rows, command.verb).resolve(target) for target in command.targets]
    if command.verb == "upgrade":
        steps = graph.below({i for place in places for i in place.ids}) - applied
        after = applied | steps
    elif command.verb == "downgrade":
        steps = undone(graph, applied, *places)
        after = applied - steps
    else:
        steps = set()
        after = graph.below(stamped(graph, rows, places))
    return Result(frozenset(steps), frozenset(after))


def undone(graph, applied, place):
    if place.undo:
        return applied & graph.above([place.undo])
    if place.ids - applied:
        raise Refused("not applied")
    roots = {c for i in place.ids for c in graph.children[i]} if place.ids else graph.bases()
    if place.on:
        roots &= graph.lineage(place.on)
    return applied & graph.above(roots) - graph.below(place.ids)


def stamped(graph, rows, places):
    if any(not place.ids and not place.on for place in places):
        rows = ()
    named = {i for place in places for i in place.ids or [place.on] if i}
    related = graph.below(named) | graph.above(named)
    return {row for row in rows if row not in related} | {i for p in places for i in p.ids}


def split(graph, text):
    lineage, at, symbol = text.rpartition("@")
    if (at and not lineage) or not symbol:
        raise Refused("incomplete")
    match = re.fullmatch(r"(.*?)([+-][0-9]+)", symbol)
    if match is None or symbol in graph.revisions or symbol in graph.carriers:
        return Words(lineage, symbol)
    words = Words(lineage, match[1], int(match[2]))
    if not words.symbol and not words.steps:
        raise Refused("no step")
    return words


def find(graph, name, members=None):
    if name in graph.revisions:
        found = {name}
    elif name in graph.carriers:
        found = {graph.carriers[name]}
    else:
        found = {i for i in graph.revisions if i.startswith(name)}
    return only(found if members is None else found & members)


def only(found):
    if len(found) != 1:
        raise Refused("nothing" if not found else "ambiguous")
    return next(iter(found))


class Resolver:
    """Finds what a target names under the rows, for one verb."""

    def __init__(self, graph, rows, verb):
        self.graph = graph
        self.verb = verb
        self.rows = graph.maximal(rows)
        self.applied = graph.below(rows)

    def resolve(self, text):
        words = split(self.graph, text)
        on, members = None, set(self.graph.revisions)
        if words.lineage:
            on = find(self.graph, words.lineage)
            members = self.graph.lineage(on)
        if words.steps is None:
            return Place(frozenset(self.named(words.symbol, on, members)), on)
        if words.symbol:
            start = self.named(words.symbol, on, members)
            if len(start) > 1:
                raise Refused("several to count from")
        else:
            start = self.current(words, on, members)
        return self.walk(words, on, members, next(iter(start), None))

    def named(self, symbol, on, members):
        graph = self.graph
        if symbol == "base":
            return set()
        if symbol == "head":
            return {only(graph.heads() & members)}
        if symbol == "heads":
            return graph.heads() & members if on else graph.real_heads()
        if symbol == "current":
            return self.tips(on, members, up=True)
        return {find(graph, symbol, members)}

    def tips(self, on, members, up):
        """The rows of the lineage; else what its rows would be if nothing but it were applied, for
        a walk down without those that others have grown from."""
        rows = self.rows & members
        if rows or not on:
            return rows
        tips = self.graph.maximal(self.applied & members)
        return tips if up else {i for i in tips if not self.graph.children[i] & self.applied}

    def current(self, words, on, members):
        down = words.steps < 0
        if (self.verb == "upgrade" and down) or (self.verb == "downgrade" and not down):
            raise Refused("the wrong way")
        tips = self.tips(on, members, up=not down)
        if len(tips) > 1 or (down and not tips):
            raise Refused("no single revision to count from")
        return tips

    def walk(self, words, on, members, at):
        last = None
        for _ in range(abs(words.steps)):
            if words.steps > 0:
                at = only(members & (self.graph.children[at] if at else self.graph.bases()))
            elif at is None:
                raise Refused("too far")
            else:
                last, below = at, self.graph.parents[at] & members
                at = only(below) if below else None
        ids = frozenset([at] if at else [])
        if self.verb == "downgrade" and not words.symbol:
            return Place(ids, undo=last)
        return Place(ids, on or (None if at else last))
