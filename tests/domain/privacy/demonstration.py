"""What the demonstration's inspection knows, for the tests of the privacy check."""

import json
import re
from functools import cache

from sqs_tui.domain.privacy.doubting import Known
from tests.builders import BURY
from tests.domain.letter.letters import bury_inspection


@cache
def bury_known() -> Known:
    """The references, accounts and own words of the demonstration."""
    data = json.loads(BURY.read_text(encoding="utf-8"))
    details = bury_inspection()
    fields = (details.area, details.service, details.lead, details.contact, details.addressee, details.sender, details.letterhead)
    own = " ".join([*fields, *details.copies])
    return Known(
        references=frozenset(record["reference"] for record in data["cases"] + data["staff"]),
        accounts=frozenset(record["inspector"] for record in data["cases"]),
        own_words=frozenset(re.findall(r"[a-z0-9'-]+", own.casefold())),
    )
