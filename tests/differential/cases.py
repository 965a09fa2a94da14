"""One command on both sides, and what is to be said of it."""

import dataclasses

import graphs
import semantics
import sides


@dataclasses.dataclass(frozen=True)
class Case:
    """What was there before a command, and what came of it."""

    graph: graphs.Graph
    command: semantics.Command
    rows: tuple  # migrate's before
    alembic_rows: tuple  # Alembic's before: the same applied set, perhaps with redundant rows
    expected: semantics.Result  # None = refused
    migrate: sides.Outcome
    alembic: sides.Outcome

    @property
    def unknown_rows(self):
        return set(self.rows) - set(self.graph.revisions)

    @property
    def applied(self):
        """What was applied before."""
        return self.graph.below(set(self.rows) - self.unknown_rows)

    def __str__(self):
        alembics = "" if self.rows == self.alembic_rows else f", Alembic's {self.alembic_rows}"
        return "\n".join(
            [
                f"  graph:    {self.graph}",
                f"  rows:     {self.rows}{alembics}",
                f"  command:  {self.command}",
                f"  expected: {told(self.expected)}",
                f"  migrate:  {told_outcome(self.migrate)}",
                f"  alembic:  {told_outcome(self.alembic)}",
            ]
        )


def told(result):
    if result is None:
        return "refused"
    return f"steps {sorted(result.steps)}, then applied {sorted(result.applied)}"


def told_outcome(outcome):
    steps = " ".join("+-"[step.way == "down"] + step.revision for step in outcome.steps)
    return f"{outcome.kind}; steps [{steps}]; rows {outcome.rows}; {outcome.message}"


def run(graph, command, migrate, alembic):
    rows, alembic_rows = migrate.rows(), alembic.rows()
    try:
        expected = semantics.expected(graph, rows, command)
    except semantics.Refused:
        expected = None
    outcomes = migrate.run(command), alembic.run(command)
    return Case(graph, command, rows, alembic_rows, expected, *outcomes)


def migrates_fault(case):
    """What migrate did that semantics.py does not say; None = nothing."""
    graph, outcome = case.graph, case.migrate
    if case.expected is None:
        code = "state" if case.unknown_rows and case.command.verb != "purge" else "target"
        if outcome.kind not in ("refused", "refused " + code):
            return f"not refused because of the {code}"
        return "it changed something" if outcome.steps or outcome.rows != case.rows else None
    if not outcome.ok:
        return "an error"
    if fault := wrong_steps(case, outcome):
        return fault
    if graph.below(outcome.rows) != case.expected.applied:
        return "another applied set"
    wrote = outcome.steps or case.command.verb in ("stamp", "purge")
    if outcome.rows != (tuple(sorted(graph.maximal(outcome.rows))) if wrote else case.rows):
        return "rows that are not the maximal ones"
    return wrong_rows_on_the_way(case)


def wrong_steps(case, outcome):
    """Another set of steps than expected, or one that could not run when it did."""
    if outcome.revisions != case.expected.steps or len(outcome.steps) != len(outcome.revisions):
        return "other steps"
    applied = case.applied
    for step in outcome.steps:
        if step.way != {"upgrade": "up", "downgrade": "down"}[case.command.verb]:
            return "a step the wrong way"
        if step.way == "up" and case.graph.needed[step.revision] - applied:
            return f"{step.revision} before what it needs"
        if step.way == "down" and case.graph.needing[step.revision] & applied:
            return f"{step.revision} before what needs it"
        applied = applied ^ {step.revision}
    return None


def wrong_rows_on_the_way(case):
    """Each of migrate's steps must have seen the rows that the one before it left."""
    held, applied = set(case.rows), case.applied
    for step in case.migrate.steps:
        if step.rows != held:
            return f"the wrong rows before {step.revision}"
        applied = applied ^ {step.revision}
        held = case.graph.maximal(applied)
    return None


def alembic_agrees(case):
    outcome = case.alembic
    if case.expected is None:
        return (
            outcome.kind == "refused"
            and not outcome.steps
            and outcome.rows == case.alembic_rows
        )
    return (
        outcome.ok
        and not wrong_steps(case, outcome)
        and case.graph.below(outcome.rows) == case.expected.applied
    )


def redundant(case, rows):
    """Rows that others imply."""
    known = set(rows) & set(case.graph.revisions)
    return known - case.graph.maximal(known)
