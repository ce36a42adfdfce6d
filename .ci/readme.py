"""Runs the README's first or second `sh` block as it stands: the first at a terminal until the screen is painted, then q."""

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

PAINTED = "Correction"
INSTALL_LIMIT = 900
QUIT_LIMIT = 30


def blocks() -> list[str]:
    """The `sh` blocks of the README, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", Path("README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def at_a_terminal(command: str) -> int:
    """Run `command` at a terminal of 120x40, press q when the screen is painted; its exit status."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp("sh", ["sh", "-c", command])
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = ""
    pressed = False
    deadline = time.monotonic() + INSTALL_LIMIT
    while time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536).decode(errors="replace")
            except OSError:
                break
        if PAINTED in seen and not pressed:
            os.write(terminal, b"q")
            pressed = True
            deadline = time.monotonic() + QUIT_LIMIT
    if not pressed:
        sys.exit(f"the screen was never painted:\n{seen[-3000:]}")
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


if __name__ == "__main__":
    first, second = blocks()[:2]
    sys.exit(at_a_terminal(first) if sys.argv[1] == "first" else subprocess.run(["sh", "-c", second], check=False).returncode)
