"""Revisions as a graph of sets: small, slow and written apart from the library's."""

import dataclasses
import textwrap


@dataclasses.dataclass(frozen=True)
class Revision:
    id: str
    parents: tuple = ()
    depends: tuple = ()  # ids or labels
    labels: tuple = ()


class Graph:
    def __init__(self, revisions):
        revisions = list(revisions)
        self.revisions = {r.id: r for r in revisions}
        self.carriers = {label: r.id for r in revisions for label in r.labels}
        ids = self.revisions
        self.parents = {r.id: set(r.parents) for r in revisions}
        self.dependencies = {r.id: {self.carriers.get(d, d) for d in r.depends} for r in revisions}
        self.needed = {i: self.parents[i] | self.dependencies[i] for i in ids}
        self.children = {i: {c for c in ids if i in self.parents[c]} for i in ids}
        self.needing = {i: {c for c in ids if i in self.needed[c]} for i in ids}

    def heads(self):
        return {i for i in self.revisions if not self.children[i]}

    def real_heads(self):
        return {i for i in self.revisions if not self.needing[i]}

    def bases(self):
        return {i for i in self.revisions if not self.parents[i]}

    def below(self, ids):
        """These and what they need, by parents and dependencies."""
        return reach(ids, self.needed)

    def above(self, ids):
        """These and what needs them, by parents and dependencies."""
        return reach(ids, self.needing)

    def lineage(self, id):
        """Its ancestors, itself and its descendants by parent edges."""
        return reach([id], self.parents) | reach([id], self.children)

    def maximal(self, ids):
        """What a version table holds when these, and what they need, are applied."""
        applied = self.below(ids)
        return {i for i in applied if not self.needing[i] & applied}

    def __str__(self):
        """The notation of tests/unit/graph."""
        return "; ".join(literal(r) for r in self.revisions.values())


def literal(revision):
    words = [revision.id + ("<" + ",".join(revision.parents) if revision.parents else "")]
    words += ["+" + label for label in revision.labels]
    if revision.depends:
        words.append("dep:" + ",".join(revision.depends))
    return " ".join(words)


def reach(ids, edges):
    met, open_ = set(ids), list(ids)
    while open_:
        for other in edges[open_.pop()]:
            if other not in met:
                met.add(other)
                open_.append(other)
    return met


# Random graphs --------------------------------------------------------------------------------


def random_graph(rng):
    names = id_maker(rng)
    wildness = rng.random()  # some graphs are almost chains, some are thickets
    revisions, heads = [], []
    labels = [rng.choice(["core", "plug"]) + "_in", "left", "right", "main", "beta", "v1", "old"]
    rng.shuffle(labels)
    for _ in range(rng.choice([1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 12, 14])):
        revision = Revision(
            names(),
            parents=random_parents(rng, wildness, [r.id for r in revisions], heads),
            depends=random_dependencies(rng, wildness, revisions),
            labels=random_labels(rng, labels, revisions),
        )
        revisions.append(revision)
        heads = [h for h in heads if h not in revision.parents] + [revision.id]
    return Graph(revisions)


def id_maker(rng):
    kind = rng.choice(["hex"] * 7 + ["short", "numbers", "dots"])
    taken = []

    def hexadecimal():
        # Now and then the beginning of another one, so that prefixes are ambiguous.
        shared = rng.choice(taken)[: rng.randint(3, 8)] if taken and rng.random() < 0.25 else ""
        return shared + "".join(rng.choice("0123456789abcdef") for _ in range(12 - len(shared)))

    def make():
        if kind == "short":
            return rng.choice("abcdefgh") + str(rng.randint(1, 30))
        if kind == "numbers":
            return "%04d" % rng.randint(1, 40)
        if kind == "dots":
            return "1.%d.%d" % (rng.randint(0, 3), rng.randint(0, 9))
        return hexadecimal()

    def new():
        while (id := make()) in taken:
            pass
        taken.append(id)
        return id

    return new


def random_parents(rng, wildness, earlier, heads):
    if not earlier or rng.random() < 0.05 + 0.2 * wildness:
        return ()
    if len(earlier) > 1 and rng.random() < 0.05 + 0.25 * wildness:
        # A merge; mostly of heads, now and then of revisions that are related.
        pool = heads if len(heads) > 1 and rng.random() < 0.85 else earlier
        count = min(len(pool), rng.choice([2, 2, 2, 3]))
        return tuple(rng.sample(pool, count))
    pool = heads if rng.random() < 0.8 - 0.4 * wildness else earlier
    return (rng.choice(pool),)


def random_dependencies(rng, wildness, earlier):
    if not earlier or rng.random() > 0.05 + 0.35 * wildness:
        return ()
    names = [r.id for r in earlier] + [label for r in earlier for label in r.labels]
    return tuple(rng.sample(names, min(len(names), rng.choice([1, 1, 1, 2]))))


def random_labels(rng, labels, earlier):
    if not labels or rng.random() > 0.25:
        return ()
    if earlier and rng.random() < 0.05:
        prefix = rng.choice(earlier).id[:5]  # a label goes before a prefix
        taken = {r.id for r in earlier} | {label for r in earlier for label in r.labels}
        return (prefix,) if prefix not in taken else ()
    if rng.random() < 0.05:
        return (labels.pop() + "-%d" % rng.randint(1, 2),)
    return tuple(labels.pop() for _ in range(min(len(labels), rng.choice([1, 1, 1, 2]))))


# Revision files -------------------------------------------------------------------------------
# Each notes in the table `step` that it ran; migrate's also what the version table held just then.

STEP_TABLE = "CREATE TABLE step (n INTEGER PRIMARY KEY, revision TEXT, way TEXT, rows TEXT)"


def migrate_files(graph):
    for r in graph.revisions.values():
        yield r.id + "_step.sql", textwrap.dedent(
            f"""\
            -- Step
            --
            -- Revision ID: {r.id}
            -- Revises: {", ".join(r.parents)}
            -- Branch Labels: {", ".join(r.labels)}
            -- Depends On: {", ".join(r.depends)}

            -- migrate:up
            {migrate_body(r, "up")}

            -- migrate:down
            {migrate_body(r, "down")}
            """
        )


def migrate_body(revision, way):
    return (
        f"INSERT INTO step (revision, way, rows) SELECT '{revision.id}', '{way}', "
        "group_concat(version_num, ' ') FROM alembic_version;"
    )


def alembic_files(graph):
    for r in graph.revisions.values():
        yield r.id.replace(".", "_") + "_step.py", textwrap.dedent(
            f"""\
            from alembic import op

            revision = {r.id!r}
            down_revision = {r.parents or None!r}
            branch_labels = {r.labels or None!r}
            depends_on = {r.depends or None!r}


            def upgrade():
                op.execute("INSERT INTO step (revision, way) VALUES ('{r.id}', 'up')")


            def downgrade():
                op.execute("INSERT INTO step (revision, way) VALUES ('{r.id}', 'down')")
            """
        )
