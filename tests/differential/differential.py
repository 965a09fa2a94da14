#!/usr/bin/python3
"""migrate against the real Alembic: random graphs, random commands, the same outcome, the same
steps in a legal order, the same applied set; or a difference that differences.py names.

    differential.py --driver BUILD/tests/differential/differential_driver --cli BUILD/cli/migrate
        [--seed 1] [--sequences 500] [--only 17]

MIGRATE_TEST_SEED and MIGRATE_TEST_SEQUENCES do what --seed and --sequences do. A sequence depends
on the seed and its own number alone, so that --only runs one of many again.
"""

import os
import sys

# Alembic's results depend on the order of sets: without a fixed one no run could be repeated.
FIXED = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
if not FIXED.items() <= os.environ.items():
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **FIXED})

import argparse
import collections
import contextlib
import random
import tempfile
import time
from pathlib import Path

import alembic

import commands
import differences
import graphs
import sides
from cases import alembic_agrees, migrates_fault, redundant, run
from shrink import shrunk

COMMANDS = 8  # a sequence
CLI_EVERY = 20  # every so many sequences, one goes through both command lines
MOST_FAILURES = 10
UNKNOWN = "ffffffffffff"  # a row that no file has

PAGE = Path(__file__).parents[2] / "docs/decisions/0003-differences-from-alembic.md"
VERSION = "1.8.1"


class Tally:
    """What was seen. `counts` holds the known differences by name."""

    def __init__(self):
        self.commands = self.alike = self.changed = self.refused = self.sequences = self.cli = 0
        self.counts = collections.Counter()
        self.failures = []

    def add(self, case):
        self.commands += 1
        if not alembic_agrees(case):
            self.counts[differences.explain(case)] += 1
            return
        self.alike += 1
        self.refused += case.expected is None
        self.changed += bool(case.migrate.steps) or case.migrate.rows != case.rows
        if redundant(case, case.alembic.rows):
            self.counts["redundant rows"] += 1


def verdict(case):
    """Why a case is a failure; None = it is none."""
    if fault := migrates_fault(case):
        return "migrate: " + fault
    if not alembic_agrees(case) and not differences.explain(case):
        return "Alembic differs, and nobody knows why"
    return None


class Lab:
    """Makes the two sides of a sequence."""

    def __init__(self, driver, cli):
        self.driver = sides.Driver(driver)
        self.cli = cli and Path(cli).resolve()
        # In memory: nothing here is about what a disk does.
        memory = Path("/dev/shm")
        self.parent = memory if os.access(memory, os.W_OK) else None

    @contextlib.contextmanager
    def pair(self, graph, through_cli=False):
        with tempfile.TemporaryDirectory(prefix="migrate-", dir=self.parent) as folder:
            folder = Path(folder)
            if through_cli:
                migrate = sides.MigrateProgram(folder / "migrate", graph, self.cli)
                other = sides.AlembicProgram(folder / "alembic", graph)
            else:
                migrate = sides.Migrate(folder / "migrate", graph, self.driver)
                other = sides.Alembic(folder / "alembic", graph)
            with contextlib.closing(migrate), contextlib.closing(other):
                yield migrate, other


def run_sequence(lab, tally, seed, number):
    rng = random.Random(f"{seed}:{number}")
    graph = graphs.random_graph(rng)
    through_cli = lab.cli is not None and number % CLI_EVERY == 0
    tally.sequences += 1
    tally.cli += through_cli
    with lab.pair(graph, through_cli) as (migrate, other):
        for _ in range(COMMANDS):
            command = commands.random_command(rng, graph, migrate.rows())
            kept = migrate.rows(), other.rows()
            if rng.random() < 0.02:
                migrate.set_rows([*kept[0], UNKNOWN])
                other.set_rows([*kept[1], UNKNOWN])
            case = run(graph, command, migrate, other)
            if fault := verdict(case):
                tally.failures.append((number, fault, case))
                return  # what follows would only repeat it
            tally.add(case)
            if UNKNOWN in case.migrate.rows:
                migrate.set_rows(kept[0])
                other.set_rows(kept[1])
            else:
                go_on_alike(rng, case, migrate, other)


def go_on_alike(rng, case, migrate, other):
    """Both databases go on with one applied set: migrate's."""
    if not alembic_agrees(case):
        other.set_rows(case.migrate.rows)
    elif case.alembic.rows != case.migrate.rows:
        # Other rows that mean the same: Alembic goes on with its own, or with migrate's, or migrate
        # takes over what Alembic has left.
        kind = rng.random()
        if kind < 0.3:
            migrate.set_rows(case.alembic.rows)
        elif kind < 0.6:
            other.set_rows(case.migrate.rows)


def report(tally, seconds):
    print(
        f"{tally.sequences} sequences ({tally.cli} through the command lines), "
        f"{tally.commands} commands in {seconds:.0f} s: {tally.alike} alike, "
        f"of these {tally.changed} changed something and {tally.refused} were refused"
    )
    print("known differences from Alembic:")
    for name in ["redundant rows", *differences.DIFFERENCES]:
        print(f"{tally.counts[name]:7}  {name}")


def report_failures(lab, tally):
    for number, fault, case in tally.failures[:MOST_FAILURES]:
        small = shrunk(case, lambda *start: again(lab, fault, *start))
        print(f"\nFAILED sequence {number}: {fault}\n{case}")
        if small is not case:
            print(f"as small as it gets:\n{small}")
    if len(tally.failures) > MOST_FAILURES:
        print(f"\nand {len(tally.failures) - MOST_FAILURES} more")


def again(lab, fault, graph, rows, alembic_rows, command):
    """The case, run on fresh databases, if it still fails in the same way."""
    with lab.pair(graph) as (migrate, other):
        migrate.set_rows(rows)
        other.set_rows(alembic_rows)
        case = run(graph, command, migrate, other)
        return case if verdict(case) == fault else None


def page_faults():
    """The page and the table must name the same differences."""
    text = PAGE.read_text()
    listed = {line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")}
    known = {"redundant rows", *differences.DIFFERENCES}
    listed -= {"what"}
    return [f"{PAGE.name} does not name: {name}" for name in sorted(known - listed)] + [
        f"{PAGE.name} names what is not in the table: {name}" for name in sorted(listed - known)
    ]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--driver", required=True)
    parser.add_argument("--cli")
    parser.add_argument("--seed", default=os.environ.get("MIGRATE_TEST_SEED", "1"))
    parser.add_argument(
        "--sequences", type=int, default=int(os.environ.get("MIGRATE_TEST_SEQUENCES", "500"))
    )
    parser.add_argument("--only", type=int)
    return parser.parse_args()


def main():
    options = arguments()
    if alembic.__version__ != VERSION:
        return f"the known differences are those of Alembic {VERSION}, not {alembic.__version__}"
    print(f"seed {options.seed} (MIGRATE_TEST_SEED)", flush=True)
    lab, tally, begin = Lab(options.driver, options.cli), Tally(), time.monotonic()
    numbers = range(options.sequences) if options.only is None else [options.only]
    for number in numbers:
        run_sequence(lab, tally, options.seed, number)
    report(tally, time.monotonic() - begin)
    report_failures(lab, tally)
    lab.driver.close()
    faults = page_faults()
    # Else the test could pass because nothing ever happens.
    if options.only is None and tally.changed < tally.commands // 4:
        faults.append("too few commands changed anything")
    for fault in faults:
        print("FAILED:", fault)
    return 1 if faults or tally.failures else 0


if __name__ == "__main__":
    sys.exit(main())
