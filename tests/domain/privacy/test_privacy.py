"""The privacy check: what is found of each kind, what is left alone, and what it costs in doubts on the demonstration."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.privacy.doubting import Known, privacy_doubts
from sqs_tui.lexicon.load import lexicon
from tests.builders import BURY
from tests.domain.letter.letters import bury_figures, bury_letter, shown
from tests.domain.privacy.demonstration import bury_known

NOTHING = Known()


def found(text: str, known: Known = NOTHING) -> list[tuple[str, str]]:
    return [(doubt.kind, text[doubt.start : doubt.end]) for doubt in privacy_doubts(text, lexicon(), known)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kayleigh attended each session.", "Kayleigh"),
        ("We spoke to kayleigh's mum at length.", "kayleigh's"),
        ("The offence against Okonkwo was serious.", "Okonkwo"),
        ("Okonkwo has no plan.", "Okonkwo"),
        ("She and Siobhan O’Brien were seen.", "Siobhan O’Brien"),
        ("We met Ellie-Mae and her gran.", "Ellie-Mae"),
        ("Zoë's file was thin.", "Zoë's"),
        ("The plan for Przemysław was thin.", "Przemysław"),
        ("Mike Cross signed it.", "Mike Cross"),
        ("D. Okafor wrote the report.", "D. Okafor"),
        ("It was signed by J Whittle.", "J Whittle"),
        ("The plan went to Mr Hargreaves.", "Hargreaves"),
        ("The plan went to mr young.", "young"),
        ("Sgt. Cope attended.", "Cope"),
        ("Uncle Pearl had moved in.", "Pearl"),
        ("JAYDEN was seen on the wing.", "JAYDEN"),
        ("The Marsh brothers were both there.", "Marsh"),
        ("Barker told the panel that it was late.", "Barker"),
        ("Her mum, donna, drinks.", "donna"),
        ("Spoke to ben's mum.", "ben's"),
        ("محمد was seen.", "محمد"),
        ("They call him Spud.", "Spud"),
        ("a lad called Fizz", "Fizz"),
        ("It was his mate qazzo who rang.", "qazzo"),
        ("kyles mum rang", "kyles"),
        ("pcso mills rang", "mills"),
        ("the Pilling family", "Pilling"),
        ("mum says chase wont leave his room", "chase"),
        ("a visit to faith at her nans", "faith"),
    ],
)
def test_a_possible_name_is_found(text: str, name: str) -> None:
    assert ("name", name) in found(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Grace said that she would come.", "Grace"),
        ("Mark's mother told us.", "Mark's"),
        ("Will was not asked.", "Will"),
        ("Hope had been arrested twice.", "Hope"),
        ("Summer was on a care order.", "Summer"),
        ("Summer, 14, lives in care.", "Summer"),
        ("Joy has no friends.", "Joy"),
        ("Faith did not attend.", "Faith"),
        ("Faith has dyslexia.", "Faith"),
        ("Mason is back in custody.", "Mason"),
        ("Grace is a bright girl.", "Grace"),
        ("May's grandmother was her guardian.", "May's"),
        ("The plan was drawn up with June, who signed it.", "June"),
        ("The plan for Joy was good.", "Joy"),
        ("According to Hope, nobody listened.", "Hope"),
        ("We told Preston so.", "Preston"),
        ("Jack of the blue team won.", "Jack"),
        ("Nobody told summer that it was moved.", "summer"),
        ("will's mum said so.", "will's"),
        ("grace has missed three appointments.", "grace"),
        ("Her aunt pearl looks after her.", "pearl"),
    ],
)
def test_a_name_that_is_also_a_word_is_told_by_its_grammar(text: str, name: str) -> None:
    assert ("name", name) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hope for the future was low, and faith in services was lost.",
        "Summer was coming, and with it the end of term.",
        "Will the plan be reviewed in May or in June?",
        "Mark the date in the diary.",
        "Grace and patience were shown; frank discussions took place.",
        "The Hope project and the Charity Commission helped.",
        "Art was his best subject, and he did well in Art.",
        "Rose-tinted accounts were not borne out.",
        "The dawn raid frightened her; prices rose; the bill was paid.",
        "He became a jack of all trades.",
        "They moved from Lincoln to Preston, and he was in Kent on Saturday.",
    ],
)
def test_a_word_that_is_also_a_name_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In March the Youth Justice Board and the Ministry wrote to us.",
        "The YOT used ASSET and AssetPlus, and CAMHS and the NSPCC were told.",
        "PSRs, RMPs and VMPs were late; the YRO was for 12 months.",
        "The Case Manager, the Head of Service and the Director of Children's Services were there.",
        "AREAS REQUIRING IMPROVEMENT",
        "Risk Of Serious Harm: Not Completed",
        "“It was boring,” said one boy. “Nobody came.”",
        "He is Muslim, speaks Urdu and was in Poland at Ramadan.",
        "Re-assessment was late, overreliance was plain, and Don't Stop was a slogan.",
        "Barnardo's, Catch22 and the Duke of Edinburgh's Award helped.",
        "Mum said that she was worried; Dad was not seen.",
        "They moved from Leeds to Bury St Edmunds.",
    ],
)
def test_agencies_roles_acronyms_headings_and_places_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("J.S. was seen at home.", "J.S."),
        ("JS said that he would not go.", "JS"),
        ("A letter from KB's mother came.", "KB's"),
        ("K's mother was seen.", "K's"),
        ("We spoke to K about it.", "K"),
        ("The worker knew that A. was late.", "A"),
        ("The mother of L was not asked.", "L"),
        ("k's mum rang.", "k's"),
        ("js said he was ill.", "js"),
        ("T.M. was seen at home.", "T.M."),
        ("His mum (JP) was there.", "JP"),
        ("They call him D.", "D"),
    ],
)
def test_initials_are_found(text: str, initials: str) -> None:
    assert found(text) == [("initials", initials)]


@pytest.mark.parametrize(
    "text",
    [
        "Class A drugs were found in C wing.",
        "He got a B in maths and took an A level.",
        "Child A and Officer B were present in the U.K. at 10 a.m.",
        "IT was used well, and PE is his best lesson.",
        "Category C was chosen. The court agreed.",
        "I said so, e.g. in May.",
        "N/A, and Y / N not marked.",
        "Helped w forms.",
    ],
)
def test_letters_that_are_no_initials_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("He goes to Elmwood High School.", "school", "Elmwood High School"),
        ("St Bede's had excluded her.", "school", "St Bede's"),
        ("She left Our Lady of Lourdes RC Primary.", "school", "Our Lady of Lourdes RC Primary"),
        ("Hope Academy was not asked.", "school", "Hope Academy"),
        ("Bury College was not asked.", "school", "Bury College"),
        ("The Larkfield Pupil Referral Unit closed.", "school", "Larkfield Pupil Referral Unit"),
        ("the lad from hazelbrook primary", "school", "hazelbrook primary"),
        ("he attends oak tree academy", "school", "oak tree academy"),
        ("She is at Rosebank children's home.", "school", "Rosebank children's home"),
        ("He lives at 14 Larch Avenue.", "street", "14 Larch Avenue"),
        ("It is 12 The Crescent.", "street", "12 The Crescent"),
        ("She lives on Larch Road.", "street", "Larch Road"),
        ("she lives on larch road", "street", "larch road"),
        ("lives at 23a moss lane", "street", "23a moss lane"),
        ("He was moved to Beech House.", "street", "Beech House"),
        ("He was seen on the Chesham estate.", "street", "Chesham estate"),
        ("his dob is 4 May 1998", "birth", "4 May 1998"),
        ("The file shows 04/05/98.", "birth", "04/05/98"),
        ("DOB: 1998-11-23", "birth", "1998-11-23"),
        ("dob 040598 on file", "birth", "040598"),
        ("Her birthday is on the second of March.", "birth", "second of March"),
        ("He turned 16 on 3 June 2012.", "birth", "3 June 2012"),
        ("They are at BL9 7ZQ now.", "postcode", "BL9 7ZQ"),
        ("they are at bl97zq now", "postcode", "bl97zq"),
        ("Ring 07700 900143 first.", "phone", "07700 900143"),
        ("Ring +44 (0)7700 900 143 first.", "phone", "+44 (0)7700 900 143"),
        ("The office is (01632) 960 123.", "phone", "(01632) 960 123"),
        ("Ring 960123 after six.", "phone", "960123"),
        ("Write to a.rahmani@example.net.", "email", "a.rahmani@example.net"),
        ("Write to jo at example dot com.", "email", "jo at example dot com"),
        ("It is 943 476 5919 there.", "nhs", "943 476 5919"),
        ("nhs no. 9434765919", "nhs", "9434765919"),
        ("UPN A123456789012 is on it.", "upn", "A123456789012"),
        ("ni no ab123456c given", "ni", "ab123456c"),
        ("NI number AB123456 was given.", "ni", "AB123456"),
        ("PNC 2012/0123456A was quoted.", "police", "2012/0123456A"),
        ("The crime number 45127B/13 was quoted.", "police", "45127B/13"),
        ("The custody record is ND/1234/13.", "police", "ND/1234/13"),
        ("A1234BC is his prison number.", "police", "A1234BC"),
        ("The car was MK07 XYZ.", "police", "MK07 XYZ"),
        ("She posts as @kaydee04 at night.", "account", "@kaydee04"),
        ("Her Snapchat name is kaydee04.", "account", "kaydee04"),
        ("An Instagram account called 'ghost.of.m26' wrote.", "account", "ghost.of.m26"),
        ("He is on Snapchat as Ghost.", "account", "Ghost"),
        ("On the estate he is known as smiffy.", "account", "smiffy"),
        ("It was jay_dee who wrote.", "account", "jay_dee"),
        ("In AB12 the plan was late.", "reference", "AB12"),
        ("Neighbours in Tannery Court rang.", "street", "Tannery Court"),
        ("flat 3 larkspur court", "street", "3 larkspur court"),
        ("from the springs estate", "street", "springs estate"),
        ("He resides at 44 acacia.", "street", "44 acacia"),
        ("She was placed at Sycamores.", "street", "Sycamores"),
        ("excluded from Holy Cross", "school", "Holy Cross"),
        ("st marys rc", "school", "st marys"),
        ("His form, 10KW, was told.", "school", "10KW"),
        ("(b. 2004)", "birth", "2004"),
        ("She reaches eighteen on 3 May 2013.", "birth", "3 May 2013"),
        ("ext. 4512", "phone", "4512"),
        ("PC 4412 attended.", "police", "4412"),
        ("exhibit JKL/1", "police", "JKL/1"),
        ("The plate was ZZZ 417.", "police", "ZZZ 417"),
        ("sort code 12-34-56", "police", "12-34-56"),
        ("It is 356938035643809 there.", "police", "356938035643809"),
        ("from 192.168.14.22", "address", "192.168.14.22"),
        ("email kdobson@example", "email", "kdobson@example"),
        ("See www.example.org/lilrizzo for it.", "address", "www.example.org/lilrizzo"),
    ],
)
def test_an_identifier_is_found(text: str, kind: str, what: str) -> None:
    assert (kind, what) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "His school and the school nurse were not asked; he goes to a special school.",
        "The local high school, a further education college and the Sixth Form College offered places.",
        "At present school is going well; from one school to another; the risk rose from low to high.",
        "He walked down the road, a 10 minute drive away, to the High Street and the Crown Court.",
        "There were 12 youth court hearings in the close of the year.",
        "The fieldwork took place from 18 to 20 March 2013, and on 3 June he was arrested.",
        "In 2012/13 it was 120/80, 12/16 and 3 of 4; paragraph 4.2.1 says so, at 9.30.",
        "Over 1,250 hours and £12,000 were spent on 120 children in 2012-13.",
        "Section 47 2nd edition, KS3 and KS4, Level 2, Year 10, A4 and the M60.",
        "He rang 12 times, and case 12 of 14 was read.",
        "Facebook was not thought of, and her Snapchat profile was not read.",
        "See www.justice.gov.uk/about for more.",
        "She was placed in Local Authority care and attended A&E; the risk moved from Medium to High.",
        "He was charged under s.18 GBH, CJA 2003, and lives in Greater Manchester.",
        "He was known to the police; his tag was faulty; a course called Wake Up was run.",
    ],
)
def test_what_only_looks_like_an_identifier_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("written", ["BU07", "bu 7", "BU-07", "bu/07", "BU15", "BU\u00a07"])
def test_a_reference_of_the_inspection_is_found_however_it_is_written(written: str) -> None:
    known = Known(references=frozenset({"BU01", "BU07"}))
    assert found(f"The plan in {written} was late.", known) == [("reference", written)]


def test_a_reference_that_is_a_number_or_one_letter_and_a_number_counts_nothing() -> None:
    known = Known(references=frozenset({"12", "A1", "2013-X-4"}))
    assert found("A 12 month order, a 1 in 12 chance, a2.", known) == []
    assert found("In case 12, in a01 and in 2013-x-4 it was late.", known) == [
        ("reference", "12"),
        ("reference", "a01"),
        ("reference", "2013-x-4"),
    ]


def test_an_account_of_an_inspector_is_found() -> None:
    known = Known(accounts=frozenset({"inspector-1"}))
    assert found("It was Inspector-1 who wrote.", known) == [("account", "Inspector-1")]


def test_the_words_of_the_inspection_itself_are_left_alone() -> None:
    own = frozenset({"rawtenstall", "okonkwo", "adaeze", "0161", "496", "0000"})
    text = "Adaeze Okonkwo leads the work in Rawtenstall and is on 0161 496 0000."
    assert found(text, Known(own_words=own)) == []
    assert found(text)


def test_of_two_that_overlap_one_is_told() -> None:
    assert found("Write to kayleigh.smith@example.org.") == [("email", "kayleigh.smith@example.org")]


def test_a_doubt_says_in_one_sentence_what_and_what_to_do() -> None:
    (doubt,) = privacy_doubts("Then Kayleigh left.", lexicon(), NOTHING)
    assert doubt.says == "“Kayleigh” may be a name: write the role instead, or waive this if it is none."


def test_the_letter_of_the_demonstration_raises_no_doubt() -> None:
    assert found(shown(bury_letter(), bury_figures()), bury_known()) == []
    assert [found(paragraph.text, bury_known()) for paragraph in bury_letter() if found(paragraph.text, bury_known())] == []


def test_the_notes_of_the_demonstration_raise_no_doubt() -> None:
    data = json.loads(BURY.read_text(encoding="utf-8"))
    notes = [content.get("note", "") for record in data["cases"] + data["staff"] for content in record["answers"].values()]
    assert any(notes)
    assert [found(note, bury_known()) for note in notes if found(note, bury_known())] == []


_PIECES = st.sampled_from(
    [
        "Grace",
        "will",
        "K",
        "'s",
        "’",
        "“",
        ".",
        ". ",
        " ",
        "\n",
        "-",
        "@",
        "St ",
        "07",
        "/",
        "School",
        "Road",
        "born ",
        "BU0",
        "ß",
        "İ",
        "²",
        "ǅ",
    ]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map("".join)))
def test_any_text_has_doubts_within_itself_in_order_and_apart(text: str) -> None:
    known = Known(references=frozenset({"BU01", "", "("}), accounts=frozenset({"a", "x+y"}), own_words=frozenset({"bury"}))
    doubts = privacy_doubts(text, lexicon(), known)
    ends = [0, *(doubt.end for doubt in doubts)]
    for doubt, end in zip(doubts, ends, strict=False):
        assert end <= doubt.start < doubt.end <= len(text)
        assert " ".join(text[doubt.start : doubt.end].split()) in doubt.says
