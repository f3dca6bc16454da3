"""What each command of the command line takes: a function adds the arguments of one command to its parser."""

import argparse
from datetime import date

from sqs_tui import plain_completion, plain_criteria, plain_lists, plain_states
from sqs_tui.export import FORMS, PIECES, SAMPLE, WHOLE


def inspection(parser: argparse.ArgumentParser) -> None:
    """An inspection."""
    parser.add_argument("inspection", metavar="INSPECTION")


def inspection_and_record(parser: argparse.ArgumentParser) -> None:
    """An inspection, and perhaps one of its records."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD", nargs="?")


def review(parser: argparse.ArgumentParser) -> None:
    """What `review` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument(
        "--plain", action="store_true", help="line by line, for screen readers and terminals that can show no screen"
    )


def summary(parser: argparse.ArgumentParser) -> None:
    """What `summary` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument(
        "--by",
        metavar="WHAT",
        help="break it down by a fact such as custody, by inspector, or by case-manager; small groups are hidden",
    )
    for name, many in (("question", "questions"), ("section", "sections"), ("area", "areas")):
        says = f"with --by: only this {name}, by its id; may be repeated"
        parser.add_argument(f"--{name}", dest=many, action="append", default=[], metavar="ID", help=says)
    parser.add_argument("--csv", action="store_true", help="with --by: print CSV, for spreadsheets")


def letter(parser: argparse.ArgumentParser) -> None:
    """What `letter` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--html", action="store_true", help="print it as HTML")


def verify(parser: argparse.ArgumentParser) -> None:
    """What `verify` takes."""
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?", help="the inspection (default: all)")
    parser.add_argument("--repair", action="store_true", help="carry out the repairs that are offered, after a snapshot")


def allocate(parser: argparse.ArgumentParser) -> None:
    """What `allocate` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    records = parser.add_argument(
        "records",
        metavar="RECORD",
        nargs="+",
        default=(),
        help="a reference, or a run such as BU01..BU05 (default with --among: all that nobody has)",
    )
    records.required = False  # with "*" argparse would take none at once, and refuse those that stand behind an option
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", metavar="NAME", help="the inspector who reviews them")
    whom.add_argument("--among", metavar="NAMES", help="inspectors who share them as evenly as can be: ann,ben")
    whom.add_argument("--release", action="store_true", help="let go of them: anyone may claim them")


def state(parser: argparse.ArgumentParser) -> None:
    """What `state` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("records", metavar="RECORD", nargs="*")
    parser.add_argument("state", metavar="STATE", choices=plain_states.STATES, help=", ".join(plain_states.STATES))
    parser.add_argument("--all", action="store_true", help="every record of the inspection")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why what is checked or signed off is opened again")


def waive(parser: argparse.ArgumentParser) -> None:
    """What `waive` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("question", metavar="QUESTION")
    why = parser.add_mutually_exclusive_group(required=True)
    why.add_argument("--reason", default="", metavar="TEXT", help="why its problem may stand")
    why.add_argument("--take-back", action="store_true", help="it may no longer stand")


def trash(parser: argparse.ArgumentParser) -> None:
    """What `trash` takes."""
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?")
    parser.add_argument("record", metavar="RECORD", nargs="?")
    parser.add_argument("--list", action="store_true", help="list the inspections in the trash, or an inspection's records")


def delete(parser: argparse.ArgumentParser) -> None:
    """What `delete` takes."""
    parser.add_argument("inspection", metavar="INSPECTION", help="the inspection in the trash, or that of the record")
    parser.add_argument("record", metavar="RECORD", nargs="?", help="a record in the trash")
    parser.add_argument("--snapshots", action="store_true", help="its copies in the snapshots, too")
    parser.add_argument("--name", metavar="NAME", help="the name of what is deleted, where nobody is there to type it")


def export(parser: argparse.ArgumentParser) -> None:
    """What `export` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    known = (*PIECES.values(), SAMPLE, WHOLE)
    pieces = "; ".join(f"{piece.id} ({', '.join(piece.forms)})" for piece in known)
    parser.add_argument(
        "piece",
        metavar="WHAT",
        nargs="?",
        choices=[piece.id for piece in known],
        help=f"what to write, and as what: {pieces} (default: the letter; as JSON the whole inspection)",
    )
    parser.add_argument(
        "--format", choices=tuple(FORMS), help="what to write it as (default: what the file's name ends in, else the first)"
    )
    parser.add_argument("--output", metavar="PATH", help="the file (default: one named after the inspection, in this folder)")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument(
        "--draft", action="store_true", help="write the letter although problems are open, and mark it as a draft"
    )


def backup(parser: argparse.ArgumentParser) -> None:
    """What `backup` takes."""
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?", help="the inspection (default: all)")
    parser.add_argument("--output", metavar="FILE", help="write one archive that can be carried, and print its name")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def restore(parser: argparse.ArgumentParser) -> None:
    """What `restore` takes."""
    parser.add_argument("inspection", metavar="INSPECTION", help="the inspection, also one that is no longer there")
    parser.add_argument("snapshot", metavar="SNAPSHOT", nargs="?", help="its name, or any beginning that no other has")
    parser.add_argument("--from", dest="archive", metavar="FILE", help="bring back from an archive instead of a snapshot")
    parser.add_argument(
        "--file",
        dest="files",
        action="append",
        default=[],
        metavar="PLACE",
        help="only this, such as cases/BU07.json; may be repeated",
    )
    parser.add_argument("--yes", action="store_true", help="do it without asking")


def changes(parser: argparse.ArgumentParser) -> None:
    """What `changes` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--since", metavar="WHEN", help="only what was changed since: 2013-03-18, or 2013-03-18T10:42")
    parser.add_argument("--by", metavar="WHO", help="only what this account changed")


def find(parser: argparse.ArgumentParser) -> None:
    """What `find` takes."""
    parser.add_argument(
        "words",
        metavar="WORDS",
        nargs="+",
        help="words that must all match, and filters such as question:2.4; before them an INSPECTION, to find in that alone",
    )
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="print no more than N places (default: 50)")


def history(parser: argparse.ArgumentParser) -> None:
    """What `history` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("question", metavar="QUESTION")


def conflicts(parser: argparse.ArgumentParser) -> None:
    """What `conflicts` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--settle", metavar="LINE_ID", help="let what this line says stand (the list has its id)")
    parser.add_argument("--reason", metavar="TEXT", help="why it stands")


def second(parser: argparse.ArgumentParser) -> None:
    """What `second` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument(
        "records", metavar="RECORD", nargs="*", help="the records to be scored again (default: list what there is)"
    )
    parser.add_argument("--to", metavar="NAME", help="the inspector who scores them again, not the one who scored them first")
    parser.add_argument("--qa", action="store_true", help="as a QA dip sample")
    parser.add_argument("--share", metavar="SIZE", help="draw a share of the finished records, such as 20%%, or a number of them")
    parser.add_argument("--seed", metavar="SEED", help="draw the same records again as with this seed (default: any; it is told)")


def sample(parser: argparse.ArgumentParser) -> None:
    """What `sample` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--size", metavar="N", help="draw so many cases, or a share such as 20%% (default: tell of the sample)")
    parser.add_argument("--seed", metavar="TEXT", help="the seed to draw by (default: any; it is told and kept)")
    parser.add_argument("--by", default="", metavar="FACTS", help="strata in proportion, by one fact or two: custody,Team")
    parser.add_argument("--cap", type=int, metavar="N", help="the most cases of one case manager")
    parser.add_argument("--person", action="store_true", help="one case a person at most")
    parser.add_argument("--reserve", type=int, metavar="N", help="how many reserves (default: half the size)")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why another sample is drawn, where there is one")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would be drawn")
    parser.add_argument("--check", action="store_true", help="draw again from the kept list and seed, and compare")


def replace(parser: argparse.ArgumentParser) -> None:
    """What `replace` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("case", metavar="REFERENCE", help="the case of the sample that a reserve stands in for")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why it is replaced")
    parser.add_argument("--begun", action="store_true", help="also where somebody has begun to review it")


def interest(parser: argparse.ArgumentParser) -> None:
    """What `interest` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("inspector", metavar="INSPECTOR", nargs="?", help="who is kept out (default: list all)")
    parser.add_argument("cases", metavar="FACT=VALUE", nargs="?", help="of which cases, such as Team=East or reference=BU07")
    parser.add_argument("--withdraw", action="store_true", help="let it no longer hold")


def moderate(parser: argparse.ArgumentParser) -> None:
    """What `moderate` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("question", metavar="QUESTION")
    decision = parser.add_mutually_exclusive_group(required=True)
    decision.add_argument("--answer", metavar="VALUE", help="the answer that the record gets, such as yes")
    decision.add_argument("--as-it-is", action="store_true", help="the record's answer stays as it is")
    parser.add_argument("--reasons", default="", metavar="LIST", help="the reasons for the answer: vague,late")
    parser.add_argument("--why", required=True, metavar="TEXT", help="why that is decided")
    parser.add_argument("--second", metavar="NAME", help="who scored it again, where several have")


def retain(parser: argparse.ArgumentParser) -> None:
    """What `retain` takes."""
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?", help="only this one (default: all)")
    parser.add_argument("--remove", action="store_true", help="remove what is due, for good, after it was listed and agreed to")
    parser.add_argument("--yes", action="store_true", help="do not ask first")


def compare(parser: argparse.ArgumentParser) -> None:
    """What `compare` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("other", metavar="OTHER", nargs="?", help="the inspection that it is compared with")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="with all others of the library, their answers pooled")
    which.add_argument("--over-time", action="store_true", help="with those of the same service, in the order of their fieldwork")
    which.add_argument("--spread", action="store_true", help="how each question lies among all inspections of the library")
    parser.add_argument("--reasons", action="store_true", help="the commonest reasons, of another inspection or of all")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print CSV, for spreadsheets")
    with_json(form)


def merge(parser: argparse.ArgumentParser) -> None:
    """What `merge` takes."""
    parser.add_argument("other", metavar="OTHER_LIBRARY", help="the folder that holds the other inspections")
    parser.add_argument("inspection", metavar="INSPECTION", nargs="?", help="only this one, by its folder there (default: all)")
    parser.add_argument("--dry-run", action="store_true", help="only tell what would come")


def import_(parser: argparse.ArgumentParser) -> None:
    """What `import` takes."""
    parser.add_argument(
        "file", metavar="FILE", help="an inspection that `export --format json` wrote, or with --into a case list"
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell what would come")
    listed = parser.add_argument_group("case lists", "A case list is a CSV file; it is imported whole or not at all.")
    listed.add_argument("--into", metavar="INSPECTION", help="the inspection that the case list is for")
    listed.add_argument("--header", choices=("yes", "no"), help="whether a heading stands above the cases (default: as it looks)")
    for option, kept, metavar, says in (
        ("--column", "columns", "FIELD=COLUMN", f"take a column, by its number or heading, for {', '.join(plain_lists.FIELDS)}"),
        ("--fact", "facts", "FACT=COLUMN", "take a column for a fact of the criteria"),
        ("--keep", "keeps", "COLUMN", "keep a column that is no fact of the criteria, such as Team, to draw samples by"),
    ):
        listed.add_argument(option, dest=kept, action="append", default=[], metavar=metavar, help=f"{says}; may be repeated")
    for option, example, says in (
        ("--generate", "BU", "references (BU01, BU02 and so on)"),
        ("--generate-staff", "CM", "codes of the case managers"),
        ("--generate-persons", "P", "codes of the persons"),
    ):
        listed.add_argument(option, default="", metavar=example, help=f"generate {says} in the place of those in the list")
    listed.add_argument(
        "--mapping", default="", metavar="FILE", help="keep there, outside the library, what generated codes mean"
    )
    listed.add_argument("--force", action="store_true", help="write over a mapping that is there, instead of going on with it")
    listed.add_argument("--leave-out-refused", action="store_true", help="import the other rows where some are refused")
    listed.add_argument("--records", action="store_true", help="make every case a record: the list is the sample")


def cases(parser: argparse.ArgumentParser) -> None:
    """What `cases` takes."""
    parser.add_argument("inspection", metavar="INSPECTION")
    parser.add_argument("--csv", action="store_true", help="print CSV, for a spreadsheet")


def completion(parser: argparse.ArgumentParser) -> None:
    """What `completion` takes."""
    named = (plain_completion.INSPECTIONS, plain_completion.RECORDS)
    parser.add_argument(
        "what",
        metavar="SHELL",
        choices=(*plain_completion.SHELLS, *named),
        help=f"the script for {', '.join(plain_completion.SHELLS)}; {' or '.join(named)}: the names that it asks for",
    )
    parser.add_argument("words", metavar="WORD", nargs="*", help="the line as far as it is typed, behind --")


def with_json(parser: argparse._ActionsContainer) -> None:
    """The option that asks for JSON."""
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def new(parser: argparse.ArgumentParser) -> None:
    """What `new` takes."""
    parser.add_argument("--area", required=True, help="the area, such as Bury")
    parser.add_argument("--service", default="", help="the service that is inspected")
    parser.add_argument(
        "--from", dest="fieldwork_from", type=_day, default="", metavar="DAY", help="first day of fieldwork: 2013-03-18"
    )
    parser.add_argument("--to", dest="fieldwork_to", type=_day, default="", metavar="DAY", help="last day of fieldwork")
    parser.add_argument("--published", type=_day, default="", metavar="DAY", help="the day on which the letter is published")
    for name, says in (
        ("lead", "who leads the inspection"),
        ("contact", "how to reach them"),
        ("addressee", "whom the letter goes to"),
        ("sender", "whom it comes from"),
        ("letterhead", "what stands at its top"),
    ):
        parser.add_argument(f"--{name}", default="", help=says)
    parser.add_argument(
        "--copy", dest="copies", action="append", default=[], metavar="WHOM", help="who gets a copy; may be repeated"
    )
    parser.add_argument("--cases", type=_references, default=(), help="records to begin with: BU01..BU14, or BU01, BU02")
    parser.add_argument("--criteria", metavar="FILE", help="the criteria to inspect by (default: those of the program)")
    parser.add_argument("--letter", metavar="FILE", help="the template of the letter (default: the one in the criteria)")


def criteria(parser: argparse.ArgumentParser) -> None:
    """What `criteria` takes."""
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", required=True)
    check = commands.add_parser("check", help="say what is wrong with a criteria file")
    check.add_argument("criteria", metavar="FILE")
    check.set_defaults(run=plain_criteria.check)
    show = commands.add_parser("show", help="show the questions of a criteria file")
    show.add_argument("--criteria", metavar="FILE", help="the file (default: the criteria of the program)")
    with_json(show)
    letter = commands.add_parser("letter", help="print the template of the letter, to change it for `new --letter`")
    letter.add_argument("--criteria", metavar="FILE", help="the file that it is in (default: the criteria of the program)")
    letter.set_defaults(run=plain_criteria.letter)


def keys(parser: argparse.ArgumentParser) -> None:
    """What `keys` takes."""
    parser.add_argument("--markdown", action="store_true", help="print them as a table in Markdown")


def _day(text: str) -> str:
    """A day as the files keep it; an empty one is not known yet."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write one as 2013-03-18") from None


def _references(text: str) -> tuple[str, ...]:
    from sqs_tui.domain.references import expand_references

    try:
        return expand_references(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault).removesuffix(".")) from None
