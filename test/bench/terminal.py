"""Runs programs in a pseudo-terminal and measures them from outside.

    terminal.py race SPEC    {"programs": [{"words", "until"?}], "rounds", "columns", "rows"}
                             seconds from fork to `until` in the output (without one: to the end), in turn
    terminal.py watch SPEC   {"words", "warmUpSeconds", "seconds", "columns", "rows"}
                             when how many bytes came, and the window after the warm-up with the processor
                             time that was used in it and the memory at its end

Both start every program in the same way and read the same clock. SPEC and what is printed are JSON.
"""

import fcntl
import glob
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

PATIENCE_SECONDS = 60


class Terminal:
    """One program with a terminal of its own."""

    def __init__(self, words, columns, rows, variables=None):
        # A developer's own theme and columns are not what is measured.
        own = {"XDG_CONFIG_HOME": "/nonexistent", "UWTOP_CONFIG": "", "UWTOP_THEME": "", "NO_COLOR": ""}
        own |= {"XDG_CACHE_HOME": "", "HOME": ""} | (variables or {})
        environment = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8") | own
        size = struct.pack("HHHH", rows, columns, 0, 0)
        self.tail = b""
        self.started = time.monotonic()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, size)
                os.execve(words[0], words, environment)
            finally:
                os._exit(127)

    def read(self, deadline):
        """The next output, b"" at its end, None when the deadline comes first."""
        ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            return None
        try:
            output = os.read(self.master, 1 << 16)
        except OSError:
            # Linux says EIO once nobody has the terminal open any more.
            return b""
        self.tail = (self.tail + output)[-2000:]
        return output

    def press(self, key):
        try:
            os.write(self.master, key)
        except OSError:
            pass

    def finish(self):
        """Waits for the end; a program that does not come to it is ended, and that is an error."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        output = self.read(deadline)
        while output:
            output = self.read(deadline)
        if output is None:
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        os.close(self.master)
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            raise SystemExit(f"the measured program ended with {code}; its last output: {self.tail!r}")


def race(programs, rounds, columns, rows):
    return [[measure(program, columns, rows) for program in programs] for _ in range(rounds)]


def measure(program, columns, rows):
    terminal = Terminal(program["words"], columns, rows, program.get("variables"))
    until = program.get("until")
    marker = None if until is None else until.encode()
    deadline = terminal.started + PATIENCE_SECONDS
    seen = b""
    while True:
        output = terminal.read(deadline)
        now = time.monotonic()
        if not output:
            break
        seen += output
        if marker is not None and marker in seen:
            terminal.press(b"q")
            terminal.finish()
            return now - terminal.started
    terminal.finish()
    if marker is not None:
        raise SystemExit(f"{until} never came; the last output: {terminal.tail!r}")
    return now - terminal.started


def watch(words, warmUpSeconds, seconds, columns, rows):
    terminal = Terminal(words, columns, rows)
    reads = collect(terminal, warmUpSeconds)
    started, before = time.monotonic(), processor_seconds(terminal.pid)
    reads += collect(terminal, seconds)
    ended, used = time.monotonic(), processor_seconds(terminal.pid) - before
    memory = resident_bytes(terminal.pid)
    terminal.press(b"q")
    terminal.finish()
    window = {"started": started, "ended": ended}
    return {"reads": reads, "window": window, "processorSeconds": used, "residentBytes": memory}


def collect(terminal, seconds):
    deadline = time.monotonic() + seconds
    reads = []
    output = terminal.read(deadline)
    while output is not None:
        if output == b"":
            raise SystemExit("the measured program ended too early")
        reads.append([time.monotonic(), len(output)])
        output = terminal.read(deadline)
    return reads


def processor_seconds(pid):
    """Of all its threads, to the nanosecond: the sum in stat counts in hundredths of a second."""
    return sum(thread_seconds(path) for path in glob.glob(f"/proc/{pid}/task/*/schedstat"))


def thread_seconds(path):
    with open(path, encoding="latin-1") as file:
        return int(file.read().split()[0]) / 1e9


def resident_bytes(pid):
    with open(f"/proc/{pid}/status", encoding="latin-1") as file:
        return int(re.search(r"^VmRSS:\s+(\d+) kB", file.read(), re.MULTILINE)[1]) * 1024


if __name__ == "__main__":
    command, spec = {"race": race, "watch": watch}[sys.argv[1]], json.loads(sys.argv[2])
    print(json.dumps(command(**spec)))
