"""Case lists as services send them, good and bad, to the byte: each is imported whole, or refused by row and column."""

from typing import NamedTuple

XLSX = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes(40)
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)
PLAIN = "Reference,Case manager,Custody\r\nBU01,CM1,yes\r\nBU02,CM2,no\r\n"
CASES = ["BU01 CM1 custody=yes", "BU02 CM2 custody=no"]
"""What `PLAIN` comes to: the reference, the case manager, the inspector, the person and the facts, those that there are."""
ACCENTS = "Reference,Team\r\nBU01,Équipe\r\n"


class CaseFile(NamedTuple):
    """A file, what its import is told, and what comes of it."""

    content: bytes
    options: str = ""
    """Behind `import FILE --into INSPECTION`."""
    cases: list[str] = []  # noqa: RUF012 - never changed
    """What is imported; nothing, where it is refused."""
    refused: tuple[str, ...] = ()
    """What is told of a file that is refused."""
    says: str = ""
    """What is told besides of one that is imported."""


def good(content: str | bytes, cases: list[str], options: str = "", says: str = "") -> CaseFile:
    """A file that is imported whole."""
    return CaseFile(content.encode() if isinstance(content, str) else content, options, cases, says=says)


def bad(content: str | bytes, *refused: str, options: str = "") -> CaseFile:
    """A file that is refused as a whole."""
    return CaseFile(content.encode() if isinstance(content, str) else content, options, refused=refused)


FILES: dict[str, CaseFile] = {
    # Encodings
    "utf-8": good(PLAIN, CASES, says="read as UTF-8"),
    "utf-8 with a mark": good(b"\xef\xbb\xbf" + PLAIN.encode(), CASES),
    "utf-16 little-endian": good(b"\xff\xfe" + PLAIN.encode("utf-16-le"), CASES, says="read as UTF-16"),
    "utf-16 big-endian": good(b"\xfe\xff" + PLAIN.encode("utf-16-be"), CASES),
    "utf-16 little-endian without a mark": good(PLAIN.encode("utf-16-le"), CASES, says="does not say so itself"),
    "utf-16 big-endian without a mark": good(PLAIN.encode("utf-16-be"), CASES),
    "utf-32": good(b"\xff\xfe\x00\x00" + PLAIN.encode("utf-32-le"), CASES),
    "windows-1252": good(ACCENTS.encode("cp1252"), ["BU01 Team=Équipe"], "--keep Team", says="read as Windows-1252"),
    "accents in utf-8": good(ACCENTS, ["BU01 Team=Équipe"], "--keep Team"),
    "half utf-8, half windows-1252": bad(
        "Reference,Team\nBU01,Équipe\n".encode() + "BU02,Équipe\n".encode("cp1252"), "row 3, column 2", "no UTF-8"
    ),
    "bytes of no encoding": bad(b"Reference,Team\nBU01,\x81\x8d\n", "row 2, column 2", "no Windows-1252"),
    "a character that was lost before": bad("Reference,Team\nBU01,\ufffdquipe\n", "row 2, column 2", "lost before"),
    "an odd byte at the end of utf-16": bad(b"\xff\xfe" + PLAIN.encode("utf-16-le") + b"B", "row 4, column 1", "lost before"),
    # Separators
    "semicolons": good(PLAIN.replace(",", ";"), CASES, says="with semicolons"),
    "tabs": good(PLAIN.replace(",", "\t"), CASES, says="with tabs"),
    "upright strokes": good(PLAIN.replace(",", "|"), CASES),
    "semicolons around commas": good(
        "Reference;Team;Case manager\nBU01;East, West;CM1\nBU02;North, East;CM2\n", ["BU01 CM1", "BU02 CM2"]
    ),
    "a line that names the separator": good("sep=;\r\n" + PLAIN.replace(",", ";"), CASES),
    "a line that names a separator of no list": bad("sep=#\r\n" + PLAIN.replace(",", "#"), '"#" separates'),
    "one column": good("Reference\nBU01\nBU02\n", ["BU01", "BU02"]),
    # Quotes and the ends of lines
    "every cell in quotes": good('"Reference","Case manager"\r\n"BU01","CM1"\r\n', ["BU01 CM1"]),
    "separators within quotes": good('Reference,Team\nBU01,"East, West"\n', ["BU01 Team=East, West"], "--keep Team"),
    "quotes doubled within quotes": good('Reference,Team\nBU01,"The ""A"" team"\n', ['BU01 Team=The "A" team'], "--keep Team"),
    "a quote within a cell": good('Reference,Team\nBU01,East 5" wing\n', ['BU01 Team=East 5" wing'], "--keep Team"),
    "a line break within quotes": good('Reference,Team\nBU01,"East\nside"\nBU02,West\n', ["BU01", "BU02"]),
    "a kept cell with a line break": good('Reference,Team\nBU01,"East\r\nside"\n', ["BU01 Team=East side"], "--keep Team"),
    "lines ended by CR": good(PLAIN.replace("\r\n", "\r"), CASES),
    "lines ended by LF": good(PLAIN.replace("\r\n", "\n"), CASES),
    "no end of the last line": good(PLAIN.rstrip(), CASES),
    "a quote that is never closed": bad('Reference,Team\nBU01,East\nBU02,"West\nBU03,East\n', "row 3, column 2", "never closed"),
    "text behind a closing quote": bad('Reference,Team\nBU01,"East" side\n', "row 2, column 2", "closing quotation mark"),
    "a broken quote behind a line break": bad('Reference,Team\nBU01,"a\nb"\nBU02,"c"d\n', "row 3, column 2"),
    # Rows
    "blank rows": good("\r\n\r\nReference,Team\r\n\r\nBU01,East\r\n,,\r\nBU02,West\r\n", ["BU01", "BU02"], says="4 blank"),
    "a row that stands there twice": good("Reference,Custody\nBU01,y\nBU01,yes\n", ["BU01 custody=yes"], says="1 the same"),
    "a reference with two meanings": bad(
        "Reference,Custody\nBU01,y\nBU02,y\nbu01,n\n", "row 2 ", "row 4 ", "the rows 2 and 4 have the same reference"
    ),
    "a reference in other letters": good("Reference,Custody\nBU12 ,y\nbu12,y\n BU12,y\n", ["BU12 custody=yes"], says="3 rows"),
    "three rows of one reference": bad(
        "Reference,Custody\nBU01,y\nBU01,n\nBU01,y\n",
        *(f"row {row}      BU01  refused  the rows 2, 3 and 4" for row in (2, 3, 4)),
    ),
    "a row that doubles one that is refused": bad(
        "Reference,Custody\nA1,Maybe\nA1,Yes\n", "column 2", "row 3      A1  refused  the rows 2 and 3 have the same reference"
    ),
    "all that is wrong with a row": bad(
        "Reference,Worker,Person,Custody\nBU01,Jo Smith,Pat Brown,maybe\n", "column 2: ", "; column 3: ", "; column 4: "
    ),
    "a reference that is a path": bad("Reference\n../x\n", "row 2 ", "column 1", "the place of a file"),
    "characters that nobody sees": good("Reference,Team\nBU\u200b01,Ea\u200bst\n", ["BU01 Team=East"], "--keep Team"),
    "rows that are too short": good("Reference,Case manager,Custody\nBU01\nBU02,CM2\n", ["BU01", "BU02 CM2"]),
    "a row that is too long": bad(
        "Reference,Team\nBU01,East,more\n", "row 2 ", "column 3", "more cells than there are columns (2)"
    ),
    "empty cells behind the last": good("Reference,Team,,\nBU01,East,,\n", ["BU01"]),
    "a row without a reference": bad("Reference,Team\n,East\n", "row 2 ", "column 1", "no reference"),
    "nothing": bad("", "it is empty"),
    "blank rows alone": bad("\n,,\n \n", "no row with anything in it"),
    "a heading alone": bad("Reference,Case manager\n", "no case under it"),
    "dashes in empty cells": good("Reference,Case manager,Custody\nBU01,-,–\n", ["BU01"]),
    # Headings and columns
    "no heading": good("BU01,CM1\nBU02,CM2\n", ["BU01", "BU02"], says="1 = reference, 2 = left out"),
    "no heading, with columns by number": good(
        "CM1,BU01,1\nCM2,BU02,0\n", CASES, "--column reference=2 --column case-manager=1 --fact custody=3"
    ),
    "a heading that is not known": good(
        "Nummer,Wer\nBU01,CM1\n", ["BU01 CM1"], "--column reference=Nummer --column case-manager=2"
    ),
    "a heading that is taken for a case": good("Case01,CM1\nBU01,CM1\n", ["BU01"], "--header yes --column reference=1"),
    "a heading that is said to be none": good("Reference,1\nBU01,2\n", ["Reference", "BU01"], "--header no"),
    "headings of forms": good(
        "Case ref no.,Allocated to,Custody (Y/N),Looked after child?\nA1,CM1,Y,N\n", ["A1 CM1 custody=yes looked-after=no"]
    ),
    "headings in other letters": good(
        "CASE_REF;Looked After;pre-sentence report provided\nA1;Y;N\n", ["A1 looked-after=yes psr=no"]
    ),
    "a title above the heading": good(
        "Bury; sent on request;\n\n;;\nNote;;\nReference;Case manager;Custody\nBU01;CM1;y\nBU02;CM2;n\n",
        CASES,
        says="2 rows above the heading passed over",
    ),
    "a word of headings among the cases": good("BU01,East\nBU02,Case\n", ["BU01", "BU02"]),
    "no references": bad("Team,Custody\nEast,yes\n", "none of its columns has the references"),
    "two columns of case managers": bad(
        "Reference,Worker,Officer\nBU01,CM1,CM2\n", "column 2 (Worker) and column 3 (Officer) are both taken for the case manager"
    ),
    "two such, and a hand that says which": good(
        "Reference,Worker,Officer\nBU01,CM1,CM2\n", ["BU01 CM2"], "--column case-manager=Officer"
    ),
    "one column for two": bad("Reference,X\nBU01,1\n", "taken both for", options="--fact custody=2 --fact victim=X"),
    "a fact that the criteria do not have": bad("Reference,X\nBU01,1\n", 'no fact "prison"', options="--fact prison=2"),
    "a column that is not there": bad("Reference,X\nBU01,1\n", 'no column "Y"', options="--keep Y"),
    "a heading that stands there twice": bad("Reference,X,X\nBU01,1,2\n", "2 and 3 are both called", options="--keep X"),
    # Facts
    "facts by value, label, key and otherwise": good(
        "Reference,Custody,Victim,Sentence,Looked after\nA1,YES,n,Referral order,TRUE\nA2,0,1,4,f\n",
        ["A1 custody=yes victim=no sentence=1 looked-after=yes", "A2 custody=no victim=yes sentence=4 looked-after=no"],
    ),
    "a fact of no choice": bad("Reference,Custody\nBU01,yes\nBU02,maybe\n", "row 3 ", "column 2", '"maybe"', "Yes or No"),
    # What may not be in it
    "a formula": bad("Reference,Case manager\nBU01,=HYPERLINK(A1)\n", "row 2 ", "column 2", "formula"),
    "a formula behind blanks": bad("Reference,Case manager\nBU01,  @SUM(A1)\n", "row 2 ", "column 2", "formula"),
    "numbers with a sign": good(
        "Reference,Weight\nBU01,-1.5\nBU02,+2\n", ["BU01 Weight=-1.5", "BU02 Weight=+2"], "--keep Weight"
    ),
    "names for references": bad("Reference\nOkonkwo\n", "row 2 ", "column 1", "looks like a name", "--generate"),
    "full names for case managers": bad("Reference,Worker\nBU01,Ms Okonkwo\n", "row 2 ", "column 2", "--generate-staff"),
    "names of persons": bad("Reference,Person\nBU01,John Smith\n", "row 2 ", "column 2", "--generate-persons"),
    "names in a column that is kept": bad("Reference,Contact\nBU01,John Smith\n", "column 2", "a name", options="--keep Contact"),
    "health numbers": bad("Reference\n943 476 5919\n", "row 2 ", "column 1", "an NHS number"),
    "ten figures that are no health number": good("Reference\n9434765918\n", ["9434765918"]),
    "insurance numbers": bad("Reference\nQQ123456C\n", "column 1", "national insurance"),
    "pupil numbers": bad("Reference\nA123456789012\n", "column 1", "UPN"),
    "numbers of the police computer": bad("Reference\n2012/123456X\n", "column 1", "police national computer"),
    "numbers of the records office": bad("Reference\n123456/12Y\n", "column 1", "criminal records office"),
    "dates of birth": bad("Reference,Person\nBU01,01/02/2001\n", "column 2", "date"),
    "postcodes": bad("Reference\nBL9 0AA\n", "column 1", "postcode"),
    "houses": bad("Reference,Person\nBU01,12 High Street\n", "row 2 ", "column 2", "an address", "--generate-persons"),
    "houses in a column that is kept": bad("Reference,Team\nBU01,12 High Street\n", "column 2", options="--keep Team"),
    "offices in a column that is kept": good("Reference,Team\nBU01,Castle House\n", ["BU01 Team=Castle House"], "--keep Team"),
    "identifiers among other words": bad("Reference,Person\nBU01,born 12/03/2005\n", "column 2", "a date"),
    "addresses": bad("Reference,Worker\nBU01,worker@example.org\n", "column 2", "e-mail"),
    "prose": bad("Reference,Team\nBU01," + "very " * 20 + "\n", "column 2", "longer than 60", options="--keep Team"),
    "names, with generated ones in their place": good(
        "Reference,Worker,Person\nOkonkwo,Jo Smith,Okonkwo\nAdeyemi,Jo Smith,Adeyemi\nSmith A,P Brown,Adeyemi\n",
        ["XX01 CM01 P01", "XX02 CM01 P02", "XX03 CM02 P02"],
        "--generate XX --generate-staff CM --generate-persons P",
    ),
    "an escape for a terminal": bad("Reference,Team\nBU01,\x1b[31mred\n", "row 2, column 2", "control character (U+001B)"),
    "a NUL": bad("Reference,Team\nBU01,a\x00b\n", "row 2, column 2", "U+0000"),
    # Other files
    "a workbook": bad(XLSX, "a workbook", "as CSV"),
    "an old workbook": bad(XLS, "older Excel", "as CSV"),
    "a PDF": bad(b"%PDF-1.7\n" + bytes(20), "a PDF"),
    "a web page": bad("<!DOCTYPE html><table></table>", "a web page"),
    "an inspection": bad(b'{\n  "what": "sqs-tui inspection",\n  "format": 1\n}', "it is a whole inspection"),
    "a compressed file": bad(b"\x1f\x8b\x08" + bytes(20), "compressed"),
}
