"""The closed sets of words that the legal data is written in.

The schema (`schema.json`) repeats them for the editors of the data files; a test holds both to
each other.
"""

from collections.abc import Mapping
from typing import Any, Final

_CODES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM"
    " NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI"
)
STATE_CODES: Final = tuple(_CODES.split())
"""The 50 states, the District of Columbia and the five territories, by postal code."""

FEDERAL: Final = "US"
"""The code of federal law."""

NATIONAL: Final = "national"
"""The name of the file of national lines, without `.yaml`."""

LAW_TOPICS: Final[dict[str, tuple[str, ...]]] = {
    "stalking": ("cyberstalking", "stalking", "electronic_harassment"),
    "threats": ("threats", "sextortion", "swatting"),
    "images": ("ncii", "ncii_synthetic"),
    "identity": ("impersonation_identity_theft", "doxxing", "false_statements_defamation"),
    "tracking": ("location_tracking", "computer_intrusion", "eavesdropping_recording"),
    "school": ("school_cyberbullying",),
}
"""What a person can pick (`law_topic`) -> the topics of the laws shown for it, first come first."""

TOPICS_OF_TYPE: Final[dict[str, tuple[str, ...]]] = {
    "harassment_messages": ("electronic_harassment", "cyberstalking", "stalking"),
    "threats": ("threats", "stalking"),
    "doxxing": ("doxxing", "cyberstalking", "stalking"),
    "impersonation_identity_theft": ("impersonation_identity_theft",),
    "false_accusations_defamation": ("false_statements_defamation", "electronic_harassment"),
    "ncii_intimate_images": ("ncii",),
    "sextortion": ("sextortion", "ncii", "threats"),
    "deepfake": ("ncii_synthetic", "ncii"),
    "stalkerware_spyware": ("computer_intrusion", "eavesdropping_recording", "stalking"),
    "location_tracking": ("location_tracking", "stalking"),
    "account_hacking": ("computer_intrusion", "impersonation_identity_theft"),
    "hidden_cameras_smart_home": ("eavesdropping_recording", "computer_intrusion", "stalking"),
    "phishing": ("impersonation_identity_theft", "computer_intrusion"),
    "cyberbullying_school_work": ("school_cyberbullying", "electronic_harassment"),
    "hate_based": ("threats", "electronic_harassment"),
    "sexual_solicitation": ("electronic_harassment", "stalking"),
    "proxy_third_party": ("cyberstalking", "stalking", "doxxing"),
    "professional_boundary": ("stalking", "electronic_harassment"),
    "offline_stalking": ("stalking", "cyberstalking"),
    "property_theft_surveillance": ("stalking", "computer_intrusion"),
}
"""A type of cyberstalking (`abuse_type`) -> the topics of the laws that may fit it, in order.

Which law fits a case is for a lawyer to say; this only chooses what is shown first.
"""

TIES_OF_RELATION: Final[dict[str, frozenset[str]]] = {
    "partner": frozenset({"spouse", "dating", "household", "co_parent"}),
    "ex_partner": frozenset({"spouse", "dating", "household", "co_parent"}),
    "family": frozenset({"family", "household"}),
}
"""Who does it (`stalker_relation`) -> the ties (`relation_needed`) that it can be.

Whether the person's own tie is one of them stands in the order's words, which are shown.
"""

IMAGE_TYPES: Final = frozenset({"ncii_intimate_images", "sextortion", "deepfake"})
"""Types of cyberstalking for which an order about images (`image_abuse`) fits."""

NOT_STARTED_BY_A_PERSON: Final = frozenset(
    {"within_criminal_case", "prosecutor", "police", "employer"}
)
"""Who may start an order (`who_may_start`) that the person cannot ask for by themselves."""

STRANGER_ORDER: Final = "stranger_order"
"""Under `none_found`: that no order for somebody with no tie to the stalker was found."""

LINE_GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "lines_crisis": ("crisis", "treatment_referral"),
    "lines_abuse": ("domestic_violence", "sexual_violence"),
    "lines_images": ("intimate_images",),
    "lines_young": ("minors", "school"),
    "lines_report": ("report", "identity_theft", "work"),
    "lines_law": ("legal_information", "legal_help", "crime_victims", "information"),
}
"""What a person can pick -> the kinds of national resources shown for it."""

NO_STRANGER_ORDER: Final = frozenset({"AL", "AR", "DE", "IA", "MS", "NY", "PA"})
"""Where no civil stalking order was found for a person with no tie to the stalker.

No order there may be marked open to a stranger, whatever a page claims; see docs/legal-data.md.
"""

STRANGER_CONDUCT: Final = frozenset({"stalking", "harassment", "threats"})
"""What an order has to be for (`conduct`) so that somebody followed or harassed can use it."""


def open_to_stranger(order: Mapping[str, Any]) -> str:
    """Say whether a person with no tie to the stalker can start this order: yes, no or unknown.

    An order that only a police officer or a court in a criminal case can start is none for them,
    nor is one that is about something else, such as sexual violence.
    """
    conduct, needed = set(order["conduct"]), set(order["relation_needed"])
    starters = set(order["who_may_start"])
    if starters <= NOT_STARTED_BY_A_PERSON or not needed & {"anyone", "unknown"}:
        return "no"
    if not conduct & (STRANGER_CONDUCT | {"unknown"}):
        return "no"
    return "unknown" if "unknown" in needed | conduct or "person" not in starters else "yes"
