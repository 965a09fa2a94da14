"""Makes a failing case smaller, so that it can become a literal case of tests/unit/graph."""

import dataclasses

from graphs import Graph


def shrunk(case, again):
    """`again(graph, rows, alembic_rows, command)` gives a case that fails alike, or None."""
    smaller = True
    while smaller:
        smaller = None
        for graph, keep in smaller_graphs(case.graph):
            rows = tuple(row for row in case.rows if row in keep)
            alembic_rows = tuple(row for row in case.alembic_rows if row in keep)
            if case.unknown_rows or graph.below(rows) != graph.below(alembic_rows):
                continue
            smaller = again(graph, rows, alembic_rows, case.command)
            if smaller:
                case = smaller
                break
    return case


def smaller_graphs(graph):
    """Without a revision, or without something of one; and the ids that are left."""
    ids = set(graph.revisions)
    for id in graph.revisions:
        if less := without(graph, id):
            yield less, ids - {id}
    needed_labels = {d for r in graph.revisions.values() for d in r.depends}
    for r in graph.revisions.values():
        for key in ("labels", "depends", "parents"):
            for value in getattr(r, key):
                if key == "labels" and value in needed_labels:
                    continue
                left = tuple(v for v in getattr(r, key) if v != value)
                less = {**graph.revisions, r.id: dataclasses.replace(r, **{key: left})}
                yield Graph(less.values()), ids


def without(graph, id):
    """The graph as if the revision had never been; None where its label is needed."""
    gone = graph.revisions[id]
    left = []
    for r in graph.revisions.values():
        if r is gone:
            continue
        if set(r.depends) & set(gone.labels):
            return None
        parents = [p for q in r.parents for p in (gone.parents if q == id else [q])]
        depends = [d for d in r.depends if d != id]
        left.append(
            dataclasses.replace(r, parents=tuple(dict.fromkeys(parents)), depends=tuple(depends))
        )
    return Graph(left)
