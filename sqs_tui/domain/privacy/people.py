"""The grammar of people: the words around a name that show that it is one."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set to look them up in."""
    return frozenset(text.split())


BEING = word_set(
    "was is has had did does will would could can cannot should might may must were been not never also still always often "
    "usually rarely already only really didnt doesnt dont isnt wasnt hasnt hadnt havent cant couldnt wouldnt shouldnt wont"
)
"""Verbs and adverbs that follow people and things alike; shortened ones also as hurried hands write them."""

REFUSING = word_set("didnt doesnt dont isnt wasnt hasnt hadnt havent cant couldnt wouldnt shouldnt wont not is was has")
"""Those behind which no noun of a clause can be a verb: "mum says chase wont come"."""

ADVERBS = word_set(
    "back now currently again very so quite just later soon since then first both to be too rather almost nearly yet ever "
    "briefly recently eventually repeatedly finally twice once clearly extremely regularly"
)
"""What may stand between a verb of being and what is told of its subject: "is back in custody"."""

DOING = word_set(
    "said says told tells asked asks stated states explained explains admitted admits denied denies disclosed discloses "
    "reported described describes thinks thought believes believed knew knows feels felt wants wanted wishes hopes hoped "
    "likes liked loves loved hates hated prefers attends attended missed misses arrives left leaves lives lived moved moves "
    "stays stayed ran runs walked walks sat sits slept sleeps ate eats drinks drank smokes smoked uses used sold stole "
    "steals took takes hit hits punched kicked slapped pushed threatened threatens assaulted attacked bullied bullies "
    "fought fights argued argues shouted shouts swore swears cried cries laughed smiled offended reoffended breached "
    "absconded complied engaged engages refused refuses agreed agrees declined apologised accepted accepts understood "
    "understands remembers remembered wrote writes rang rings phoned phones calls texted texts messaged posted met meets "
    "saw sees visited visits spoke speaks talked talks struggled struggles learned learnt got gets received receives "
    "completed completes enjoyed enjoys presented presents pleaded loses found finds tried tries self-harmed shared "
    "supervised assessed signed countersigned recorded produced prepared chaired managed oversaw referred contacted emailed "
    "interviewed looks looked wept hid hides grew carried carries bought wears wore trusts trusted"
)
"""Verbs of which a person is the subject."""

SAYING = word_set("said says told asked stated admitted denied disclosed thinks wants attended lives")
"""Verbs of speech and the like, before which even two small letters are a person."""

EITHER = word_set(
    "started starts stopped stops began begins turned turns became becomes seemed seems appeared appears helped helps "
    "returned returns remained remains came comes went goes brought brings made makes gave gives kept keeps worked works "
    "lost continued ended faded passed arrived changed increased decreased improved existed lasted followed allowed "
    "provided needed needs meant played plays called"
)
"""Verbs of which a person or a thing is the subject."""

PREDICATES = word_set(
    "looked cope settle read write sit walk run wait look meet see wear choose pay swear shout cry laugh five six seven "
    "eight nine eighteen attend engage want know like feel think say tell speak talk live understand comply respond "
    "reoffend offend breach miss arrive leave move stay drink smoke steal fight argue agree refuse admit deny disclose "
    "sleep eat trust hear cooperate participate fine ok okay doing arrested charged sentenced remanded convicted "
    "interviewed placed born excluded living staying drinking attending asked seen told angry upset afraid scared worried "
    "tired drunk pregnant homeless unwell ill frightened sad happy lonely anxious depressed bullied assaulted abused "
    "exploited groomed adopted fostered accommodated missing bailed recalled released detained stabbed hospitalised "
    "diagnosed supervised assessed visited contacted invited spoken moved sofa-surfing homesick hungry settling grounded "
    "suspended expelled breached warned cautioned reprimanded stopped searched caught involved using smoking selling "
    "stealing fighting working trying struggling going engaging complying reluctant willing unwilling keen unable polite "
    "rude aggressive violent abusive compliant vulnerable aged sixteen seventeen fifteen fourteen thirteen twelve eleven "
    "ten referred transferred allocated supported helped encouraged absent get listen sleeping eating coping listening talking "
    "attended done shy quiet bright clever deaf autistic dyslexic pleased proud ashamed sorry reunited interested motivated "
    "engaged unemployed disabled underweight intoxicated"
)
"""What only a person is: "was arrested", "had been moved"."""

POSSESSIONS = word_set(
    "no two three four few several many his her adhd asd autism asthma dyslexia dyspraxia epilepsy diabetes sen ehcp ptsd "
    "eczema anxiety depression tourette's asperger's scoliosis psychosis difficulty learning speech contact"
)
"""What only a person has: "had no friends", "has two brothers"."""

PREDICATE_PAIRS = frozenset(
    (preposition, noun)
    for preposition, nouns in (
        ("on", "a an his her bail remand licence tag curfew report medication probation time iss roll"),
        ("under", "a an his her"),
        ("with", "a an his her"),
        ("in", "custody care school hospital bed trouble foster touch breach court debt tears year yr his her"),
        ("at", "home school college court risk work his her mums dads nans"),
        ("out", "when of with all on"),
        ("home", "from with alone again"),
        ("turned", "up 10 11 12 13 14 15 16 17 18 ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"),
    )
    for noun in nouns.split()
)
"""Two words that together only a person is: "was on a tag", "is in custody"."""

TALKING = word_set("spoke spoken speak speaking talked talk talking listened wrote written said lied explained apologised")
"""Verbs after which "to" names the person addressed."""

TELLING = word_set("told asked telling asking")
"""Verbs of telling, for `TOLD`."""

TOLD = word_set("that to about he she they why how what when where whether off not his her")
"""Behind a verb of telling and before one of these words even a lower-case word is a name."""

APPOSED = word_set("who whose whom aged his her then now also a an the")
"""What explains a name after a comma or a bracket."""

RELATIVES = word_set("who whose whom")
"""What explains a name without a comma too."""

FUNCTION = word_set(
    "out the a an his her its their our my your this that these those each every some any no both all at in on from to by "
    "for with and or of as but so when where while after before since if because although which who then there about during "
    "until he she they it was is had has"
)
"""Words that never are part of a name."""

BEFORE_PERSON = word_set(
    "told tell tells telling asked ask asks asking saw see seeing met meet meeting visited visit visiting with and "
    "interviewed phoned rang called named contacted emailed texted thanked supervised mentored by to from for about against "
    "alongside w because that when if while since where whether but although assaulted hit punched kicked threatened bullied "
    "robbed helped let made mate mates like than as so then sees meets knows knew know mum mother father dad sister "
    "brother cousin "
    "friend partner girlfriend boyfriend carer worker manager officer inspector colleague victim uncle aunt nan gran son "
    "daughter"
)
"""Words after which a capital stands for a person rather than for a thing."""

ADDRESSING = word_set(
    "told tell asked ask asking telling saw met meet meeting visited visiting with interviewed phoned rang named contacted "
    "emailed texted thanked supervised mentored assaulted punched kicked threatened robbed helped boyfriend girlfriend "
    "mother father sister brother cousin mum dad mam nan gran partner son daughter uncle aunt auntie called mate w"
)
"""The narrower set, after which only a person comes."""

POSSESSED = word_set(
    "mother father mum mums dad dads mam parents parent nan nana gran grandmother grandfather grandad grandparents sister "
    "sisters brother brothers siblings sibling twin aunt auntie uncle cousin cousins son daughter child children baby "
    "family carer carers partner girlfriend boyfriend ex wife husband friend friends mate mates stepfather "
    "stepmother stepdad stepmum home house flat address room bedroom school college teacher tutor worker manager mentor "
    "solicitor doctor behaviour offending offence offences reoffending assessment asset plan plans case file record records "
    "report review order sentence views view wishes voice feelings needs health vulnerability diagnosis mood temper anger "
    "drinking drug substance cannabis phone facebook account placement attendance attitude motivation engagement compliance "
    "background history safety risk risks welfare circumstances experience life learning speech literacy bail licence "
    "contract supervision appointment appointments intervention parents' own older younger big little late former new first "
    "last previous current birthday victim victims co-defendant peers name surname"
)
"""What a person has: after a possessive it tells a name from a town."""

KIN = word_set(
    "mums dads nans mate mates nana auntie stepmum mother father mum dad mam parents nan gran grandmother grandfather "
    "sister brother siblings aunt uncle cousin son "
    "daughter stepfather stepmother stepdad carer girlfriend boyfriend partner mate friend worker solicitor house teacher"
)
"""What only a person has: enough to take even a lower-case word for a name."""

TITLES = word_set("mr mrs ms mx dr miss sir dame reverend rev cllr councillor sgt prof")
"""Titles before any surname, whatever else that means."""

LOWER_TITLES = word_set("mr mrs ms mx dr sgt cllr rev")
"""Those that are no words in lower case."""

LOWER_RANKS = word_set("pc dc ds wpc pcso insp judge ps uncle auntie aunty nana aunt")
"""Those before which a name in small letters is one if it is nothing else: "pc entwistle"."""

RANKS = word_set(
    "pc wpc pcso coach pastor dc ds di dci ps sgt sergeant constable inspector judge rev reverend fr father sister brother "
    "uncle aunt auntie nan "
    "nana gran grandad grandpa grandma cousin professor prof cllr councillor lord lady imam"
)
"""Words before a name that also stand alone."""

PARTICLES = word_set("der den van von bin ibn bint el al de la di da mac mc")
"""Parts of a surname that stand before another."""

NAMED = word_set(
    "mother father mum dad mam nan nana gran grandmother grandfather sister brother stepfather stepmother stepdad stepmum "
    "aunt auntie uncle cousin son daughter friend girlfriend boyfriend partner defendant victim worker manager carer mentor "
    "officer tutor teacher nurse solicitor inspector neighbour lad girl boy mate pal bro stepson "
    "stepbrother stepsister grandad grandma "
    "nephew niece twin husband wife fiance landlord accused"
)
"""Who a name may be put beside: "her aunt, Pearl", "the victim, Barker"."""

BE = word_set("was is were been be")
"""Verbs behind which a participle is a passive, as things have it too: "hope was shared"."""

CHILDREN = word_set(
    "girl boy child person teenager lad mother father victim pupil student young parent bright quiet polite shy baby sister "
    "brother friend cousin twin carer leader ringleader youngest eldest oldest offender suspect driver lookout"
)
"""What a person is said to be: "Joy is a bright girl"."""

ENDING = word_set(
    "end start beginning day heat figures meeting panel review inspection report visit budget return target targets data "
    "session sessions holiday holidays sun"
)
"""What a season or a month has."""

DURING = word_set(
    "in during over since until by from between of at through throughout after before late early mid and this last next"
)
"""Words before a season."""

VISITING = word_set("met visited interviewed phoned rang texted emailed")
"""Verbs that hardly have a thing for their object."""

CLAUSES = word_set("because that when if while since although though but and as where whether until says said thinks thought")
"""Words after which a clause begins with its subject."""

FAMILIES = word_set("family families brothers sisters household twins boys girls siblings cousins children kids lads")
"""What a surname stands before: "the Marsh brothers"."""

FRIENDS = word_set(
    "mate pal cousin brother sister boyfriend girlfriend friend partner uncle aunt auntie nephew niece stepdad stepbrother "
    "stepsister ex bro twin"
)
"""Who is so often put before a nickname that even a word that no list knows is one there: "his mate baz"."""

OF_SOMEBODY = word_set("his her their my our mum dad mums dads")
"""Words before such a noun."""

CALLING = word_set("call calls called calling nickname nicknamed christened named")
"""Verbs that give a name: "they call him Spud"."""

SOMEBODY = (
    NAMED
    | CHILDREN
    | FRIENDS
    | word_set(
        "man woman dealer youth guy bloke male female peer adult youngster stranger supplier runner inmate prisoner resident"
    )
)
"""Nouns for somebody, behind which "called" gives a name: "a lad called Fizz"."""

CALLED = word_set("him her them himself herself themselves")
"""Who is called."""

CONTACTS = word_set("visit visits call calls letter letters text texts tc hv message email apology note txt")
"""Nouns behind which "to" names the person addressed: "a visit to faith"."""

RARELY_NAMES = word_set(
    "will may mark chase sue rob bill grant drew rose hope chuck pat love cherish promise praise skip dash art comfort "
    "favour gift chance cash charity peace success unity victory justice journey trust drake max rich royal junior grace "
    "major jet pepper stone guy king"
)
"""Names that in lower case and behind such a noun are verbs or other nouns all the same."""

DETERMINERS = word_set(
    "the a an this these those each every any some no his her its their our my your one two three another such more most "
    "local national same new old whole last next early late mid"
)
"""Words after which an ambiguous capital is a thing: "the Hope project"."""

WITHIN = word_set("in at near across around within throughout outside towards between through into to from of over beyond via")
"""Prepositions of place."""

SEASONS = word_set(
    "january february march april may june july august september october november december spring summer autumn winter"
)
"""Times of the year, which are names only where the grammar is a person's."""

LABELLED = word_set(
    "class category cat grade option appendix annex section unit level group part plan wing block vitamin hepatitis hep "
    "type paragraph para figure table schedule zone junction team stage phase year key form band tier exhibit set version "
    "room floor"
)
"""Nouns that a single capital may label."""

LABELS = word_set("a b c d x y z")
"""The letters that stand for people whose names are left out on purpose: "Child A", "Officer B"."""

LABELLED_PEOPLE = word_set(
    "child case person victim witness defendant parent staff worker manager interviewee peer adult male female"
)
"""Nouns of people that such a letter labels."""
