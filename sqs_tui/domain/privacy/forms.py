"""The forms of identifiers, as patterns: dates, postcodes, numbers of every kind, addresses on the net, accounts.

The forms are those that the issuing bodies publish: the NHS number has ten digits of which the last checks the others by
modulus 11; a national insurance number has two letters, six digits and a letter from A to D; a unique pupil number has a
letter and twelve digits, or eleven and a letter; a record of the police national computer is a year, a number and a letter.
Every repetition is bounded and begins at a boundary, so that no text of a user makes a pattern slow.
"""

import re

_FREE = re.VERBOSE | re.IGNORECASE
_BEGINS = r"(?<!\w)(?<![0-9][./-])"
_ENDS = r"(?![\w/]|\.[0-9])"

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_DAY = rf"(?:[0-3]?[0-9](?:st|nd|rd|th)?|{_ORDINAL})"

WRITTEN_DATE = re.compile(
    rf"""\b(?: {_DAY}[ ](?:of[ ])?{MONTH}\.?(?:,?[ ]'?[0-9]{{2,4}})?
        | {MONTH}\.?[ ](?:the[ ])?{_DAY}(?:,?[ ][12][0-9]{{3}})?
        | {MONTH}[ ](?:[12][0-9]{{3}}|['’][0-9]{{2}})
        | (?:19|20)[0-9]{{2}} )\b""",
    _FREE,
)
"""A date with its month in words, or a year alone: a date of birth only near a word that says so."""
SHORT_DATE = re.compile(
    rf"""{_BEGINS}(?: (?<=born[ ])[09][0-9] | [0-3]?[0-9][ ][01]?[0-9][ ](?:[12][0-9])?[0-9]{{2}}
        | [0-3]?[0-9][/.-](?:[01]?[0-9]|[a-z]{{3}}(?:[/.-][0-9]{{2,4}})?)
        | [0-3][0-9][01][0-9](?:[12][0-9])?[0-9]{{2}} ){_ENDS}""",
    _FREE,
)
"""A day and a month in figures, or all figures of a date in one: likewise."""
NUMERIC_DATE = re.compile(
    rf"""{_BEGINS}(?: [0-3]?[0-9]([/.-])[01]?[0-9]\1(?:[12][0-9])?[0-9]{{2}}
        | (?:19|20)[0-9]{{2}}([/.-])[01]?[0-9]\2[0-3]?[0-9]
        | [0-3]?[0-9][ ][01][0-9][ ](?:19|20)[0-9]{{2}}
        | [0-3]?[0-9]([/-]){MONTH}\3(?:[12][0-9])?[0-9]{{2}} )(?![\w/-]|\.[0-9])""",
    _FREE,
)
"""A whole date in figures: the letter never writes one, files do."""
BIRTH = re.compile(
    r"""(?<!\w)b\.?(?=[ ]?[0-9])
        | \b(?: born | birth | birthdays? | birthdate | b-?day | d[. ]?o[. ]?b
        | (?:is|was|be|aged?|now)[ ](?:1[0-9]|(?:thir|four|fif|six|seven|eigh)teen)(?=[ ](?:on\b|\())
        | (?:turn(?:s|ed|ing)?|will[ ]be|becomes?|becoming|reach(?:es|ed|ing)?|hits?)[ ]
          (?:1[0-9]|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen) )\b
        | \b(?:his|her|their|whose)[ ](?:1[0-9]th|(?:six|seven|eigh)teenth)\b
        | (?:\A|[.;,:(\n][ ]?)1[68](?=[ ]on\b)""",
    _FREE,
)
"""Words by which a date is a date of birth."""

POSTCODE = re.compile(
    r"""(?<!\w)(?: gir[ ]?0aa
        | (?: a[bl] | b[abdhlnrst]? | c[abfhmortvw] | d[adeghlnty] | e[chnx]? | f[ky] | g[luy]? | h[adgprsux] | i[gmpv] | je
            | k[atwy] | l[adelnsu]? | m[ekl]? | n[egnprw]? | o[lx] | p[aehlor] | r[ghm] | s[aegklmnoprstwy]? | t[adfnqrsw]
            | ub | w[acdfnrsv]? | yo | ze )
          [0-9][0-9a-hjkmnp-z]?[ -]{0,2}(?![0-9](?:st|nd|rd|th)\b)[0-9][abd-hjlnp-uw-z]{2} )(?!\w)""",
    _FREE,
)
"""A postcode of one of the areas there are; its second half is no ordinal ("s47 2nd")."""
POSTCODE_AREA = re.compile(r"(?<!\w)[A-Z]{1,2}[0-9][0-9A-Z]?(?!\w)")
POSTCODE_WORD = re.compile(r"\b(?:post\s?code|postal)\b", re.IGNORECASE)

PHONE = re.compile(
    r"""(?<!\w)(?<![0-9][./])(?: (?:\+|00)[ ]?44[ ]?(?:\(0\)[ ]?)? | \(?0(?=[1-9 ]) )
        [0-9](?:[ )(./-]{0,2}[0-9]){7,9}(?!\w|\.[0-9])""",
    _FREE,
)
EXTENSION = re.compile(r"\bext(?:ension)?\b\.?[ ]?:?([0-9]{3,5})(?![\w/])", re.IGNORECASE)
SHORT_PHONE = re.compile(rf"(?<![\w/.])[0-9]{{2,4}}[ -]?[0-9]{{3,4}}(?:[ -]?[0-9]{{2,4}})?{_ENDS}")
"""A number without its code: a telephone's only near a word that says so."""
PHONE_WORD = re.compile(
    r"\b(?:(?:his|her|my|mum'?s|dad'?s|nan'?s|their)[ ](?:number|num|no)|tel|telephone|phoned?|ring|rang|rung|called|call|mobile"
    r"|mob|text|texted|landline|extension|ext)\b",
    re.IGNORECASE,
)

EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?=[\w.-]{0,63}[^\W\d_])[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}(?![\w-])")
"""An address, also one that lacks its end."""
SPELT_EMAIL = re.compile(
    r"""(?<![\w.+-])[\w.+-]{1,64}(?: [ ]?[\[(][ ]?at[ ]?[\])][ ]? | [ ]at[ ] )[\w-]{1,63}
        (?: [ ]?[\[(]?[ ]?\bdot\b[ ]?[\])]?[ ]?[a-z]{2,12} | \.(?:com|net|org|co\.uk|org\.uk|uk) )
        (?: [ ]dot[ ][a-z]{2,12} )?(?!\w)""",
    _FREE,
)
"""An address that hides its sign: "jo at example dot com"."""
ADDRESS = re.compile(
    r"""(?<!\w)(?:https?://|www\.)[^\s<>“”"]{2,200}
        | (?<![\w@.-])[a-z]\.(?:me|com|co)/[^\s<>“”"]{1,200}
        | (?<![\w@.-])(?:[a-z0-9-]{2,63}\.){1,3}
          (?: (?:com|net|org|info|me|tv|io|co|gg|link|blog|site|online|app|co\.uk|org\.uk|sch\.uk|uk)
              (?:/[^\s<>“”"]{0,200})?
            | [a-z]{2,12}/[^\s<>“”"]{1,200} )(?![\w-])""",
    _FREE,
)
PUBLIC_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,5}gov\.uk(?:[/?#].*)?\Z", re.IGNORECASE)
"""The government's own pages identify nobody."""

TEN_DIGITS = re.compile(r"(?<![\w/+])(?<![0-9][ .-])[0-9]{3}([ -]?)[0-9]{3}\1[0-9]{4}(?![\w/]|[ -][0-9])")
HEALTH_NUMBER = re.compile(
    r"""\b(?:nhs|hosp(?:ital)?|health|patient|gp)\.?[ ](?:number|num|no\.?|id|ref(?:erence)?)[ ]?:?[ ]?(?:is[ ]|was[ ])?
        ([A-Z]{0,2}[0-9][0-9 -]{3,12}[0-9])""",
    _FREE,
)
UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z](?!\w)", re.IGNORECASE)
INSURANCE_NUMBER = re.compile(
    r"""\b(?:ni|nino|national[ ]insurance)(?:[ ](?:no|number|num))?\b[.:]{0,2}[ ]?(?:is[ ]|was[ ])?
        ([A-Z]{2}[ ]?[0-9][0-9 ]{4,9}[0-9][ ]?[A-Z]?)(?!\w)""",
    _FREE,
)
INSURANCE = re.compile(r"(?<!\w)[A-Z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[A-D](?!\w)", re.IGNORECASE)
POLICE = re.compile(
    r"""(?<![\w/])(?!(?:19|20)[0-9]{2}/[0-9]{2}(?![0-9]))(?:
        (?:19|20)?[0-9]{2}/[0-9]{1,7}[A-Z]              # police national computer
        | [0-9]{2}/[0-9A-Z]{4}/[0-9]{2}/[0-9]{1,12}[A-Z]?   # arrest summons
        | [0-9]{1,6}/[0-9]{2}[A-Z]                      # criminal records office
        | [A-Z]{1,4}/[0-9]{2,8}(?:/[0-9]{2,4})?         # custody record
        | [0-9]{2}[A-Z]{1,3}[0-9]?/[0-9A-Z]{1,6}/[0-9]{2,6}(?:/[0-9]{2,4})?
        | [0-9]{5,8}[A-Z]?/(?:19|20)?[0-9]{2}           # crime number
        | [0-9]{2}[A-Z]{1,2}[0-9A-Z]?[0-9]{6,8}         # unique reference number of a court case
        | [A-Z][0-9]{4}[A-Z]{2}                         # prison number
        | [A-Z]{2}[0-9]{2}[ ]?[A-Z]{3}                  # mark of a vehicle
        | [A-Z][0-9]{3}[ ]?[A-Z]{3}                     # an older one
        )(?![\w/])""",
    re.VERBOSE,
)
"""Numbers of the police, courts and prisons, with letters and strokes as each writes them; never two years, "2012/13"."""
BARE = re.compile(
    r"""(?<![\w£$€,])(?<![0-9][.:/-])(?: [A-Z]{0,3}[0-9]{6,20}[A-Z]? | [A-Z]{1,2}[0-9]{5}[A-Z]? | [A-Z]{2}(?!19|20)[0-9]{4}
        | [0-9]{2}-[0-9]{2}-[0-9]{2}
        | [0-9]{4}(?:[ ][0-9]{4}){2,3} )(?![\w/%]|[.,-][0-9])""",
    re.VERBOSE,
)
"""Six figures or more in one, or those of a bank: no letter counts so much without a comma, so they stand in some file."""
MARK = re.compile(
    r"""\b(?:reg(?:istration)?|plates?|vrm|index|car|van|moped|vehicle|motorbike|motorcycle|scooter|bike|quad
        |audi|bmw|corsa|golf|fiesta|astra|clio|focus
        |transit|mercedes|polo|ford|vauxhall|toyota|nissan)\b[^.!?\n]{0,24}?(?<!\w)
        ((?-i:[A-Z]{1,3}[0-9]{1,4}[ ]?[A-Z]{0,3}|[0-9]{1,4}[ ]?[A-Z]{1,3}|[A-Z]{1,3}[ ][0-9]{1,4})(?!\w)
        |[a-z]{2}[0-9]{2}[ ]?[a-z]{3}\b|[a-z][0-9]{1,3}[ ]?[a-z]{3}\b)""",
    _FREE,
)
"""The mark of a vehicle of any age, behind a word for it."""
COLLAR = re.compile(r"\b(?:pc|pcso|wpc|dc|ds|ps|sgt|constable|officer)[ ]?([0-9]{3,5})(?![\w/:.-])", re.IGNORECASE)
"""What an officer of the police wears on the shoulder."""
EXHIBIT = re.compile(r"(?<![\w/])(?P<letters>[A-Z]{2,3})(?:/[0-9]{1,3}|(?<=[A-Z]{3})[0-9]{1,2})(?![\w/.-])")
"""The initials of who seized a thing, and which of those it was."""
FORM_CLASS = re.compile(
    r"\b(?:form|tutor[ ]group|tutor|class|set|year|yr)[ ,:]{1,2}(?:is[ ]|was[ ])?((?:[7-9]|1[0-3])[A-Z]{1,3})(?!\w)",
    re.IGNORECASE,
)
"""A class of a school by its year and its letters."""
COMPUTER = re.compile(r"(?<![\w.])(?=[0-9.]{9,15}(?![\w.]))[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\w)")
"""The address of a computer."""
NUMBERED = re.compile(
    r"""\b(?:crime|custody|incident|log|occurrence|police|pnc|cro|cad|urn|collar|warrant|prison|case|court|file|client|pupil|yois
        |careworks|childview|liquidlogic|fwin|mosaic|ics|nomis|delius|social[ ]care|account|exhibit|hosp|hospital|seal|tag|bail
        |system|passport|licence|reference|ref|id|uln|upn|number)
        (?:[ ](?:reference|ref|number|num|no|id|record|log)\b){0,3}\.?[ ]?(?:is[ ]|was[ ]|of[ ])?[:\#]?[ ]?
        ([A-Z]{0,5}[/ -]?[0-9][0-9A-Z]{0,20}(?:[/-][0-9A-Z]{1,20}){0,4})""",
    _FREE,
)
"""A number behind the noun for whose it is."""

HANDLE = re.compile(r"(?<![\w.@/])@\w[\w.]{1,40}(?<!\.)")
TAG = re.compile(
    r"""(?<![\w.@/-])(?=[\w.]{4,40}(?!\w))(?: [A-Za-z]{3,}[0-9]{2,}[A-Za-z]*
        | (?=\w{6})[A-Za-z]+[0-9]+[A-Za-z]+[0-9A-Za-z]*
        | [A-Za-z0-9]*(?:[A-Za-z0-9]_|_[A-Za-z0-9])\w* )(?!\w)""",
    re.VERBOSE,
)
"""Letters and figures in one word, as only accounts have them."""
PLATFORM = re.compile(
    r"""\b(?:snapchat|snap|instagram|insta|facebook|tiktok|twitter|bbm|psn|xbox|gamer\s?tag|user\s?name|handle|profile|kik|discord
        |skype|youtube|telegram|steam|fortnite|roblox|whatsapp|fb|ig|tumblr|reddit|pinterest
        |soundcloud|twitch|screen\s?name|log\s?in|alias|aka|known|nicknamed?|calls[ ](?:him|her)self
        |goes|raps|street\s?name|tag|moniker)\b(?:[ ](?:[a-z]{2,12}ly|on[ ][a-z ]{2,16}?)\b(?=[ ](?:as|by)\b))?
        (?:[ ](?:name|account|user|username|profile|page|handle|id|pin|tag|live|channel)\b){0,3}
        (?:[ ,:]{0,2}(?:(?P<link>as|under|called|named|by)|is|was|of|he|she|they|his|her|s?he['’]s)\b){0,3}
        [ :,(-]{0,3}(?:the[ ]name[ ](?:of[ ])?)?(?P<quote>[“‘"'])?(?:the[ ])?
        (?<=[:“‘"'( ])(?P<name>[\w.-]{3,40})""",
    _FREE,
)
"""What stands behind the name of a network, or behind "known as": an account or a nickname, unless it is a word; a word
too where it is said to be the name, in quotes or with a capital."""

LETTERED = re.compile(r"(?<!\w)([A-Za-z]{1,8})[ \u00a0./-]?0{0,9}([0-9]{1,9})(?!\w)")
REFERENCE = re.compile(r"(?<!\w)(?:[A-Z]{2}-?|[a-z]{2})[0-9]{2}(?!\w)")
REFERRING = r"(?:case|record|file|ref|reference|interview|young person|number|no)\.?[ ]"
"""What stands before a reference that is a mere number or a word."""
