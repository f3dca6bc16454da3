"""The faults that the program tells its user about: each one sentence on what is wrong, where, and what to do."""


class SqsError(Exception):
    """A fault that is shown to the user as it reads; `str()` of it is one line."""

    exit_code = 2
    """What the command line exits with: 1 for problems found in data, 2 for wrong use or a place that cannot be used."""


class InstrumentError(SqsError):
    """The criteria file cannot be used; the message names the place in the file."""

    exit_code = 1


class LibraryError(SqsError):
    """The library, or something that was looked for in it, cannot be used."""


class DamagedFileError(LibraryError):
    """A file of the library cannot be read as what it should be; it has been left as it is."""

    exit_code = 1

    @property
    def what(self) -> str:
        """What is wrong with the file, without its place: "it is empty"."""
        return str(self).partition(" is damaged: ")[2].partition(". It is left as it is at ")[0] or str(self)


class SealedError(LibraryError):
    """A record takes no changes of this kind: it is checked, signed off or in the trash."""


class NotSavedError(LibraryError):
    """A change could not be written; what is on the screen is not on disk yet."""

    @property
    def why(self) -> str:
        """The reason without the file, for where there is little room: "the disk is full; …"."""
        return str(self).partition(" was not saved: ")[2] or str(self)


class ConfidenceError(SqsError):
    """What was said in confidence does not leave the program."""


class ExportError(SqsError):
    """A letter or a table could not be made, or not be written where it was asked for."""


class OpenProblemsError(ExportError):
    """The letter has problems that are neither mended nor waived, and no draft was asked for."""

    exit_code = 1


class CaseListError(SqsError):
    """A case list cannot be imported; the message names the row and the column that are at fault, where they are."""

    exit_code = 1
