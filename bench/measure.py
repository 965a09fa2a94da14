"""Runs programs and takes their time and memory."""

import os
import statistics
import subprocess
import time


class Program:
    """A command, where it runs, and what must be put back before each run."""

    def __init__(self, command, folder=".", before=None, stdin=None, environment=None):
        self.command = [str(word) for word in command]
        self.folder = str(folder)
        self.before = before
        self.stdin = str(stdin) if stdin else "/dev/null"
        self.environment = {**os.environ, **(environment or {})}

    def run(self):
        """Seconds from start to end; raises where the program fails."""
        if self.before:
            self.before()
        # posix_spawn(), since forking this process would take longer than the shortest programs.
        here = os.getcwd()
        os.chdir(self.folder)
        try:
            begin = time.perf_counter()
            child = os.posix_spawnp(self.command[0], self.command, self.environment, file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, self.stdin, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
                (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
            _, status = os.waitpid(child, 0)
            seconds = time.perf_counter() - begin
        finally:
            os.chdir(here)
        if status != 0:
            raise RuntimeError(f"{' '.join(self.command)} failed in {self.folder}:\n{self.complaint()}")
        return seconds

    def complaint(self):
        done = subprocess.run(self.command, cwd=self.folder, env=self.environment,
                              stdin=open(self.stdin), capture_output=True, text=True)
        return done.stderr or done.stdout

    def memory(self):
        """The most memory it held, in MB. A child's peak begins with its parent's, so the parent
        must be small: /usr/bin/time, and not this process."""
        if self.before:
            self.before()
        done = subprocess.run(["/usr/bin/time", "-f", "%M", *self.command], cwd=self.folder,
                              env=self.environment, stdin=open(self.stdin),
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        return int(done.stderr.splitlines()[-1]) / 1024


class Figures:
    def __init__(self, seconds):
        self.median = statistics.median(seconds)
        self.least = min(seconds)


def alternate(programs, rounds):
    """Figures of each program. They take turns, so that a busy moment hits all of them."""
    seconds = [[] for _ in programs]
    for _ in range(rounds):
        for program, list_of_seconds in zip(programs, seconds):
            list_of_seconds.append(program.run())
    return [Figures(list_of_seconds) for list_of_seconds in seconds]
