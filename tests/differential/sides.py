"""The two programs, each with a SQLite file of its own. What a command did is read from the file:
what the program says of itself does not count."""

import dataclasses
import io
import sqlite3
import subprocess
import warnings
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import alembic.config
import alembic.util
import sqlalchemy
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

import graphs


@dataclasses.dataclass(frozen=True)
class Step:
    revision: str
    way: str
    rows: frozenset  # what the version table held when it ran; migrate's side only


@dataclasses.dataclass(frozen=True)
class Outcome:
    ok: bool
    kind: str  # ok, refused (in its own words; migrate's with a code), or else it crashed
    message: str
    steps: tuple
    rows: tuple  # sorted

    @property
    def revisions(self):
        return frozenset(step.revision for step in self.steps)


class Side:
    """A folder of revision files and a database."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.versions = self.folder / "versions"
        self.versions.mkdir(parents=True)
        self.file = self.folder / "app.db"
        self.database = sqlite3.connect(self.file, isolation_level=None)
        self.database.execute(graphs.STEP_TABLE)
        self.database.execute(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )

    def write(self, files):
        for name, text in files:
            (self.versions / name).write_text(text)

    def close(self):
        self.database.close()

    def rows(self):
        return tuple(sorted(r for r, in self.database.execute("SELECT * FROM alembic_version")))

    def set_rows(self, rows):
        with self.database:
            self.database.execute("BEGIN")
            self.database.execute("DELETE FROM alembic_version")
            self.database.executemany(
                "INSERT INTO alembic_version VALUES (?)", [(row,) for row in sorted(rows)]
            )

    def run(self, command):
        kind, message = self.command(command)
        steps = [
            Step(revision, way, frozenset((rows or "").split()))
            for revision, way, rows in self.database.execute(
                "SELECT revision, way, rows FROM step ORDER BY n"
            )
        ]
        if steps:
            self.database.execute("DELETE FROM step")
        return Outcome(kind == "ok", kind, message, tuple(steps), self.rows())


class Driver:
    """The running differential_driver, for one session after the other."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def ask(self, *words):
        self.process.stdin.write("\t".join(words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the driver died at {words}")
        kind, _, message = answer.rstrip("\n").partition("\t")
        return kind, message

    def close(self):
        self.process.stdin.close()
        if self.process.wait() != 0:
            raise RuntimeError("the driver ended with an error")


class Migrate(Side):
    """The library, through the driver."""

    def __init__(self, folder, graph, driver):
        super().__init__(folder)
        self.write(graphs.migrate_files(graph))
        self.driver = driver
        kind, message = driver.ask("open", str(self.versions), str(self.file))
        if kind != "ok":
            raise RuntimeError(message)

    def command(self, command):
        kind, message = self.driver.ask(command.verb, *command.targets)
        return (kind if kind in ("ok", "crash") else "refused " + kind), message


class MigrateProgram(Side):
    """The program itself, a process for each command."""

    def __init__(self, folder, graph, program):
        super().__init__(folder)
        self.write(graphs.migrate_files(graph))
        self.program = program
        (self.folder / "migrate.ini").write_text(
            "[migrate]\nurl = sqlite:///app.db\nscript_location = .\n"
            "version_table = alembic_version\n"
        )

    def command(self, command):
        verb = ["stamp", "--purge", "--yes"] if command.verb == "purge" else [command.verb]
        done = subprocess.run(
            [self.program, *verb, *command.targets],
            cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )
        kind = {0: "ok", 1: "refused"}.get(done.returncode, f"exit {done.returncode}")
        return kind, " ".join(done.stderr.split())


class Alembic(Side):
    """Alembic's library, as its env.py would call it."""

    def __init__(self, folder, graph):
        super().__init__(folder)
        self.write(graphs.alembic_files(graph))
        self.script = ScriptDirectory(str(self.folder), version_locations=[str(self.versions)])
        self.engine = sqlalchemy.create_engine(
            f"sqlite:///{self.file}", poolclass=sqlalchemy.pool.NullPool
        )

    def command(self, command):
        try:
            with warnings.catch_warnings(), self.engine.connect() as connection:
                warnings.simplefilter("ignore")
                self.migrate(command, connection)
        except alembic.util.CommandError as error:
            return "refused", str(error)
        except Exception as error:
            return "crashed", f"{type(error).__name__}: {error}"
        return "ok", ""

    def migrate(self, command, connection):
        def steps(rows, context):
            if command.verb == "upgrade":
                return self.script._upgrade_revs(command.targets[0], rows)
            if command.verb == "downgrade":
                return self.script._downgrade_revs(command.targets[0], rows)
            return self.script._stamp_revs(command.targets, rows)

        purge = command.verb == "purge"
        with EnvironmentContext(
            alembic.config.Config(), self.script, fn=steps, purge=purge
        ) as environment:
            environment.configure(connection=connection)
            with environment.begin_transaction():
                environment.run_migrations()


ENVIRONMENT = """\
import sqlalchemy
from alembic import context

engine = sqlalchemy.create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""


class AlembicProgram(Side):
    """Alembic's command line, ini and env.py, within this process."""

    def __init__(self, folder, graph):
        super().__init__(folder)
        self.write(graphs.alembic_files(graph))
        (self.folder / "env.py").write_text(ENVIRONMENT)
        (self.folder / "alembic.ini").write_text(
            f"[alembic]\nscript_location = {self.folder}\nsqlalchemy.url = sqlite:///{self.file}\n"
        )

    def command(self, command):
        verb = ["stamp", "--purge"] if command.verb == "purge" else [command.verb]
        ini = str(self.folder / "alembic.ini")
        said = io.StringIO()
        try:
            with warnings.catch_warnings(), redirect_stdout(said), redirect_stderr(said):
                warnings.simplefilter("ignore")
                alembic.config.CommandLine().main(["-c", ini, *verb, *command.targets])
        except SystemExit:
            return "refused", said.getvalue().strip().removeprefix("FAILED: ")
        except Exception as error:
            return "crashed", f"{type(error).__name__}: {error}"
        return "ok", ""
