"""A program in a pseudo-terminal that is read all the time: held-terminal.py {"words", "columns", "rows"}.

It prints the pid. Each line of its input, a JSON string, is pressed; at the end of the input q is, and the program's exit
code becomes its own.
"""

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios

request = json.loads(sys.argv[1])
pid, master = pty.fork()
if pid == 0:
    size = struct.pack("HHHH", request["rows"], request["columns"], 0, 0)
    fcntl.ioctl(0, termios.TIOCSWINSZ, size)
    own = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": "/nonexistent", "UWTOP_CONFIG": ""}
    os.execve(request["words"][0], request["words"], dict(os.environ, **own))
print(pid, flush=True)

inputs = [master, sys.stdin.fileno()]
pressed = b""
while master in inputs:
    ready, _, _ = select.select(inputs, [], [])
    if master in ready:
        try:
            inputs = inputs if os.read(master, 1 << 16) else []
        except OSError:
            # Linux says EIO once nobody has the terminal open any more.
            break
    if sys.stdin.fileno() in ready:
        pressed += os.read(sys.stdin.fileno(), 1 << 16) or b'"q"\n'
        *lines, rest = pressed.split(b"\n")
        for line in lines:
            os.write(master, json.loads(line).encode())
        inputs = [master] if b'"q"' in lines else inputs
        pressed = rest
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
