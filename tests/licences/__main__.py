"""`make sbom`: what runs in the servers as CycloneDX, and its licences in the documents."""

from __future__ import annotations

import json
import re
import sys

from tests.licences.reading import (
    BEGIN,
    END,
    LIST,
    SBOM,
    NotAllowedError,
    NoUv,
    as_table,
    bill_of_materials,
    check_allowed,
    packages,
)


def main() -> int:
    """Write both; a licence that is not allowed is said, and ends with exit code 1."""
    try:
        bill = bill_of_materials()
    except NoUv as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    SBOM.parent.mkdir(exist_ok=True)
    SBOM.write_text(json.dumps(bill, indent=1), encoding="utf-8")
    found = packages(bill)
    text = LIST.read_text(encoding="utf-8")
    text = re.sub(f"{BEGIN}.*{END}", lambda _: as_table(found), text, flags=re.DOTALL)
    LIST.write_text(text, encoding="utf-8")
    print(f"{len(found)} packages: {SBOM.name} in var/, licences in docs/{LIST.name}.")
    wrong = 0
    for package, licence in found.items():
        try:
            check_allowed(package, licence)
        except NotAllowedError as error:
            print(error, file=sys.stderr)
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
