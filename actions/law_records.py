"""One record of the legal database -> one bubble."""

from actions.law_words import Bubble, Words
from actions.legal.models import Law, NationalResource, ProtectiveOrder, Resource

Lines = list[tuple[str, dict[str, str]]]

_KIND = {
    "criminal": "utter_law_line_criminal",
    "civil": "utter_law_line_civil",
    "administrative": "utter_law_line_administrative",
}
_ELECTRONIC = {
    "explicit": "utter_law_line_online_explicit",
    "implied": "utter_law_line_online_implied",
    "no": "utter_law_line_online_no",
    "unknown": "utter_law_line_online_unknown",
}
_ONLINE = {
    "explicit": "utter_order_line_online_explicit",
    "implied": "utter_order_line_online_implied",
    "no": "utter_order_line_online_no",
    "unknown": "utter_order_line_online_unknown",
}
_STRANGER = {
    "yes": "utter_order_line_stranger_yes",
    "no": "utter_order_line_stranger_no",
    "unknown": "utter_order_line_stranger_unknown",
}
_STARTER = {
    "person": "utter_order_starter_person",
    "guardian": "utter_order_starter_guardian",
    "police": "utter_order_starter_police",
    "prosecutor": "utter_order_starter_prosecutor",
    "within_criminal_case": "utter_order_starter_criminal_case",
    "employer": "utter_order_starter_employer",
    "unknown": "utter_order_starter_unknown",
}


def law_bubble(law: Law, words: Words, brief: bool = False) -> Bubble:
    """Say a law; `brief` leaves out its kind, its reach and the penalty."""
    lines: Lines = []
    if not brief:
        lines += [(_KIND[law.kind], {}), (_ELECTRONIC[law.electronic], {})]
        lines += _given("utter_law_line_penalty", penalty=law.penalty)
    lines += _given("utter_law_line_link", url=law.url or law.source)
    lines += _given("utter_law_line_doubt", doubt=law.doubt)
    values = {"title": law.title, "citation": law.citation, "summary": law.summary}
    names = ("utter_law_item_read", "utter_law_item_recalled")
    return _bubble(names, values, lines, law, words)


def order_bubble(order: ProtectiveOrder, words: Words) -> Bubble:
    """Say a court order; what our list does not know is said too."""
    starters = words.joined([_STARTER[who] for who in order.who_may_start])
    lines: Lines = [(_STRANGER[order.open_to_stranger], {})]
    if order.who_may_start == ["unknown"]:
        lines.append(("utter_order_line_start_unknown", {}))
    else:
        lines.append(("utter_order_line_start", {"starters": starters}))
    lines.append((_ONLINE[order.online_conduct_counts], {}))
    lines += _given("utter_order_line_fee", fee=order.fee) or [("utter_order_line_no_fee", {})]
    lines += _given("utter_order_line_duration", duration=order.duration) or [
        ("utter_order_line_no_duration", {})
    ]
    lines += _given("utter_order_line_minors", minors=order.minors)
    lines += _given("utter_order_line_forms", url=order.forms_url)
    if not order.forms_url:
        lines += _given("utter_law_line_link", url=order.source)
    lines += _given("utter_law_line_doubt", doubt=order.doubt)
    values = {"title": order.name, "citation": order.citation, "who_for": order.who_for}
    names = ("utter_order_item_read", "utter_order_item_recalled")
    return _bubble(names, values, lines, order, words)


def resource_bubble(resource: Resource, words: Words) -> Bubble:
    """Say an office or group of one place; a number is given only when it was read on a page."""
    lines: Lines = []
    if resource.check_mark == "read":
        lines += _given("utter_line_phone", phone=resource.phone)
    lines += _given("utter_line_about", about=resource.about)
    lines += _given("utter_line_site", url=resource.url)
    lines += _given("utter_law_line_doubt", doubt=resource.doubt)
    names = ("utter_resource_item_read", "utter_resource_item_recalled")
    return _bubble(names, {"name": resource.name}, lines, resource, words)


def national_bubble(line: NationalResource, words: Words) -> Bubble:
    """Say a national line; numbers are given only when that very field was read on a page."""
    lines: Lines = []
    if "phone" in line.read_fields:
        lines += _given("utter_line_phone", phone=line.phone)
    if "text" in line.read_fields:
        lines += _given("utter_line_text", number=line.text)
    lines += _given("utter_line_chat", chat=line.chat)
    if line.url != line.chat:
        lines += _given("utter_line_site", url=line.url)
    lines += _given("utter_line_hours", hours=line.hours)
    lines += _given("utter_line_languages", languages=line.languages)
    lines += _given("utter_line_deaf_access", access=line.deaf_access)
    lines += _given("utter_law_line_doubt", doubt=line.doubt)
    values = {"name": line.name, "who_for": line.who_for}
    names = ("utter_national_item_read", "utter_national_item_recalled")
    return _bubble(names, values, lines, line, words)


def _given(response: str, **value: str | None) -> Lines:
    """Return the line when the record knows its one value, else nothing."""
    known = {name: text for name, text in value.items() if text}
    return [(response, known)] if known else []


def _bubble(
    names: tuple[str, str],
    values: dict[str, str],
    lines: Lines,
    record: "Law | ProtectiveOrder | Resource | NationalResource",
    words: Words,
) -> Bubble:
    """Choose the response for a checked record or for one from memory, and fill it."""
    values["details"] = words.details(lines)
    read, recalled = names
    if record.check_mark == "read" and record.checked_on:
        values["date"] = record.checked_on.isoformat()
        return Bubble(read, values)
    return Bubble(recalled, values)
