"""What a user may set, in a file of TOML: one field a setting, with its default and its meaning.

A wrong setting is one sentence and counts as its default; the others hold. For one terminal, or one start, the environment may
say otherwise: SQS_TUI_THEME=contrast goes before `theme` in the file.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta
from msgspec.structs import FieldInfo, fields, replace

from sqs_tui.keys import DEFAULT_KEYS, Keys, sound
from sqs_tui.text import clean_text

_PREFIX = "SQS_TUI_"

Theme = Literal["auto", "dark", "light", "contrast", "colour-safe", "ansi"]
Colours = Literal["auto", "ansi", "256", "truecolor", "none"]
Signs = Literal["auto", "unicode", "ascii"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be set."""

    keys: Annotated[dict[str, Any], Meta(description='Keys by command, such as "review.note" = ["e", "f2"].')] = {}
    auto_advance: Annotated[bool, Meta(description="After an answer, go on to the next open question.")] = True
    single_key_answers: Annotated[
        bool, Meta(description="A key answers at once; where false, it only marks the answer and Enter gives it.")
    ] = True
    private_view: Annotated[bool, Meta(description="Open every case in the private view.")] = False
    phrases: Annotated[
        Literal["inspection", "library"],
        Meta(
            description="Where phrases for notes come from: your earlier notes of this inspection, or also those of the others "
            "in the library, as far as you used them in two cases or more and they name nobody."
        ),
    ] = "inspection"
    find_notes: Annotated[
        bool, Meta(description="Find also what was noted in the other inspections of the library, as long as that is kept.")
    ] = False
    abbreviations: Annotated[
        dict[str, str], Meta(description='Short forms for notes, such as iro = "independent reviewing officer".')
    ] = {}
    hints: Annotated[
        int, Meta(ge=0, le=99, description="How often you use a key until its hint is no longer shown; 0 shows no hints.")
    ] = 3
    theme: Annotated[
        Theme, Meta(description="The colours of the screens; auto means the terminal's own over SSH, else dark.")
    ] = "auto"
    colours: Annotated[
        Colours,
        Meta(
            description="How many colours are sent; auto means the terminal's own sixteen over SSH, where each costs time, else "
            "all it has."
        ),
    ] = "auto"
    signs: Annotated[
        Signs,
        Meta(description="Which signs are drawn; auto means Unicode where the terminal can; from the next start on."),
    ] = "auto"
    paint: Annotated[
        Literal["changes", "all"],
        Meta(description="What is sent for each key: what has changed, or all that Textual paints; from the next start on."),
    ] = "changes"
    editor: Annotated[str, Meta(description="Your external editor with its options, else $VISUAL, else $EDITOR, else vi.")] = ""
    designation: Annotated[
        str, Meta(description="How you sign, such as HM Inspector; the lead inspector of a new inspection, unless changed.")
    ] = ""
    word_profile: Annotated[
        str, Meta(description="The words for proportions of a new inspection, by the id that its criteria give them.")
    ] = ""
    snapshot_minutes: Annotated[
        int, Meta(ge=1, le=1440, description="Minutes between two snapshots of an inspection that is open and changes.")
    ] = 60
    snapshots_all_hours: Annotated[int, Meta(ge=1, le=8760, description="Hours for which every snapshot is kept.")] = 24
    snapshots_daily_days: Annotated[
        int, Meta(ge=0, le=3660, description="Days, from then on, for which the last of each day is kept.")
    ] = 14
    snapshots_weekly_weeks: Annotated[
        int, Meta(ge=0, le=520, description="Weeks, from then on, for which the last of each week is kept.")
    ] = 26

    retention_months: Annotated[
        int,
        Meta(
            ge=0,
            le=1200,
            description="Months after publication, when every record is signed off, after which `retain` removes notes and "
            "histories; 0 means never.",
        ),
    ] = 12

    @property
    def made_keys(self) -> Keys:
        """The command table with the keys moved as set."""
        return Keys(self.keys) if self.keys else DEFAULT_KEYS


DEFAULTS = Settings()


class SettingsFile:
    """The settings as they are, read again when their file has changed."""

    def __init__(self, path: Path, environment: Mapping[str, str]) -> None:
        self.path = path
        self._environment = environment
        self._seen = _identity(path)
        self.settings, self.faults = read_settings(path, environment)

    def look(self) -> bool:
        """Read the file again where it has changed, and give whether there is anything new, be it a fault."""
        seen = _identity(self.path)
        if seen == self._seen:
            return False
        before = self.settings, self.faults
        self._seen = seen
        self.settings, self.faults = read_settings(self.path, self._environment)
        return (self.settings, self.faults) != before


def read_settings(path: Path, environment: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings in a file, which need not be there, and in the environment; and what is wrong with them, a sentence each."""
    found, faults = _in_file(path)
    settings = DEFAULTS
    known = {field.name: field for field in fields(Settings)}
    for name, value in found.items():
        if name not in known:
            faults.append(f"{path.name}: there is no setting “{clean_text(name, one_line=True)}”; `sqs-tui settings` lists them.")
            continue
        settings = _with(settings, known[name], value, f"{path.name}: {name} = ", faults)
    for name, field in known.items():
        value = environment.get(variable(name), "")
        if value and _plain(field):
            settings = _with(settings, field, value, f"{variable(name)}=", faults)
    moved, clashes = sound(settings.keys)
    faults += [f"{path.name}: {clash}." for clash in clashes]
    return replace(settings, keys=moved), faults


def variable(name: str) -> str:
    """The environment variable that goes before a setting."""
    return f"{_PREFIX}{name.upper()}"


def documented(settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    """Every setting: its name, its default and its present value as TOML writes them, and what it means with what it may be."""
    for field in fields(Settings):
        may_be = " or ".join(map(str, _words(field)))
        says = str(_meta(field).description) + (f" It may be {may_be}." if may_be else "")
        yield field.name, as_toml(getattr(DEFAULTS, field.name)), as_toml(getattr(settings, field.name)), says


def as_toml(value: object) -> str:
    """A value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case Mapping():
            held = ", ".join(f"{as_toml(key)} = {as_toml(one)}" for key, one in value.items())
            return f"{{ {held} }}" if held else "{}"
        case list() | tuple():
            return f"[{', '.join(map(as_toml, value))}]"
        case int():
            return str(value)
    return msgspec.json.encode(str(value)).decode()


def _identity(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of a file from another without reading it; None where it is not there."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns


def _in_file(path: Path) -> tuple[dict[str, Any], list[str]]:
    """What a file of settings holds; of one that cannot be read nothing."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}, []
    except OSError as fault:
        return {}, [f"{path.name} cannot be read ({fault.strerror}): every setting has its default until it can."]
    import tomllib  # noqa: PLC0415 - few have such a file, and each import costs time before the first screen

    try:
        return tomllib.loads(data.decode()), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        says = clean_text(str(fault), one_line=True)
        return {}, [f"{path.name} is no TOML ({says}): every setting has its default until you mend it."]


def _with(settings: Settings, field: FieldInfo, value: object, told: str, faults: list[str]) -> Settings:
    """The settings with one of them set, or with a fault more."""
    try:
        made = msgspec.convert(value, field.type, strict=not isinstance(value, str))
    except msgspec.ValidationError:
        may_be = ", ".join(map(str, _words(field)))
        faults.append(
            f"{told}{clean_text(as_toml(value), one_line=True)} is {f'none of {may_be}' if may_be else _kind(field)}; "
            f"it counts as {as_toml(getattr(DEFAULTS, field.name))} until you mend it."
        )
        return settings
    if isinstance(made, str):
        made = clean_text(made, one_line=True)
    elif field.name == "abbreviations":
        made = {clean_text(short, one_line=True): clean_text(long, one_line=True) for short, long in made.items()}
    return replace(settings, **{field.name: made})


def _bare(field: FieldInfo) -> Any:  # noqa: ANN401 - types are values here
    return get_args(field.type)[0]


def _meta(field: FieldInfo) -> Meta:
    meta = get_args(field.type)[1]
    assert isinstance(meta, Meta)  # noqa: S101 - every field of Settings has one
    return meta


def _words(field: FieldInfo) -> tuple[object, ...]:
    return get_args(_bare(field)) if get_origin(_bare(field)) is Literal else ()


def _plain(field: FieldInfo) -> bool:
    """Whether an environment variable can hold it."""
    return get_origin(_bare(field)) is not dict


def _kind(field: FieldInfo) -> str:
    """What a wrong value is not, for sentences."""
    bare, meta = _bare(field), _meta(field)
    if bare is int:
        return f"no whole number from {meta.ge} to {meta.le}"
    return {bool: "neither true nor false", str: "no text in quotes"}.get(bare, "no table such as it must be")
