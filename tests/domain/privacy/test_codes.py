"""What a cell of a case list may not be: a name, a national identifier; and what is a code all the same."""

import pytest

from sqs_tui.domain.privacy.codes import doubt_on_code
from sqs_tui.lexicon.load import lexicon

CODES = (
    *("BU01", "BU-01", "BU/01", "Bury 7", "CASE 12", "2013-004", "7", "A1", "X", "12345", "9434765918", "GM/12/004"),
    *("CM1", "Case manager 3", "Senior practitioner", "Duty officer", "Team leader", "YOT worker", "ISS team", "East", "CM-A"),
    *("P001", "YP12", "ABC", "T/13/0007", "Worker B"),
)
NAMES = (
    *("Okonkwo", "okonkwo", "OKONKWO", "John Smith", "SMITH, John", "Smith J", "J Smith", "Mrs Brown", "Mr O'Neill", "J.S."),
    *("Grace", "Smith01", "John Smith 2", "Zoë", "Grace Hill", "PC Entwistle", "Xzybrqt", "Dr Patel"),
)
IDENTIFIERS = {
    "943 476 5919": "NHS",
    "943-476-5919": "NHS",
    "9434765919": "NHS",
    "QQ 12 34 56 C": "insurance",
    "A123456789012": "UPN",
    "12/123456X": "police",
    "2012/1X": "police",
    "123456/12Y": "criminal records",
    "12/0000/00/1234567X": "arrest",
    "06AA0123412": "court",
    "A1234BC": "prison",
    "01/02/2001": "date",
    "1.2.01": "date",
    "2001-02-01": "date",
    "2001-02-01 00:00:00": "date",
    "01022001": "date",
    "1 Feb 2001": "date",
    "BL9 0AA": "postcode",
    "a.b@example.org": "e-mail",
    "0161 496 0000": "telephone",
    "T20137084": "Crown Court",
    # with something around it
    "born 12/03/2005": "date",
    "born 12032005": "date",
    "x 1 March 05": "date",
    "x 1/2/05": "date",
    "x 2001-2-1": "date",
    "x 3rd of March 05": "date",
    "P1, 3rd March 2005": "date",
    "X 07700900123": "telephone",
    "P1 M9 4AB": "postcode",
    "no. AB123456C": "insurance",
    "ref 943 476 5919": "NHS",
    "pnc 2012/1X": "police",
    "case T20137084": "Crown Court",
    "mail a.b@example.org": "e-mail",
}
HOUSES = (
    *("12 High Street", "12 HIGH STREET", "12 high street", "Flat 3 Mill Lane", "43 Elm Rd", "43 Elm Road", "43 Elm rd."),
    *("The Old Vicarage Church Lane", "12 Acacia Avenue", "14 The Green", "7a Elm Close", "12A Station Rd, Bury"),
    *("Flat 2, 14 Oak Grove", "resides at 44 acacia"),
)


@pytest.mark.parametrize("text", CODES)
def test_a_code_is_none_of_them(text: str) -> None:
    assert doubt_on_code(text, lexicon()) == ""


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_told(text: str) -> None:
    assert doubt_on_code(text, lexicon()) == "a name"


@pytest.mark.parametrize("text", IDENTIFIERS)
def test_an_identifier_is_told_by_its_kind(text: str) -> None:
    assert IDENTIFIERS[text] in doubt_on_code(text, lexicon())


@pytest.mark.parametrize(
    "text",
    [
        *("East", "Hyde", "Chelsea", "Radcliffe team", "Looked after", "Grace", "Castle House", "Youth Court", "North Street"),
        *("12 months", "6 months Crown Court", "Team 1 East 12", "2013/14", "Level 2 Close supervision", "24/7 cover"),
    ],
)
def test_a_word_that_is_kept_may_be_a_town_or_a_team(text: str) -> None:
    assert doubt_on_code(text, lexicon(), words=True) == ""


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("text", HOUSES)
def test_an_address_is_told_in_whatever_letters_wherever_it_stands(text: str, words: bool) -> None:
    assert doubt_on_code(text, lexicon(), words=words) == "an address"


@pytest.mark.parametrize("text", ["North Street", "Castle House", "Elmwood High School"])
def test_a_street_or_a_school_is_no_code(text: str) -> None:
    assert doubt_on_code(text, lexicon())


@pytest.mark.parametrize("text", ["John Smith", "Ms Okonkwo", "J Smith", "SMITH, John", "BL9 0AA", "East BL9 0AA"])
def test_a_word_that_is_kept_is_no_person_and_no_identifier(text: str) -> None:
    assert doubt_on_code(text, lexicon(), words=True)
