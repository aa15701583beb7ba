"""Which place a person gets the law of, when the bot has asked for it."""

from __future__ import annotations

import pytest

from bot.nlu.places import find_places


def outcome(text: str) -> str | None:
    """What the person notices: a state, a question ("?key"), or nothing."""
    finding = find_places(text, asked=True)
    return f"?{finding.ambiguous.key}" if finding.ambiguous else finding.certain


ANSWERS: list[tuple[str, str | None]] = [
    # Two letters, in any case
    ("ca", "CA"),
    ("TX", "TX"),
    ("tx.", "TX"),
    ("me", "ME"),
    ("or", "OR"),
    ("in", "IN"),
    ("hi", "HI"),
    ("ok", "OK"),
    ("Oh", "OH"),
    ("id", "ID"),
    ("im in ca", "CA"),
    ("i live in or", "OR"),
    ("in ok", "OK"),
    ("Probably PA I guess", "PA"),
    ("N.Y.", "NY"),
    ("n.j.", "NJ"),
    ("D.C.", "DC"),
    ("la", "?la"),
    ("houma la", "LA"),
    ("L.A.", "CA"),
    ("New Orleans, LA", "LA"),
    # Two letters that are no answer
    ("i'm ok", None),
    ("it's ok", None),
    ("tell me", None),
    ("this or that", None),
    ("oh no", None),
    ("no", None),
    ("OK I WILL THINK ABOUT IT", None),
    # Names and abbreviations
    ("California", "CA"),
    ("CALIFORNIA", "CA"),
    ("it's texas i think", "TX"),
    ("the state of Ohio", "OH"),
    ("N. Carolina", "NC"),
    ("s. dakota", "SD"),
    ("W. Va.", "WV"),
    ("calif", "CA"),
    ("penn", "PA"),
    ("mass", "MA"),
    ("Wash DC", "DC"),
    ("Wash. D.C.", "DC"),
    ("District of Columbia", "DC"),
    ("the district of columbia", "DC"),
    ("okla", "OK"),
    ("in Miss.", "MS"),
    ("tenn", "TN"),
    ("upstate New York", "NY"),
    ("NYC", "NY"),
    ("newyork", "NY"),
    ("northern Virginia", "VA"),
    ("west virginia", "WV"),
    ("Arkansas", "AR"),
    ("Kansas", "KS"),
    ("Hawaiʻi", "HI"),
    ("Hawai’i", "HI"),
    # Territories
    ("Puerto Rico", "PR"),
    ("Porto Rico", "PR"),
    ("US Virgin Islands", "VI"),
    ("U.S. Virgin Islands", "VI"),
    ("St. Croix", "VI"),
    ("USVI", "VI"),
    ("Guam", "GU"),
    ("CNMI", "MP"),
    ("Saipan", "MP"),
    ("northern marianas", "MP"),
    ("american samoa", "AS"),
    ("Pago Pago", "AS"),
    ("British Virgin Islands", "?other"),
    # Misspellings
    ("Califronia", "CA"),
    ("Pensylvania", "PA"),
    ("Massachusets", "MA"),
    ("masachusits", "MA"),
    ("Tenessee", "TN"),
    ("Conneticut", "CT"),
    ("Missisippi", "MS"),
    ("Hawai", "HI"),
    ("Lousiana", "LA"),
    ("noth carolina", "NC"),
    ("west virgina", "WV"),
    ("coloradoo", "CO"),
    ("illenois", "IL"),
    ("new hamshir", "NH"),
    ("arcansas", "AR"),
    ("mishigan", "MI"),
    ("washintgon", "?washington"),
    ("los angelas", "CA"),
    ("huston", "TX"),
    ("pheonix", "AZ"),
    # Ambiguous names
    ("Georgia", "?georgia"),
    ("georgia the state", "GA"),
    ("Georgia, USA", "GA"),
    ("state of georgia", "GA"),
    ("GA", "GA"),
    ("Washington", "?washington"),
    ("Washington state", "WA"),
    ("Washington, the state", "WA"),
    ("Washington DC", "DC"),
    ("Washington, D.C.", "DC"),
    ("Washington, PA", "PA"),
    ("Washington 98101", "WA"),
    ("carolina", "?carolina"),
    ("the dakotas", "?dakota"),
    ("samoa", "?samoa"),
    ("new england", "?other"),
    ("Delaware County", "?other"),
    # Cities
    ("Seattle", "WA"),
    ("I'm in Houston", "TX"),
    ("houston tx", "TX"),
    ("Kansas City", "?kansas_city"),
    ("Kansas City, Missouri", "MO"),
    ("kansas city ks", "KS"),
    ("Portland", "?portland"),
    ("portland me", "ME"),
    ("Portland, OR", "OR"),
    ("Portland. That's in Oregon", "OR"),
    ("Portland, Texas", "TX"),
    ("Springfield 62701", "IL"),
    ("Vancouver, Washington", "WA"),
    ("Atlanta, Georgia", "GA"),
    ("St. Louis", "MO"),
    ("saint paul", "MN"),
    ("Ft. Worth", "TX"),
    ("Virginia Beach", "VA"),
    ("Michigan City", "IN"),
    ("San José", "CA"),
    ("Mayagüez", "PR"),
    ("mobile", "AL"),
    ("in Phoenix", "AZ"),
    ("reading", "?other"),
    ("orange", "?other"),
    ("buffalo", "NY"),
    ("i am on my mobile", None),
    ("i was reading his texts", None),
    # ZIP codes
    ("90210", "CA"),
    ("90210-1234", "CA"),
    ("zip 00501", "NY"),
    ("my zip is 30301", "GA"),
    ("00802", "VI"),
    ("00901", "PR"),
    ("06390", "NY"),
    ("96813", "HI"),
    ("96799", "AS"),
    ("96910", "GU"),
    ("96950", "MP"),
    ("42223", "?other"),
    ("Fort Campbell, KY 42223", "KY"),
    ("09012", None),
    ("96201", None),
    ("34001", None),
    ("00000", None),
    ("96940", None),
    ("$90210", None),
    ("12345 Main Street", None),
    ("902101", None),
    # Not the person's own, or not any more: asked about
    ("he lives in texas", "?other"),
    ("I left Texas", "?other"),
    ("I moved from Ohio to Texas", "?several"),
    ("Ohio or Texas", "?several"),
    ("not in texas", None),
    ("not texas, ohio", "OH"),
    # No place
    ("", None),
    ("   ", None),
    ("😀😀", None),
    ("why do you ask", None),
    ("none of your business", None),
    ("i don't know", None),
    ("help me", None),
    ("stop", None),
    ("thanks", None),
    ("Paris, France is nice, no?", "?other"),
    ("Londres", None),
    ("我在纽约", None),
    ("my friend caroline", None),
]


@pytest.mark.parametrize(("text", "place"), ANSWERS)
def test_answer_to_the_question_for_the_place(text: str, place: str | None) -> None:
    assert outcome(text) == place


def test_no_case_stands_twice() -> None:
    assert len({text for text, _ in ANSWERS}) == len(ANSWERS)


@pytest.mark.parametrize("asked", [True, False])
def test_offsets_point_at_the_place(asked: bool) -> None:
    text = "Well… I live in “San José”, Cali\u200bfornia, ok?"
    finding = find_places("I’m near Boston, ok?", asked=asked)
    assert "I’m near Boston, ok?"[finding.start : finding.end] == "Boston"
    finding = find_places(text, asked=asked)
    assert finding.certain == "CA"
    assert text[finding.start : finding.end].endswith("Cali\u200bfornia")


def test_ambiguous_places_name_their_choices() -> None:
    finding = find_places("Washington", asked=True)
    assert finding.ambiguous
    assert finding.ambiguous.codes == ("WA", "DC")
    finding = find_places("I moved from Ohio to Texas", asked=False)
    assert finding.ambiguous
    assert finding.ambiguous.codes == ("OH", "TX")


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "in " * 300_000, "90210 " * 100_000, "\x00\ud800"]
)
def test_odd_and_huge_texts_are_survived(text: str, asked: bool) -> None:
    find_places(text, asked=asked)
