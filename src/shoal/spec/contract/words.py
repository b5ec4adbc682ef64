"""Shapes that many keys share."""

from shoal.spec.groups import Listed, Named
from shoal.spec.shapes import Text, Values

COLUMN = Text(like="the name of a column")
COLUMN_NAME = Text(
    pattern=r"[A-Za-z_][A-Za-z0-9_]{0,59}", like="a name of letters, digits and underscores"
)
CONDITION = Text(like="a condition, such as \"plan <> 'free'\"")
CURRENCY = Text(pattern=r"[A-Z]{3}", like="a currency of three capital letters, such as EUR,")
METRIC_NAME = Text(
    pattern=r"[A-Za-z][A-Za-z0-9_]{0,59}",
    like="a name of letters, digits and underscores that begins with a letter",
)
NAME = Text(
    pattern=r"[A-Za-z][A-Za-z0-9_-]{0,59}",
    like="a name of letters, digits, _ and - that begins with a letter",
)
PATH = Text(like="a path")
TEXT = Text()
URL = Text(references=True, like="an address such as ${env:CRM_DATABASE_URL}")
VALUE = Values(like="a value")
VALUES = Listed(of=VALUE, fewest=1)
ZONE = Text(like="a time zone such as Europe/Berlin")
RENAMED = Named(name=VALUE, of=VALUE, kind="value")
