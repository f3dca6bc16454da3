"""The settings: what holds, and what is said of what cannot."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.settings import DEFAULTS, Settings, SettingsFile, as_toml, documented, read_settings, variable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def read(path: Path, text: str, **environment: str) -> tuple[Settings, list[str]]:
    path.write_text(text, encoding="utf-8")
    return read_settings(path, environment)


def test_without_a_file_every_setting_has_its_default(path: Path) -> None:
    assert read_settings(path, {}) == (DEFAULTS, [])


def test_what_is_set_holds(path: Path) -> None:
    settings, faults = read(
        path, 'theme = "contrast"\nhints = 0\n[keys]\n"review.note" = "z"\n[abbreviations]\niro = "the officer"\n'
    )
    assert not faults
    assert (settings.theme, settings.hints, settings.abbreviations) == ("contrast", 0, {"iro": "the officer"})
    assert settings.made_keys.of("review.note") == "z"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('theme = "blue"', 'theme = "blue" is none of auto, dark, light, contrast, colour-safe, ansi; it counts as "auto"'),
        ("hints = 200", "hints = 200 is no whole number from 0 to 99; it counts as 3"),
        ("hints = true", "hints = true is no whole number from 0 to 99; it counts as 3"),
        ("auto_advance = 3", "auto_advance = 3 is neither true nor false; it counts as true"),
        ("editor = 3", 'editor = 3 is no text in quotes; it counts as ""'),
        ("keys = 3", "keys = 3 is no table such as it must be; it counts as {}"),
        ("fonts = 3", "there is no setting “fonts”; `sqs-tui settings` lists them."),
        ("theme = ", "is no TOML"),
        ('[keys]\n"review.fly" = "z"', "there is no command review.fly; `sqs-tui keys` lists them."),
        ('[keys]\n"review.undo" = "ctrl+h"', "no terminal sends “ctrl+h” as a key; review.undo has u until you mend it."),
        ('[keys]\n"review.undo" = []', "no terminal sends “” as a key"),
        ('[keys]\n"review.undo" = "y"', "y is a key for answers, and cannot run review.undo"),
        ('[keys]\n"home.new" = "down"', "Down moves in lists and texts, and cannot run home.new"),
        ('[keys]\n"review.go-on" = "z"', "Enter and Esc stay where they are"),
        ('[keys]\n"review.undo" = "enter"', "Enter and Esc stay where they are"),
        ('[keys]\n"letter.done" = "x"', "x is for the text that is typed while letter.done applies"),
        ('[keys]\n"home.new" = "n"\n"home.leave" = "n"', "n would run both home.new and home.leave on Inspections"),
        ('[keys]\n"review.quote" = "e"', "e would run both review.note and review.quote on Review"),
        ('[keys]\n"app.help" = "g"', "g would run both"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_counts_as_its_default(path: Path, text: str, says: str) -> None:
    settings, faults = read(path, f"{text}\n")
    assert settings == DEFAULTS
    (fault,) = faults
    assert says in fault
    assert fault.startswith("settings.toml")
    assert fault.endswith(".")
    assert "\n" not in fault


def test_what_is_sound_beside_a_fault_holds(path: Path) -> None:
    settings, faults = read(
        path, 'hints = "many"\ndesignation = "HM Inspector"\n[keys]\n"review.undo" = "y"\n"review.note" = "z"\n'
    )
    assert len(faults) == 2
    assert settings.designation == "HM Inspector"
    assert settings.keys == {"review.note": ("z",)}


def test_two_keys_can_be_exchanged(path: Path) -> None:
    settings, faults = read(path, '[keys]\n"review.note" = "E"\n"review.editor" = "e"\n')
    assert not faults
    assert settings.made_keys.map("Review")["e"] == "review.editor"


def test_a_file_that_cannot_be_read_is_told(path: Path) -> None:
    path.mkdir()
    settings, faults = read_settings(path, {})
    assert settings == DEFAULTS
    assert faults == ["settings.toml cannot be read (Is a directory): every setting has its default until it can."]


def test_control_characters_are_kept_out(path: Path) -> None:
    settings, faults = read(path, 'designation = "A\\u001b[2JB"\n"\\u001b[2J" = 1\n[abbreviations]\nx = "a\\u009bb"\n')
    assert settings.designation == "A[2JB"
    assert settings.abbreviations == {"x": "ab"}
    assert not [character for fault in faults for character in fault if ord(character) < 32]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("hints", "7", 7), ("auto_advance", "false", False), ("theme", "light", "light"), ("editor", "nano -w", "nano -w")],
)
def test_the_environment_goes_before_the_file(path: Path, name: str, text: str, value: object) -> None:
    settings, faults = read(path, 'hints = 1\nauto_advance = true\ntheme = "dark"\neditor = "vi"\n', **{variable(name): text})
    assert not faults
    assert getattr(settings, name) == value


def test_a_wrong_word_in_the_environment_is_told_by_its_name(path: Path) -> None:
    settings, faults = read_settings(path, {"SQS_TUI_COLOURS": "pink", "SQS_TUI_LIBRARY": "somewhere"})
    assert settings == DEFAULTS
    assert faults == [
        'SQS_TUI_COLOURS="pink" is none of auto, ansi, 256, truecolor, none; it counts as "auto" until you mend it.'
    ]


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = SettingsFile(path, {})
    assert not file.look()
    path.write_text("hints = 5\n", encoding="utf-8")
    assert file.look()
    assert file.settings.hints == 5
    with monkeypatch.context() as closed:
        closed.setattr(Path, "read_bytes", lambda _: pytest.fail("it was opened"))
        assert not file.look()
    path.unlink()
    assert file.look()
    assert file.settings == DEFAULTS


def test_every_setting_is_documented_with_its_default_and_its_value(path: Path) -> None:
    rows = list(documented(read(path, "hints = 5\n")[0]))
    assert [name for name, *_ in rows] == list(Settings.__struct_fields__)
    assert ("hints", "3", "5") in [row[:3] for row in rows]
    assert all(says.endswith(".") for *_, says in rows)


VALUES = st.recursive(
    st.booleans() | st.integers(-5, 10**6) | st.text(st.characters(codec="utf-8", exclude_categories=("Cc",))),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc-", min_size=1), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(Settings.__struct_fields__), VALUES))
def test_whatever_the_file_holds_there_are_settings_and_sentences(
    tmp_path_factory: pytest.TempPathFactory, held: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_text("".join(f"{name} = {as_toml(value)}\n" for name, value in held.items()), encoding="utf-8")
    settings, faults = read_settings(path, os.environ)
    settings.made_keys.map("Review")
    assert all(isinstance(fault, str) and fault.endswith(".") and "no TOML" not in fault for fault in faults)
