"""Every package that runs in the servers has a licence that somebody looked at."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.licences.reading import (
    ALLOWED,
    LIST,
    NotAllowedError,
    NoUv,
    as_table,
    bill_of_materials,
    check_allowed,
    packages,
)


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    try:
        return bill_of_materials()
    except NoUv as error:
        pytest.skip(str(error))


def test_every_licence_is_allowed(bill: dict[str, Any]) -> None:
    for package, licence in packages(bill).items():
        check_allowed(package, licence)


def test_the_list_in_the_documents_is_the_one_of_today(bill: dict[str, Any]) -> None:
    assert as_table(packages(bill)) in LIST.read_text("utf-8"), "run `make sbom`"


def test_the_bill_has_versions_and_checksums_and_no_tool_of_the_tests(bill: dict[str, Any]) -> None:
    assert bill["bomFormat"] == "CycloneDX"
    named = {one["name"]: one for one in bill["components"]}
    assert named["rasa"]["version"] == "3.6.21"
    assert all(one["version"] for one in named.values())
    assert named["rasa"]["externalReferences"][0]["hashes"][0]["alg"] == "SHA-256"
    assert not {"pytest", "schemathesis", "playwright", "ruff"} & set(named)


@pytest.mark.parametrize(
    ("package", "licence"),
    [
        ("some-package", "unknown"),
        ("some-package", "Business Source License 1.1"),
        ("some-package", "GPL-3.0-only"),
        ("some-package", "MIT AND Proprietary"),
        ("some-package", "MPL-2.0"),
    ],
)
def test_a_new_licence_fails_with_what_to_do(package: str, licence: str) -> None:
    with pytest.raises(NotAllowedError, match=r"some-package is under .* Read the licence"):
        check_allowed(package, licence)


def test_copyleft_is_explained_for_each_package_and_none_is_left_over(bill: dict[str, Any]) -> None:
    found = packages(bill)
    for one in yaml.safe_load(ALLOWED.read_text("utf-8"))["copyleft"].values():
        for package, why in one["packages"].items():
            assert package in found
            assert len(why) > 20
            assert f"`{package}`" in LIST.read_text("utf-8")
