"""Random commands: every form of a target that migrate has, mostly ones that make sense now."""

from semantics import Command


def random_command(rng, graph, rows):
    verb = rng.choice(["upgrade"] * 9 + ["downgrade"] * 8 + ["stamp"] * 4)
    if verb == "stamp":
        count = rng.choice([1, 1, 1, 2])
        if rng.random() < 0.1:
            verb = "purge"
    else:
        count = 1
    maker = TargetMaker(rng, graph, graph.below(rows), verb)
    return Command(verb, tuple(maker.target() for _ in range(count)))


class TargetMaker:
    def __init__(self, rng, graph, applied, verb):
        self.rng = rng
        self.graph = graph
        self.applied = sorted(applied)
        self.pending = sorted(set(graph.revisions) - applied)
        self.verb = verb

    def target(self):
        walks = 1 if self.verb in ("upgrade", "downgrade") else 0.2  # Alembic stamps by none
        form = self.rng.choices(
            [self.plain, self.on_lineage, self.walk, self.lineage_walk, self.from_symbol, self.full],
            [8, 5, walks * 4, walks * 4, walks * 2, walks * 2],
        )[0]
        return form()

    def plain(self):
        return self.symbol(self.id())

    def on_lineage(self):
        id = self.id()
        return self.lineage(id) + "@" + self.symbol(id)

    def walk(self):
        return self.steps()

    def lineage_walk(self):
        return self.lineage(self.id()) + "@" + self.steps()

    def from_symbol(self):
        return self.symbol(self.id()) + self.steps()

    def full(self):
        id = self.id()
        return self.lineage(id) + "@" + self.symbol(id) + self.steps()

    def id(self):
        likely = self.applied if self.verb == "downgrade" else self.pending
        if not likely or self.rng.random() < 0.15:
            likely = sorted(self.graph.revisions)
        return self.rng.choice(likely)

    def symbol(self, id):
        kind = self.rng.random()
        if kind < 0.5:
            return id
        if kind < 0.6:
            return self.prefix(id)
        if kind < 0.7:
            return self.rng.choice(sorted(self.graph.carriers) or [id])
        if kind < 0.71:
            return "current"
        if kind < 0.72:
            return self.rng.choice(["nothing", "0", "hea", "1.", "_"])
        special = {
            "upgrade": ["head", "head", "heads", "heads", "heads", "base"],
            "downgrade": ["base", "base", "base", "head", "heads"],
        }
        return self.rng.choice(special.get(self.verb, ["head", "heads", "heads", "base"]))

    def prefix(self, id):
        shortest = 1 if self.rng.random() < 0.2 else min(4, len(id))
        return id[: self.rng.randint(shortest, len(id))]

    def lineage(self, id):
        """A label, or an id; mostly one that `id` shares a lineage with."""
        kind = self.rng.random()
        if kind < 0.01:
            return "nothing"
        members = self.graph.revisions if kind < 0.15 else self.graph.lineage(id)
        labels = sorted(label for label, i in self.graph.carriers.items() if i in members)
        if labels and self.rng.random() < 0.65:
            return self.rng.choice(labels)
        other = self.rng.choice(sorted(members))
        return self.prefix(other) if self.rng.random() < 0.1 else other

    def steps(self):
        down = self.rng.random() < {"upgrade": 0.08, "downgrade": 0.92}.get(self.verb, 0.5)
        return "+-"[down] + self.rng.choice("1111122340" if self.rng.random() < 0.9 else "9")
