"""Runs `rasa data validate` and lets through only warnings whose reason is proven.

Command line, from the project's root: `python -m bot.responses.rasa_validation`. It prints how many
warnings were let through for which reason, then every other warning, and exits with 1 on any.

Rasa warns of whatever no rule names, and cannot know of our generator's keys, of SafetyPolicy, or
of an intent that only a button carries. `rasa data validate --fail-on-warnings` itself prints such
warnings and exits with 0 all the same (rasa/validator.py, 3.6.21), so by itself it guards nothing.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.locations import ROOT
from bot.nlu.choice_resolver import NO_SUCH_CHOICE, SEVERAL_CHOICES
from bot.nlu.course_answers import INTENT as TELL_COURSE
from bot.nlu.fact_corrections import CORRECT
from bot.nlu.leave_guard import MAYBE_LEAVE
from bot.nlu.loss import INTENT as TELL_LOSS
from bot.nlu.safety_answers import MADE_BY_CONTEXT
from bot.responses.project import PAYLOAD, Project
from bot.responses.reachable import ways_in
from bot.safety.model import FLAGS

SAFETY_POLICY = "bot.policies.safety_policy.SafetyPolicy"
# Intents without examples, each made by a component from what was said before, or from patterns.
_MADE_BY_COMPONENTS = {
    CORRECT: "FactCorrections makes of an answer",
    MAYBE_LEAVE: "LeaveGuard makes of a leaving that is not sure",
    NO_SUCH_CHOICE: "ChoiceResolver makes of a number",
    SEVERAL_CHOICES: "ChoiceResolver makes of a number",
    TELL_COURSE: "CourseAnswers makes of a few words after a story",
    TELL_LOSS: "Loss makes of its patterns",
}
# What Rasa warns of, in its own words, and what our project has to say to it.
_UNUSED_RESPONSE = re.compile(r"The utterance '(\w+)' is not used in any story or rule\.")
_UNUSED_INTENT = re.compile(r"The intent '(\w+)' is not used in any story or rule\.")
_UNTRAINED_INTENT = re.compile(
    r"The intent '(\w+)' is listed in the domain file, but is not found in the NLU training data\."
)


def main() -> int:
    """Validate the project in the working folder; 1 when a warning has no proven reason."""
    found = rasas_warnings(Path.cwd())
    reason = proven_reasons(Project.read(Path.cwd()))
    let_through: Counter[str] = Counter()
    others: list[str] = []
    for warning in found:
        why = reason(warning)
        if why is None:
            others.append(warning)
        else:
            let_through[why] += 1
    for why, count in let_through.most_common():
        print(f"{count:4} let through: {why}")
    for warning in others:
        print(f"rasa data validate: {warning}")
    print(f"{len(found)} warnings of Rasa's, {len(others)} without a proven reason")
    return 1 if others else 0


def proven_reasons(project: Project) -> Callable[[str], str | None]:
    """Make the judge of one warning: the reason for which it may stand, or None."""
    ways = ways_in(project)
    tapped = {match[1] for payload in project.scripts.payloads if (match := PAYLOAD.match(payload))}

    def reason(warning: str) -> str | None:
        if match := _UNUSED_RESPONSE.fullmatch(warning):
            way = ways.get(match[1])
            return f"response {way}" if way else None
        if match := _UNUSED_INTENT.fullmatch(warning):
            answered = _safety_policy_answers(project, match[1])
            return "intent answered by SafetyPolicy" if answered else None
        if match := _UNTRAINED_INTENT.fullmatch(warning):
            if match[1] in MADE_BY_CONTEXT:
                return "intent that SafetyDetector makes of an answer"
            if match[1] in _MADE_BY_COMPONENTS:
                return f"intent that {_MADE_BY_COMPONENTS[match[1]]}"
            return "intent that only buttons carry" if match[1] in tapped else None
        return None

    return reason


def rasas_warnings(root: Path = ROOT) -> list[str]:
    """Every warning and error of Rasa's own validation of a project, each once.

    Paths are taken from the project's root, as Rasa's command line takes them.
    """
    # Read by Rasa when it is imported and when it validates.
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of libraries, while they are imported
        from rasa.cli.utils import validate_files
        from rasa.shared.importers.importer import TrainingDataImporter
        from rasa.utils.common import EXPECTED_WARNINGS

    with _logged("rasa") as logged, warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("ignore")
        # Rasa speaks in these two categories (rasa/shared/utils/io.py).
        warnings.simplefilter("always", UserWarning)
        warnings.simplefilter("always", FutureWarning)
        for category, message in EXPECTED_WARNINGS:  # Rasa's command line hides these as well
            warnings.filterwarnings("ignore", f".*{message}", category)
        failed = False
        try:
            # Rasa's own importer in place of ours: the texts are to be looked at as well.
            importer = TrainingDataImporter.load_from_dict(
                {}, str(root / "config.yml"), str(root / "domain.yml"), [str(root / "data")]
            )
            validate_files(fail_on_warnings=True, max_history=None, importer=importer)
        except SystemExit:
            failed = True
    found = list(dict.fromkeys([*(str(one.message) for one in warned), *logged]))
    if failed and not found:
        found.append("Project validation completed with errors.")
    return found


@contextmanager
def _logged(name: str) -> Iterator[list[str]]:
    """Collect what a logger and those below it say at the level of a warning or higher."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    collector = Collector(logging.WARNING)
    logging.getLogger(name).addHandler(collector)
    try:
        yield lines
    finally:
        logging.getLogger(name).removeHandler(collector)


def _safety_policy_answers(project: Project, intent: str) -> bool:
    """Whether the policy is switched on and has all three of its replies to the intent."""
    parts = ("first", "next", "check")
    written = all(f"utter_safety_{part}_{intent}" in project.scripts.responses for part in parts)
    return intent in FLAGS and written and SAFETY_POLICY in project.policies


if __name__ == "__main__":
    sys.exit(main())
