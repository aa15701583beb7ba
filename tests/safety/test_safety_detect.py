"""What the safety core notices, and what it lets pass."""

import pytest

from bot.safety import detect
from bot.safety.detector import by_patterns, default_detector

ACT = {
    "suicide_self": [
        "I want to die",
        "I WANT TO DIE",
        "want too die",
        "kms",
        "k m s",
        "I want to k!ll myself",
        "thinking about su1cide",
        "I’m going to kill myself",
        "i wanna unalive myself",
        "goodbye everyone",
        "quiero morir",
        "me quiero matar",
        "i am not okay i want to kill myself",
        "there is a bottle of pills next to my bed and I'm going to take all of them",
        "the voices tell me to kill myself",
        "my head keeps saying I should just die",
        "they told me to kill myself and I think I will",
        "he tells me to kill myself every day and maybe he is right",
        "my plan is to jump off the parking garage building after work on friday",
        "He texts me all day. I changed my number twice. My boss knows. The police wrote it down. "
        "I moved in with my aunt. She is kind. I feed her cats. I sleep badly. I just want to die. "
        "Then he found the new number.",
    ],
    "suicide_other": [
        "he said he'd kill himself if I leave",
        "my friend wants to die",
        "my ex sent me a video with a gun to his head",
    ],
    "immediate_danger": [
        "he is outside my door right now",
        "someone is breaking in",
        "he's at my house with a gun",
        "he said he will kill me tonight",
        "he is on his way to my house",
        "he is chasing me",
        "my husband is going to kill me when he finds this phone",
        "hes home gotta go",
        "i have to go he is coming",
        "he threw me out of the car",
        "he gave me till 8 tonight or he will kill me",
        "he told me to kill myself or he will come and do it for me",
    ],
    "child_at_risk": [
        "my stepdad touches me",
        "I'm 14 and he wants nudes",
        "someone is molesting my daughter",
        "im 16 and he says he'll post my pics if i dont send more",
    ],
    "violence_to_other": [
        "the voices say I have to kill him",
        "I'm going to kill him",
        "I'm going to his house with a gun to kill him",
    ],
    "self_harm": ["I cut myself again", "I hurt myself when the messages come"],
}
CHECK = {
    "suicide_self": [
        "everyone would be better off without me",
        "I don't want to wake up",
        "I'm not suicidal, just so tired of it all",
        "I don't want to die",
        "I used to want to kill myself",
        "I have lived long enough",
        "ready to go to the Lord",
        "he tells me to kill myself every day",
        "this homework makes me want to die lol",
        "no quiero vivir",
        "bye 😔🔫",
        "they said kys",
        "everyone says kys to me",
        "my classmates keep writing that I should kill myself",
        "I get told to kill myself in every game",
        "me dicen que me mate",
        "my best friend took her own life and I want to be with her",
    ],
    "suicide_other": ["my daughter is cutting herself"],
    "immediate_danger": [
        "he threatened to kill me",
        "he broke into my apartment in june",
        "he gave me till 8 tonight",
        "she says I have until midnight or else",
    ],
    "child_at_risk": ["I'm worried my daughter is being groomed"],
    "violence_to_other": ["I want to hurt them", "i wish he was dead"],
    "self_harm": ["I have the urge to hurt me, I mean to cut again"],
}
NONE = [
    "",
    "hello",
    "this is killing me",
    "I was dying of embarrassment",
    "my phone died",
    "my mom is going to kill me when she sees my grades",
    "he knows where I live",
    "I could kill for a coffee",
    "shoot me a message",
    "my brother died by suicide four years ago and I miss him",
    "there is a song about a girl who wants to die",
    "I jumped off the bus too early",
    "I don't want to be on the internet anymore",
    "I would never hurt anyone",
    "my husband took the kids to school",
    "I cut myself shaving my legs",
    "how do I end this chat",
    "My grown daughter's ex says that he will post her photos",
    "what is the law in Ohio",
]


# Trouble of another kind, which neither half asks about.
NOT_ASKED_ABOUT = [
    "someone might swat me",
    "I'm scared of being swatted",
    "he will kick me out",
    "my landlord says he will kick us out",
    "she threw me out of the apartment",
    "he gave me till 8 tonight to pay",
    "he said i have until midnight or he posts it",
    "he says he will take the kids",
    "im worried they take my baby away",
    "cps will take my kids",
    "my best friend took her own life last month",
    "gotta go, bye, see you friday",
]
# The same words where they are danger.
ASKED_ABOUT_ALL_THE_SAME = [
    "he says he will swat my house tonight",
    "he kicked me out, he hit me and i'm bleeding",
    "he threatened to take my daughter and run",
    "he is going to take the kids and kill them",
    "my brother killed himself last year and I want to die too",
    "he will kick me out and then I will kill myself",
]


def rows(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(flag, text) for flag, texts in table.items() for text in texts]


@pytest.mark.parametrize(("flag", "text"), rows(ACT))
def test_plain_danger_is_acted_on(flag: str, text: str) -> None:
    safety = detect(text)
    assert (safety.level, flag in safety.flags) == ("act", True), safety


@pytest.mark.parametrize(("flag", "text"), rows(CHECK))
def test_hints_are_asked_about(flag: str, text: str) -> None:
    safety = by_patterns(text)
    assert (safety.level, flag in safety.flags) == ("check", True), safety
    assert detect(text).level != "none"


@pytest.mark.parametrize("text", NONE)
def test_everyday_words_are_let_pass(text: str) -> None:
    assert by_patterns(text).level == "none"
    assert detect(text).level != "act"


@pytest.mark.parametrize("text", NOT_ASKED_ABOUT)
def test_other_trouble_is_not_taken_for_danger(text: str) -> None:
    assert detect(text).level == "none"


@pytest.mark.parametrize("text", ASKED_ABOUT_ALL_THE_SAME)
def test_what_stands_beside_such_words_is_heard(text: str) -> None:
    assert detect(text).level != "none"


def test_the_gravest_level_wins_and_every_flag_is_listed() -> None:
    safety = detect("I want to hurt him. He is outside my door right now. I want to die")
    assert safety.level == "act"
    assert safety.flags[:2] == ("immediate_danger", "suicide_self")
    assert "violence_to_other" in safety.flags


def test_a_joke_does_not_hide_a_plain_sentence_beside_it() -> None:
    assert detect("this is killing me. I want to kill myself").level == "act"


def test_the_evidence_names_the_pattern_and_the_clause() -> None:
    safety = detect("He keeps writing, and I want to die, that is all")
    assert {"pattern": "want-to-die", "flag": "suicide_self", "level": "act"}.items() <= (
        safety.evidence[0].items()
    )
    assert safety.evidence[0]["clause"] == "and I want to die,"
    assert safety.as_dict()["flags"] == ["suicide_self"]


@pytest.mark.parametrize("filler", ["(", "a", "a b ", "!?", "😭", "\u200b", "http://", "\x00", "İ"])
def test_a_million_characters_are_read_at_both_ends(filler: str) -> None:
    noise = filler * (1_000_000 // len(filler))
    assert detect(noise + " I want to die").level == "act"
    assert detect("I want to die " + noise).level == "act"


def test_every_example_matches_and_no_counter_does() -> None:
    patterns = default_detector()._patterns
    wrong = []
    for pattern in patterns.patterns:
        same_file = {p.pattern_id for p in patterns.patterns if p.file == pattern.file}
        for text in pattern.examples:
            if not any(m.pattern_id == pattern.pattern_id for m in patterns.find(text)):
                wrong.append((pattern.file.name, pattern.pattern_id, text))
        for text in pattern.counters:
            if any(
                m.label == pattern.label and m.pattern_id in same_file for m in patterns.find(text)
            ):
                wrong.append((pattern.file.name, pattern.pattern_id, text))
    assert not wrong


def test_the_middle_of_the_longest_message_is_read() -> None:
    ordinary = "we went to the store and bought bread and milk and apples for the week. "
    hidden = ordinary * 60 + "i have the pills ready and i wont be here tomorrow. " + ordinary * 60
    assert detect(hidden).level == "act"


@pytest.mark.parametrize(
    "text",
    [
        "my dad texts me all day",
        "my grandma gets calls from a man who says he loves her and she sends him money",
        "hes 12",
        "he comes home at 5",
        "i drive by my exs house every night",
        "i took my blood pressure pills this morning and my head hurts",
        "took my meds and went to bed early",
    ],
)
def test_an_ordinary_day_is_no_danger(text: str) -> None:
    assert detect(text).level == "none"


@pytest.mark.parametrize(
    "text", ["my dad touches me at night", "my stepdad asks me for pictures", "my mom slaps me"]
)
def test_a_family_that_hurts_is_heard(text: str) -> None:
    assert "child_at_risk" in detect(text).flags


@pytest.mark.parametrize(
    "text",
    ["i have a plan to leave him", "i locked the door", "my ex wont let me see my kids"],
)
def test_what_somebody_does_to_be_safe_is_no_danger(text: str) -> None:
    assert detect(text).level == "none"


@pytest.mark.parametrize(
    "text", ["i have a plan", "i locked the door and i have the pills here", "i will do it tonight"]
)
def test_a_plan_to_die_is_heard_beside_it(text: str) -> None:
    assert detect(text).level != "none"


@pytest.mark.parametrize(
    "text",
    [
        "im 32 and my husband touches my daughter",
        "my husband is 45 and he touches my daughter",
        "im 29 and he hits my son every day",
        "im 19 and my stepdad touches me",
        "my daughter says her coach, hes 45, wants naked pictures",
    ],
)
def test_a_grown_ups_age_takes_no_child_away(text: str) -> None:
    assert "child_at_risk" in detect(text).flags


@pytest.mark.parametrize(
    "text", ["i'm going to leave my husband a note", "i will leave him forever, i have the pills"]
)
def test_leaving_for_good_is_no_plan_to_get_away(text: str) -> None:
    assert "suicide_self" in detect(text).flags
