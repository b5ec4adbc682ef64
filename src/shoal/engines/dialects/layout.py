"""How a query is laid out for people: one clause a line, lines filled, nothing else changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import TokenType, tokenize

_WIDTH = 100
_STEP = "  "
_OPENS, _CLOSES = TokenType.L_PAREN, TokenType.R_PAREN
_BEGINS = frozenset({TokenType.SELECT, TokenType.WITH})
_CLAUSES = frozenset(
    {
        TokenType.SELECT,
        TokenType.FROM,
        TokenType.WHERE,
        TokenType.GROUP_BY,
        TokenType.ORDER_BY,
        TokenType.UNION,
        TokenType.LEFT,
        TokenType.CROSS,
        TokenType.JOIN,
    }
)
_PARTS = frozenset({TokenType.AND, TokenType.OR, TokenType.ON})
_OF_JOIN = frozenset({TokenType.LEFT, TokenType.CROSS})


def laid_out(text: str, dialect: str) -> str:
    """Lay out the text of a query; only blanks and line breaks are changed.

    Parameters
    ----------
    text : str
        On one line.
    dialect : str
        In which it is written.

    Examples
    --------
    >>> print(laid_out('WITH "a" AS (SELECT "x" FROM "t" WHERE "x" > 1) SELECT "x" FROM "a"', ""))
    WITH "a" AS (
      SELECT "x"
      FROM "t"
      WHERE "x" > 1
    )
    SELECT "x"
    FROM "a"
    """
    return "\n".join(line for clause in _clauses(text, dialect) for line in _filled(clause))


@dataclass(slots=True)
class _Clause:
    """A clause on its way to lines: parts that rather stay whole, each of words."""

    depth: int
    parts: list[list[str]] = field(default_factory=list)

    def add(self, word: str, *, is_joined: bool, begins_part: bool) -> None:
        """Add a word; a joined one has no blank before it."""
        if is_joined and self.parts:
            self.parts[-1][-1] += word
        elif begins_part or not self.parts:
            self.parts.append([word])
        else:
            self.parts[-1].append(word)


def _clauses(text: str, dialect: str) -> Iterator[_Clause]:
    # A number with a letter behind it is several tokens that stand at one place.
    tokens = list({t.start: t for t in tokenize(text, read=dialect or None)}.values())
    brackets: list[bool] = []  # those that are open; whether they hold a query
    clause = _Clause(depth=0)
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        kind = token.token_type
        last = before.token_type if before else None
        ends_query = kind is _CLOSES and brackets[-1:] == [True]
        begins = kind in _CLAUSES and all(brackets) and last not in _OF_JOIN
        if (begins or ends_query) and clause.parts:
            yield clause
            clause = _Clause(depth=sum(brackets) - ends_query)
        clause.add(
            text[token.start : token.end + 1],
            is_joined=before is not None and before.end + 1 == token.start,
            begins_part=all(brackets) and (last is TokenType.COMMA or kind in _PARTS),
        )
        if kind is _OPENS:
            brackets.append(after is not None and after.token_type in _BEGINS)
        elif kind is _CLOSES:
            brackets.pop()
        if kind is _OPENS and brackets[-1]:
            yield clause
            clause = _Clause(depth=sum(brackets))
    yield clause


def _filled(clause: _Clause) -> Iterator[str]:
    """Fill lines with parts; break within a part only where it is longer than a line."""
    first, later = _STEP * clause.depth, _STEP * (clause.depth + 2)
    line = first
    for part in clause.parts:
        whole = " ".join(part)
        words = [whole] if len(later) + len(whole) <= _WIDTH else part
        if line.strip() and len(line) + 1 + len(words[0]) > _WIDTH:
            yield line
            line = later
        for word in words:
            blank = " " if line.strip() else ""
            if blank and len(line) + 1 + len(word) > _WIDTH:
                yield line
                line, blank = later, ""
            line += blank + word
    yield line
