"""Where a run of the benchmarks works: one temporary folder, which is gone at its end."""

from pathlib import Path

_LINES = 400


class Place:
    """A temporary folder; `quick` asks for few rounds, to try the benchmarks themselves."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.folder = folder
        self.quick = quick
        self.home = folder / "home"
        self.home.mkdir()
        self._libraries = 0

    @property
    def rounds(self) -> int:
        """How often something is measured that takes long: at least eleven times."""
        return 3 if self.quick else 11

    def new(self) -> Path:
        """Where a library may be made."""
        self._libraries += 1
        return self.folder / f"library-{self._libraries}"

    def text(self) -> Path:
        """A text for an editor to open."""
        file = self.folder / "text.txt"
        if not file.exists():
            lines = (f"{number}. The plan says who does what by when, and was reviewed.\n" for number in range(_LINES))
            file.write_text("".join(lines), "utf-8")
        return file
