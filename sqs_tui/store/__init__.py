"""The library on disk: TinyDB behind one small door, so that nothing is lost and nothing is half written."""

import sys


def _import_msgspec_alone() -> None:
    """Import msgspec without typing_extensions, which takes as long to import as all the rest of it.

    Where msgspec finds that package, it takes from it what Python's own `typing` has, too, since 3.11.
    """
    if "typing_extensions" not in sys.modules:
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # Python's way to say that there is none
        try:
            import msgspec  # noqa: F401, PLC0415 - this is what it is about
        finally:
            del sys.modules["typing_extensions"]


_import_msgspec_alone()
