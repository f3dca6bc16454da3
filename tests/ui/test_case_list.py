"""Importing a case list from the screen: the file, its columns, what becomes of its rows, and a yes."""

from pathlib import Path

from sqs_tui.domain.case_list import CaseList
from tests.store.helpers import snapshot
from tests.ui.hand import CASES_FILE, Hand, Stage


async def show(hand: Hand, path: Path | str = CASES_FILE, *more: str) -> None:
    """Name a file, and come to its columns."""
    await hand.press("i")
    assert hand.screen == "Form"
    await hand.burst("end", "ctrl+u")
    await hand.fill(str(path), *more, "ctrl+s")


def listed(stage: Stage) -> CaseList | None:
    return stage.other().sample.data.present


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text)
    return path


async def test_a_list_is_imported_after_a_yes_and_not_before(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("", size=size) as hand:
        await show(hand)
        assert hand.screen == "CaseListing"
        assert "cases.csv: 2 new, 1 refused" in hand.text
        assert "fact: Custodial element" in hand.text
        await hand.press("escape")
        assert listed(fresh) is None
        await show(hand)
        await hand.press("s")
        assert "2 cases would be imported" in hand.flowed
        assert "1 row is refused, and would be left out" in hand.flowed
        await hand.press("escape")
        assert listed(fresh) is None
        await hand.press("s", "y")
        assert "2 cases imported." in hand.notices[-1]
    found = listed(fresh)
    assert found
    assert [(case.reference, case.person, case.facts) for case in found.cases] == [
        ("X01", "P1", {"custody": "yes"}),
        ("X02", "P1", {"custody": "no"}),
    ]


async def test_every_row_is_shown_with_its_fate_or_only_those_refused(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await show(hand)
        await hand.press("]")
        assert "X01" in hand.text
        assert hand.text.count(" new") >= 2
        await hand.press("r", "end")
        assert "X01" not in hand.text
        assert 'column 4: "perhaps" is no answer to the fact custody; it may be Yes or No' in hand.flowed
        await hand.press("r")
        assert "X01" in hand.text
        await hand.press("enter")
        assert "That is done among the columns" in hand.notices[-1]


async def test_a_column_is_taken_for_something_else(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await show(hand)
        await hand.press("down", "down", "down", "enter", "o")  # custody, whose third value is none
        assert "3 new" in hand.text
        await hand.press("down", "enter", "k")
        assert "kept as Team" in hand.text
        await hand.press("s", "y")
    found = listed(fresh)
    assert found
    assert [case.facts for case in found.cases] == [{"Team": "East"}, {"Team": "West"}, {"Team": "East"}]


async def test_a_column_is_taken_for_a_fact(fresh: Stage, tmp_path: Path) -> None:
    async with fresh.open("") as hand:
        await show(hand, written(tmp_path, "A1,CM1,y\nA2,CM2,n\n"))
        assert "(no heading)" in hand.text
        await hand.press("down", "enter", "c", "down", "enter", "f")
        assert "Which fact does column 3 tell?" in hand.flowed
        (key,) = (line.split()[0] for line in hand.lines if "Custodial element" in line)
        await hand.press(key, "s", "y")
    found = listed(fresh)
    assert found
    assert [(case.case_manager, case.facts) for case in found.cases] == [("CM1", {"custody": "yes"}), ("CM2", {"custody": "no"})]


async def test_a_list_whose_references_nobody_finds_is_mapped_by_hand(fresh: Stage, tmp_path: Path) -> None:
    async with fresh.open("") as hand:
        await show(hand, written(tmp_path, "Nummer,Custody\nA1,y\n"))
        assert "none of its columns has the references: say which one has them (Enter on it)" in hand.flowed
        await hand.press("]")
        assert "none of its columns has the references" in hand.notices[-1]
        await hand.press("enter", "r")
        assert "1 new" in hand.text


async def test_the_first_row_is_taken_for_a_heading_or_a_case(fresh: Stage, tmp_path: Path) -> None:
    async with fresh.open("") as hand:
        await show(hand, written(tmp_path, "A1,CM1\nA2,CM2\n"))
        assert "2 new" in hand.text
        await hand.press("h")
        assert "none of its columns has the references" in hand.flowed
        await hand.press("h")
        assert "2 new" in hand.text


async def test_a_list_that_is_the_sample_makes_records_at_once(fresh: Stage, tmp_path: Path) -> None:
    async with fresh.open("") as hand:
        await show(hand, written(tmp_path, "Reference,Custody\nA1,y\nA2,n\n"))
        await hand.press("s", "r")
        await hand.until("A2")
        assert "Records made: 2; there already: 0." in hand.notices[-1]
    assert fresh.answers("A1")["custody"].value == "yes"


async def test_names_are_refused_and_generated_references_stand_in_their_place(fresh: Stage, tmp_path: Path) -> None:
    path = written(tmp_path, "Reference\nOkonkwo\nAdeyemi\n")
    mapping = tmp_path / "mapping.csv"
    async with fresh.open("") as hand:
        await show(hand, path)
        assert "2 refused" in hand.text
        await hand.press("s")
        assert "no row that could be imported" in hand.notices[-1]
        await hand.press("escape")
        await show(hand, path, "enter", "XX", "enter", "enter", "enter", str(mapping))
        assert "2 new" in hand.text
        await hand.press("]")
        assert "XX01" in hand.text
        await hand.press("s", "y")
        await hand.until(lambda: bool(hand.notices))
    assert "Okonkwo" in mapping.read_text("utf-8-sig")
    assert b"konkwo" not in b"".join(snapshot(fresh.path).values())


async def test_the_form_comes_again_with_what_was_typed_until_the_list_is_imported(fresh: Stage, tmp_path: Path) -> None:
    path = written(tmp_path, "Reference,Worker,Person\nOkonkwo,Jo Smith,Pat Brown\n")
    async with fresh.open("") as hand:
        await show(hand, path, "enter", "XX")
        await hand.press("]")
        assert "column 2: the case manager looks like a name" in hand.flowed
        assert "column 3: the person looks like a name" in hand.flowed
        assert "(Generate persons, in the form)" in hand.flowed
        assert "--" not in hand.text
        await hand.press("escape", "i")
        assert str(path)[:12] in hand.text
        assert "XX" in hand.text
        await hand.press("enter", "enter")
        await hand.fill("CM", "enter", "P", "ctrl+s")
        await hand.press("s")
        assert "Which codes stand for whom is kept nowhere" in hand.flowed
        await hand.press("y")
        await hand.until(lambda: bool(hand.notices))
        await hand.press("i")
        assert str(path)[:12] not in hand.text


async def test_what_is_wrong_with_the_file_is_told_in_the_form(fresh: Stage, tmp_path: Path) -> None:
    async with fresh.open("") as hand:
        for path, says in (
            ("", "Name the file."),
            (tmp_path / "none.csv", "there is no such file"),
            (written(tmp_path, 'Reference\n"A1\n'), "row 2, column 1"),
        ):
            await show(hand, path)
            assert hand.screen == "Form"
            assert says in hand.flowed
            await hand.burst("ctrl+u")
            await hand.press("escape")
        await show(hand, CASES_FILE, "enter", "XX", "enter", "enter", "enter", str(fresh.path / "m.csv"))
        assert "lies in the library" in hand.flowed
        assert listed(fresh) is None


async def test_markup_in_a_list_is_data(fresh: Stage, tmp_path: Path) -> None:
    async with fresh.open("") as hand:
        await show(hand, written(tmp_path, "Reference,[b]x[/b]\n[red]A1[/red],[bold]\n"))
        assert "[b]x[/b]" in hand.text
        await hand.press("]")
        assert "[red]A1[/red]" in hand.text


async def test_a_damaged_sample_is_told_and_nothing_is_imported(fresh: Stage) -> None:
    (fresh.path / fresh.folder / "sample.json").write_bytes(b"[]")
    async with fresh.open("") as hand:
        await show(hand)
        assert hand.screen == "Form"
        assert "sample.json is damaged" in hand.flowed
    assert (fresh.path / fresh.folder / "sample.json").read_bytes() == b"[]"


async def test_in_the_private_view_no_list_is_shown(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("v", "i")
        assert hand.screen == "InspectionScreen"
        assert "private view" in hand.notices[-1].lower()
