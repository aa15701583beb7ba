"""One record of the legal database -> its text in a bubble, out of reviewed lines."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from actions.law_words import Line, Words
from actions.legal.freshness import is_stale
from actions.legal.models import Law, NationalResource, NoneFound, ProtectiveOrder, Resource

_KIND: Final = {
    "criminal": "utter_law_line_criminal",
    "civil": "utter_law_line_civil",
    "administrative": "utter_law_line_administrative",
}
_ELECTRONIC: Final = {
    "explicit": "utter_law_line_online_explicit",
    "implied": "utter_law_line_online_implied",
    "no": "utter_law_line_online_no",
    "unknown": "utter_law_line_online_unknown",
}
_ONLINE: Final = {
    "explicit": "utter_order_line_online_explicit",
    "implied": "utter_order_line_online_implied",
    "no": "utter_order_line_online_no",
    "unknown": "utter_order_line_online_unknown",
}
_STRANGER: Final = {
    "yes": "utter_order_line_stranger_yes",
    "no": "utter_order_line_stranger_no",
    "unknown": "utter_order_line_stranger_unknown",
}
_STARTER: Final = {
    "person": "utter_order_starter_person",
    "guardian": "utter_order_starter_guardian",
    "police": "utter_order_starter_police",
    "prosecutor": "utter_order_starter_prosecutor",
    "within_criminal_case": "utter_order_starter_criminal_case",
    "employer": "utter_order_starter_employer",
    "unknown": "utter_order_starter_unknown",
}
_CHECKED: Final = {
    None: "utter_law_line_checked",
    "official": "utter_law_line_checked_official",
    "text_copy": "utter_law_line_checked_text_copy",
    "guide": "utter_law_line_checked_guide",
    "other_page": "utter_law_line_checked_other_page",
}


@dataclass(frozen=True)
class RecordWords:
    """Says records; `today` and `stale_days` decide what is said to be checked long ago."""

    words: Words
    today: dt.date
    stale_days: int

    def law(self, law: Law, brief: bool = False, federal: bool = False) -> str:
        """Say a law; `brief` leaves out its kind, its reach and the penalty."""
        values = {"title": law.title, "citation": law.citation, "summary": law.summary}
        lines: list[Line] = [("utter_law_item", values)]
        if federal:
            lines.append(("utter_law_line_federal", {}))
        if not brief:
            lines.append((_KIND[law.kind], {}))
            lines.append((_ELECTRONIC[law.electronic], {}))
            lines += _given("utter_law_line_penalty", penalty=law.penalty)
        lines += _link(law.url, law.source)
        return self._text(lines, law, law.how)

    def order(self, order: ProtectiveOrder) -> str:
        """Say a court order; what our list does not know is said too."""
        values = {"title": order.name, "citation": order.citation, "who_for": order.who_for}
        lines: list[Line] = [("utter_order_item", values)]
        lines.append((_STRANGER[order.open_to_stranger], {}))
        lines.append(self._starters(order))
        lines += _given("utter_order_line_time_limit", limit=order.time_limit)
        lines.append((_ONLINE[order.online_conduct_counts], {}))
        lines += _given("utter_order_line_fee", fee=order.fee) or [("utter_order_line_no_fee", {})]
        lines += _given("utter_order_line_duration", duration=order.duration) or [
            ("utter_order_line_no_duration", {})
        ]
        lines += _given("utter_order_line_minors", minors=order.minors)
        return self._order_end(lines, order)

    def fitting_order(self, order: ProtectiveOrder, age: str | None) -> str:
        """Say what matters first of an order that may be asked for; under 18, that too."""
        values = {"title": order.name, "citation": order.citation, "who_for": order.who_for}
        lines: list[Line] = [("utter_order_item", values), self._starters(order)]
        lines += _given("utter_order_line_time_limit", limit=order.time_limit)
        lines += _given("utter_order_line_fee", fee=order.fee)
        if age == "under_18":
            lines += _given("utter_order_line_minors", minors=order.minors) or [
                ("utter_order_line_no_minors", {})
            ]
        return self._order_end(lines, order)

    def resource(self, resource: Resource) -> str:
        """Say an office or group of one place; a number only when it was read on a page."""
        lines: list[Line] = [("utter_resource_item", {"name": resource.name})]
        lines += _given("utter_line_about", about=resource.about)
        lines += _given("utter_line_who_for", who_for=resource.who_for)
        if resource.check_mark == "read":
            lines += _given("utter_line_phone", phone=resource.phone)
            lines += _given("utter_line_text", number=resource.text)
        lines += _ways(resource)
        return self._text(lines, resource)

    def national(self, line: NationalResource) -> str:
        """Say a national line; numbers only when that very field was read on a page."""
        values = {"name": line.name, "who_for": line.who_for}
        lines: list[Line] = [("utter_national_item", values)]
        if "phone" in line.read_fields:
            lines += _given("utter_line_phone", phone=line.phone)
        if "text" in line.read_fields:
            lines += _given("utter_line_text", number=line.text)
        lines += _ways(line)
        lines += _given("utter_line_deaf_access", access=line.deaf_access)
        return self._text(lines, line)

    def none_found(self, absent: NoneFound) -> str:
        """Say what was looked for and not found, and what may help instead."""
        lines: list[Line] = [("utter_none_found_item", {"says": absent.says})]
        lines += _given("utter_law_line_nearest", nearest=absent.nearest)
        return self._text(lines, absent)

    def _starters(self, order: ProtectiveOrder) -> Line:
        if order.who_may_start == ["unknown"]:
            return ("utter_order_line_start_unknown", {})
        names = [_STARTER[who] for who in order.who_may_start]
        return ("utter_order_line_start", {"starters": self.words.joined(names)})

    def _order_end(self, lines: list[Line], order: ProtectiveOrder) -> str:
        lines += _given("utter_order_line_forms", url=order.forms_url) or _link(None, order.source)
        return self._text(lines, order, order.how)

    def _text(self, lines: list[Line], record: Any, how: str | None = None) -> str:
        """Put the lines together, with what is unsure and how and when it was checked."""
        lines += _given("utter_law_line_doubt", doubt=record.doubt)
        if record.check_mark == "read" and record.checked_on:
            day = {"date": record.checked_on.isoformat()}
            lines.append((_CHECKED[how], day))
            if is_stale(record.checked_on, self.today, self.stale_days):
                lines.append(("utter_law_line_stale", {}))
        else:
            lines.append(("utter_law_line_recalled", {}))
        return self.words.under_each_other(lines)


def _ways(record: Resource | NationalResource) -> list[Line]:
    lines = _given("utter_line_chat", chat=record.chat)
    if record.url != record.chat:
        lines += _given("utter_line_site", url=record.url)
    lines += _given("utter_line_hours", hours=record.hours)
    return lines + _given("utter_line_languages", languages=record.languages)


def _link(url: str | None, source: str | None) -> list[Line]:
    """Give where to read it, or else the page that was read."""
    return _given("utter_law_line_link", url=url) or _given("utter_law_line_source", url=source)


def _given(response: str, **value: str | None) -> list[Line]:
    """Return the line when the record knows its one value, else nothing."""
    known = {name: text for name, text in value.items() if text}
    return [(response, known)] if known else []
