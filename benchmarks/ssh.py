"""The program over ssh on a slow line: an sshd of the benchmark's own on loopback, behind a proxy that delays and limits."""

import getpass
import os
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.keys import ON_REVIEW
from benchmarks.libraries import FIRST, fourteen
from benchmarks.link import RATE
from benchmarks.place import Place
from benchmarks.programs import ROOT, SMALL, sqs, surroundings, vim
from benchmarks.report import Figure, figure
from benchmarks.scripts import ANSWER, Key, answers, review
from benchmarks.terminal import FirstScreen, Stroke, Terminal, first_full_screen

_SSHD = Path("/usr/sbin/sshd")
_SEPARATION = Path("/run/sshd")
"""The empty folder that an sshd of root's asks for; where the system has not made it, it is made for the run."""
_QUIET = 0.6
"""Seconds without a byte after which a screen has settled on this line."""
_PAUSE = 0.3
_ECHO = "stty raw -echo; echo ready; exec cat"


class Shell(NamedTuple):
    """How a command is run at the far end of the line."""

    client: Sequence[str]
    place: Place

    def command(self, remote: Sequence[str]) -> list[str]:
        """The ssh command line of a command with its surroundings; colours are what the program itself chooses over SSH."""
        kept = {name: value for name, value in surroundings(self.place.home).items() if name not in _SET_BY_SSH}
        kept["SQS_TUI_COLOURS"] = "auto"
        return [*self.client, shlex.join(["exec", "env", *(f"{name}={value}" for name, value in kept.items()), *remote])]

    @property
    def compressed(self) -> "Shell":
        """The same with what is sent compressed (ssh -C)."""
        return self._replace(client=[part.replace("Compression=no", "Compression=yes") for part in self.client])

    def terminal(self, remote: Sequence[str]) -> Terminal:
        """A terminal of 80 by 24 with the command at the far end."""
        columns, rows = SMALL
        return Terminal(self.command(remote), columns=columns, rows=rows, environment=surroundings(self.place.home))


_SET_BY_SSH = {"PATH", "TERM", "USER"}


def over_ssh(place: Place) -> Iterator[Figure]:
    """Keys and connecting on a line of 150 ms there and back and 64 kbit/s each way."""
    lacking = [name for name in ("ssh", "ssh-keygen") if not shutil.which(name)] + ([] if _SSHD.exists() else [str(_SSHD)])
    if lacking:
        print(f"Nothing is measured over ssh: {', '.join(lacking)} is not installed.")
        return
    with ExitStack() as stack:
        shell = Shell(stack.enter_context(line(place.folder / "ssh")), place)
        yield from _keys(shell)
        yield from _connecting(shell)


def _keys(shell: Shell) -> Iterator[Figure]:
    place, count = shell.place, 8 if shell.place.quick else 40
    with shell.terminal(["sh", "-c", _ECHO]) as terminal:
        terminal.start("ready", quiet=_QUIET)
        echo = _times(terminal, [Key(ANSWER, "x")] * count)
    base = statistics.median(echo)
    against = f"echo of one byte {base:.0f}"
    editor = vim(place.text())
    if editor:
        with shell.terminal(editor) as terminal:
            terminal.start(place.text().name, quiet=1.5)
            moved = _times(terminal, [Key(ANSWER, "j")] * (count // 2))
        against += f"; vim moving {statistics.median(moved):.0f}"
    told = {
        "any key on Review": [stroke for _, stroke in _review(shell, review()[: count * 3]) if stroke.came],
        "answers on Review": _answers(shell, count),
        "answers on Review, ssh -C": _answers(shell.compressed, count),
    }
    for name, strokes in told.items():
        times = [stroke.last(_PAUSE) for stroke in strokes]
        size = statistics.median(len(stroke.data) for stroke in strokes)
        yield figure(
            f"over ssh: key to settled screen, {name}",
            times,
            budget=1.1 * base,
            against=f"{against}; {statistics.median(times) / base:.2f} x; {size:.0f} bytes, "
            f"which by themselves take {size * 8000 / RATE:.0f} ms of the line",
        )


def _answers(shell: Shell, count: int) -> list[Stroke]:
    return [stroke for key, stroke in _review(shell, answers(count)) if key.kind == ANSWER]


def _review(shell: Shell, keys: Iterable[Key]) -> list[tuple[Key, Stroke]]:
    library = shell.place.new()
    with shell.terminal(sqs(library, "open", fourteen(library), FIRST)) as terminal:
        terminal.start(ON_REVIEW, quiet=1.5)
        return _press(terminal, keys)


def _press(terminal: Terminal, keys: Iterable[Key]) -> list[tuple[Key, Stroke]]:
    return [(key, terminal.press(key.keys, quiet=_QUIET, patience=3.0)) for key in keys]


def _times(terminal: Terminal, keys: Iterable[Key]) -> list[float]:
    return [stroke.last(_PAUSE) for _, stroke in _press(terminal, keys)]


def _connecting(shell: Shell) -> Iterator[Figure]:
    place = shell.place
    library, editor = place.new(), vim(place.text())
    command = sqs(library, "open", fourteen(library), FIRST)
    ours, theirs = [], []
    for _ in range(place.rounds):
        ours.append(_first_screen(shell, command, ON_REVIEW))
        if editor:
            theirs.append(_first_screen(shell, editor, place.text().name))
    base = statistics.median(screen.milliseconds for screen in theirs) if theirs else None
    middle = statistics.median(screen.milliseconds for screen in ours)
    yield figure(
        "over ssh: connecting to a settled Review screen",
        [screen.milliseconds for screen in ours],
        budget=1.3 * base if base else None,
        against=f"vim {base:.0f}; {middle / base:.2f} x; {ours[0].size:,} bytes, vim {theirs[0].size:,}" if base else "no vim",
    )


def _first_screen(shell: Shell, command: Sequence[str], expected: str) -> FirstScreen:
    with shell.terminal(command) as terminal:
        return first_full_screen(terminal.start(expected, quiet=1.0), *SMALL)


@contextmanager
def line(folder: Path) -> Iterator[list[str]]:
    """An sshd, and a slow line to it; gives the beginning of the ssh command line."""
    folder.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_bytes((folder / "user.pub").read_bytes())
    port = _free_port()
    settings = {
        "Port": port,
        "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host",
        "PidFile": "none",
        "AuthorizedKeysFile": folder / "authorized",
        "StrictModes": "no",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "PermitRootLogin": "prohibit-password",
        "PrintMotd": "no",
        "PrintLastLog": "no",
        "UseDNS": "no",
    }
    (folder / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "utf-8")
    made = os.getuid() == 0 and not _SEPARATION.exists()
    if made:
        _SEPARATION.mkdir(mode=0o755)
    with ExitStack() as stack:
        if made:
            stack.callback(_SEPARATION.rmdir)
        daemon = [str(_SSHD), "-D", "-f", str(folder / "sshd_config"), "-E", str(folder / "log")]
        stack.callback(_end, subprocess.Popen(daemon))
        _wait_for(port, folder / "log")
        proxy = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.link", str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        stack.callback(_end, proxy)
        assert proxy.stdout
        yield _client(folder, int(proxy.stdout.readline()))


def _client(folder: Path, port: int) -> list[str]:
    options = {
        "UserKnownHostsFile": folder / "known",
        "StrictHostKeyChecking": "no",
        "BatchMode": "yes",
        "IdentitiesOnly": "yes",
        "LogLevel": "ERROR",
        "IdentityAgent": "none",
        "Compression": "no",
    }
    written = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    account = f"{getpass.getuser()}@127.0.0.1"
    return ["ssh", "-tt", "-F", "none", "-p", str(port), "-i", str(folder / "user"), *written, account]


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(port: int, log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"sshd does not listen: {log.read_text('utf-8', 'replace') if log.exists() else 'it has no log'}")


def _end(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait()
