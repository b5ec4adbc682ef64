"""The workspace file as JSON schema, so that editors complete and check it.

Run as ``python -m shoal.spec.schema > docs/shoal.schema.json``.
"""

import json
import sys

from shoal.spec.contract.file import WORKSPACE
from shoal.spec.shapes import Schema


def json_schema() -> Schema:
    """Return the schema of the long form and of all short forms.

    Returns
    -------
    dict
        JSON schema, draft 2020-12. What concerns several keys is not in it: `shoal check` tells.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Shoal workspace",
        "description": "shoal.yml: the tables of a company, what is measured, how it is segmented.",
        **WORKSPACE.schema(),
    }


def schema_text() -> str:
    """Return the schema as it is kept in a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
