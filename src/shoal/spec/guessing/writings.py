"""How a table's texts are written, as lines of the file."""

from shoal.records.samples import TextHabits
from shoal.records.writing import DateOrder, Encoding
from shoal.spec.guessing.guess import SourceGuess
from shoal.spec.guessing.lines import Setting


def writing_settings(source: SourceGuess) -> list[Setting]:
    """Return what the source has to say about its letters, dates and decimals."""
    habits = source.table.habits
    found = []
    if habits.encoding is not Encoding.UTF_8:
        found.append(Setting(key="encoding", value=habits.encoding.value))
    if habits.dates is not None:
        word = _parted(habits.dates, habits.sign)
        found.append(Setting(key="dates", value=word, comment="what stands first"))
    if habits.unclear:
        found.append(_either(source, habits))
    if habits.decimal is not None:
        found.append(
            Setting(key="decimal", value=habits.decimal.value, comment="what parts decimals")
        )
    return found


def _either(source: SourceGuess, habits: TextHabits) -> Setting:
    """Leave the order to a person: taken the wrong way, March 4 is a day in April."""
    day = _parted(DateOrder.DAY_FIRST, habits.sign)
    month = _parted(DateOrder.MONTH_FIRST, habits.sign)
    column = habits.unclear[0]
    return Setting(
        key="dates",
        value=day,
        off=True,
        comment=f"or {month}: {column} does not tell",
        look=f"{source.name}: say whether the dates of {column} are {day} or {month}.",
    )


def _parted(order: DateOrder, sign: str) -> str:
    return sign.join(order.replace("/", ".").split("."))
