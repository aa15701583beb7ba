"""What the words around a name say: is it a place, and whose."""

from __future__ import annotations

from bot.nlu.places.data import context
from bot.nlu.places.finding import Mention, Role
from bot.nlu.places.text import Token, Words

_OPENERS = {":", '"', "(", ':"'}
_SEGMENT = 12  # tokens before a place that are looked at; further away nothing refers to it


def place_word(words: Words, index: int) -> int | None:
    """The token that announces a place at `index` ("in" of "in the state of"), or None."""
    lists = context()
    at = index - 1
    while at >= 0 and words.spaced(at + 1):
        key = words.key(at)
        if key in lists["place_before"] and key != "of":
            return at
        if key == "to" and words.key(at - 1) in lists["to_before"]:
            return at
        if key == "of" and words.key(at - 1) in lists["of_before"]:
            return at
        if key not in lists["skip_before"]:
            return at if key == "of" else None
        at -= 1
    return None


def named_as_place(words: Words, first: int, last: int) -> bool:
    """Whether a name that is also a given name (Georgia) is used for the place here."""
    lists = context()
    at = place_word(words, first)
    if at is not None:
        before = words.key(at - 1)
        if words.key(at) == "from":
            return before in lists["from_before"]
        return _of_place(words, at)
    if words.key(first - 1) == "is" and words.key(first - 2) in lists["home_words"]:
        return True
    after = words.keys(last, last + 2)
    return any(key in lists["law_words"] for key in after) and words.spaced(last)


def city_announced(words: Words, index: int) -> bool:
    """Whether "in", "from", "near", "live" or the like stands before the name at `index`."""
    at = place_word(words, index)
    return at is not None and _of_place(words, at)


def _of_place(words: Words, at: int) -> bool:
    """Whether the announcing word at `at` is no "of" of a thing ("pictures of Austin")."""
    return words.key(at) != "of" or words.key(at - 1) in context()["of_before"]


def no_place(words: Words, first: int, last: int) -> bool:
    """Whether a name is part of something else: a newspaper, a street, a person."""
    lists = context()
    if words.spaced(last) and words.key(last) in lists["not_after"]:
        return True
    before = first - 1
    if words.key(before) == "of":
        before -= 1
        return words.key(before) == "university"
    return words.spaced(first) and words.key(before) in lists["not_before"]


def clause_ends(words: Words, index: int) -> bool:
    """Whether nothing more belongs to what ended before token `index`."""
    lists = context()
    return (
        words.breaks(index)
        or words.key(index) in lists["clause_words"]
        or words.key(index) in lists["country_words"]
        or words.key(index)[:5].isdigit()
    )


def core(words: Words) -> tuple[int, int]:
    """The span of a bare answer without "I live in", "please" and the like; may be empty."""
    filler = context()["answer_fill"]
    first, last = 0, len(words.tokens)
    while first < last and _either(words.tokens[first], filler):
        first += 1
    while last > first and _either(words.tokens[last - 1], filler):
        last -= 1
    return first, last


def is_all(words: Words, first: int, last: int) -> bool:
    """Whether an answer says nothing but the name at these tokens."""
    filler = context()["answer_fill"]
    around = (*words.tokens[:first], *words.tokens[last:])
    return all(_either(token, filler) for token in around)


def role(words: Words, mention: Mention, previous: Mention | None) -> Role:
    """Whose place a mention is."""
    lists = context()
    after = words.keys(mention.last, mention.last + 2)
    if after[:1] in (["isn't"], ["isnt"]) or after == ["is", "not"]:
        return Role.NEGATED
    start = previous.last if previous else 0
    goes_on = previous is not None and previous.role in (Role.SELF, Role.PLAIN)
    if previous and _joined(words, start, mention.first, goes_on):
        return previous.role
    return _role_after(segment(words, mention.first, start), lists)


def is_own(words: Words, index: int) -> bool:
    """Whether a place at token `index` would be the person's own ("I live in")."""
    return _role_after(segment(words, index, 0), context()) is Role.SELF


def segment(words: Words, index: int, start: int) -> list[Token]:
    """The tokens of the clause before `index`, none before `start`."""
    begin = max(start, index - _SEGMENT)
    clause_words = context()["clause_words"]
    at = index
    while at > begin:
        # "My state is: Ohio" goes on over its colon.
        opens = at == index and words.gap(at).strip() in _OPENERS
        if words.breaks(at) and not opens:
            break
        if words.key(at - 1) in clause_words:
            break
        at -= 1
    return list(words.tokens[at:index])


def _joined(words: Words, start: int, index: int, goes_on: bool) -> bool:
    """Whether the place at `index` goes on a list: "Ohio, Iowa or Utah".

    `goes_on`: whether a comma alone is enough.
    """
    if any(char in words.gap(at) for at in range(start, index + 1) for char in ".;!?\n"):
        return False
    between = words.keys(start, index)
    # "Not Texas, Ohio" is no list: what does not count for the first counts for the second.
    return all(key in ("and", "or") for key in between) and (bool(between) or goes_on)


def _either(token: Token, group: frozenset[str]) -> bool:
    return token.lower in group or token.key in group


def _role_after(before: list[Token], lists: dict[str, frozenset[str]]) -> Role:
    size = len(before)

    def rest_in(index: int, group: frozenset[str]) -> bool:
        return all(_either(token, group) for token in before[index:])

    for index in range(size - 1, -1, -1):
        if _either(before[index], lists["negations"]) and rest_in(index + 1, lists["fill"]):
            return Role.NEGATED
    for index in range(size - 1, -1, -1):
        if not rest_in(index + 1, lists["fill"]):
            break
        after = {token.key for token in before[index + 1 :]}
        if _either(before[index], lists["gone_words"]):
            return Role.GONE
        if _either(before[index], lists["gone_from"]) and after & {"from", "out", "away"}:
            return Role.GONE
    if _says_own(before, lists):
        return Role.SELF
    others = [i for i, token in enumerate(before) if _either(token, lists["other_words"])]
    if others:
        tail = before[others[-1] + 1 :]
        if all(_either(token, lists["other_fill"]) for token in tail):
            return Role.OTHER
        hits_me = any(token.key in lists["me_words"] for token in tail)
        if hits_me and before[-1].key == "from":
            return Role.OTHER
    return Role.PLAIN


def _says_own(before: list[Token], lists: dict[str, frozenset[str]]) -> bool:
    """Whether these words end in "I live in", "we are in", "my state is" or the like."""

    def ends_well(index: int) -> bool:
        tail = [token.lower for token in before[index:]]
        return "with" in tail[:2] or all(word in lists["self_fill"] for word in tail)

    if before and before[0].lower in lists["self_verbs"] and ends_well(1):
        return True
    for index, token in enumerate(before):
        if token.lower == "my" and any(
            t.key in lists["home_words"] and ends_well(index + offset + 2)
            for offset, t in enumerate(before[index + 1 : index + 3])
        ):
            return True
        if token.lower not in lists["self_words"]:
            continue
        if token.lower in lists["self_verbs"] and ends_well(index + 1):
            return True
        for at in range(index + 1, min(index + 4, len(before))):
            if _either(before[at], lists["other_words"]):
                break
            if before[at].lower in lists["self_verbs"] and ends_well(at + 1):
                return True
    return False
