"""Which place a message names when nobody has asked for one."""

from __future__ import annotations

import pytest

from bot.nlu.places import find_places


def outcome(text: str) -> str | None:
    """What the person notices: a state, a question ("?key"), or nothing."""
    finding = find_places(text, asked=False)
    return f"?{finding.ambiguous.key}" if finding.ambiguous else finding.certain


OUT_OF_THE_BLUE: list[tuple[str, str | None]] = [
    # Words that are also codes or names
    ("it is me or him in there", None),
    ("I can't", None),
    ("hi, can you tell me more", None),
    ("ok", None),
    ("ca", None),
    ("IN", None),
    ("from ME", None),
    ("he has pictures of ME", None),
    ("I believe in ME", None),
    ("HE IS IN MY PHONE OR ME", None),
    ("GET HIM AWAY FROM ME", None),
    ("either in OR out", None),
    ("a photo of my ID", None),
    ("I work in PR", None),
    ("a.k.a. the guy from before", None),
    ("R.I.P. to my old life", None),
    ("he tracks my mobile", None),
    ("he has my mobile in his hand", None),
    ("I live in Mobile, AL", "AL"),
    ("he is reading my texts", None),
    ("I find it in reading", None),
    ("an orange car", None),
    ("a surprise from enterprise", None),
    ("my independence", None),
    ("buffalo wings in phoenix style", None),
    ("Charlotte keeps calling me", None),
    ("texts from Austin", None),
    ("a message from Georgia", None),
    ("my sister Georgia", None),
    ("Georgia hacked me", None),
    ("pictures of Virginia", None),
    ("my friend Virginia said so", None),
    ("Dakota is my ex", None),
    ("the Washington Post wrote about it", None),
    ("the New York Times", None),
    ("we saw Hannah Montana", None),
    ("a house by Lake Michigan", None),
    ("the University of Texas", None),
    ("I miss him so much", None),
    ("I feel ill in the mornings", None),
    ("they came in mass", None),
    ("ex from la la land", None),
    # Numbers
    ("he sent 90210 texts", None),
    ("the code is 48201", None),
    ("it cost me 10001 dollars", None),
    ("90210", None),
    ("my zip code is 90210", "CA"),
    ("90210 is my zip", "CA"),
    ("zip: 73301", "TX"),
    ("Beverly Hills, CA 90210", "CA"),
    ("CA 90210", "CA"),
    ("CA 10001", None),
    # States
    ("Arkansas", "AR"),
    ("west virginia law", "WV"),
    ("Virginia law", "VA"),
    ("Virginia stalking laws", "VA"),
    ("laws in CA", "CA"),
    ("laws in ca", None),
    ("what is the law in tx", "TX"),
    ("CA law", "CA"),
    ("N.Y. law", "NY"),
    ("a lawyer from NJ", "NJ"),
    ("laws in OR", "OR"),
    ("laws in LA", "?la"),
    ("I live in OR", "OR"),
    ("I live in ca", "CA"),
    ("I LIVE IN TEXAS", "TX"),
    ("in Mass.", "MA"),
    ("I live in pensylvania", "PA"),
    ("im in new jersy", "NJ"),
    ("I live in Michigen", "MI"),
    ("I'm in Georgia", "?georgia"),
    ("Georgia", "?georgia"),
    ("Georgia law", "?georgia"),
    ("I live in the state of Georgia", "GA"),
    ("I'm in Washington", "?washington"),
    ("what can police do in Washington DC", "DC"),
    ("my state is: Ohio", "OH"),
    ("can they arrest him in Texas", "TX"),
    ("I'm not safe in Texas", "TX"),
    # Cities
    ("Houston", None),
    ("I'm from Houston", "TX"),
    ("near Seattle", "WA"),
    ("I live in the city of Boston", "MA"),
    ("I am in Kansas City", "?kansas_city"),
    ("we live in Portland, Maine", "ME"),
    ("I was in Portland or so", None),
    ("I moved to Seattle", "WA"),
    # Whose place
    ("I moved from Ohio to Texas", "?several"),
    ("I live in Ohio, he lives in Texas", "OH"),
    ("He lives in Texas. I am in Ohio.", "OH"),
    ("I used to live in Ohio, now I live in Texas", "TX"),
    ("I'm from Ohio but live in Texas", "TX"),
    ("I live in Ohio and Texas", "?several"),
    ("he lives in Texas", None),
    ("my ex moved to Seattle", None),
    ("my ex in Texas keeps texting", None),
    ("he texts me from Ohio", None),
    ("I left Texas", None),
    ("not in Texas", None),
    ("I don't live in Texas", None),
    ("I'm moving to Texas", None),
    ("I live with him in Texas", "TX"),
    ("he and I live in Ohio", "OH"),
    ("Texas is not my state", None),
]


@pytest.mark.parametrize(("text", "place"), OUT_OF_THE_BLUE)
def test_place_in_a_message_when_nobody_asked(text: str, place: str | None) -> None:
    assert outcome(text) == place


def test_no_case_stands_twice() -> None:
    assert len({text for text, _ in OUT_OF_THE_BLUE}) == len(OUT_OF_THE_BLUE)
