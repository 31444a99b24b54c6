"""The program under test: the real executable on a free port, with a database of its own."""

import os
import re
import select
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_START = 20
SECONDS_TO_STOP = 15


@dataclass(frozen=True)
class Server:
    """A running `neptun-share serve`."""

    base: str
    log: Path

    @property
    def host(self) -> str:
        return self.base.removeprefix("http://")


def executable() -> str:
    path = os.environ.get("NEPTUN_SHARE_BIN")
    if not path:
        raise RuntimeError("NEPTUN_SHARE_BIN is not set: name the neptun-share executable to test")
    return path


@contextmanager
def serve(folder: Path, *flags: str):
    """Runs a server while the block runs, and expects it to start and stop as documented."""
    log = folder / "server.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEPTUN_SHARE_")}
    command = [executable(), "serve", "--listen", "127.0.0.1:0", "--database", str(folder / "test.db"), *flags]
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=stderr)
    try:
        yield Server(_base(process, log), log)
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=SECONDS_TO_STOP)
    assert process.returncode == 0, f"SIGTERM ends the server with {process.returncode}\n{log.read_text()[-2000:]}"
    assert rest == b"", f"more than one line on standard output: {rest!r}"
    assert "panicked" not in log.read_text()


def _base(process: subprocess.Popen, log: Path) -> str:
    readable, _, _ = select.select([process.stdout], [], [], SECONDS_TO_START)
    line = process.stdout.readline().decode() if readable else ""
    match = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
    assert match, f"instead of its address the server printed {line!r}\n{log.read_text()[-2000:]}"
    return match.group(1)
