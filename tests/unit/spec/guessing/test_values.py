from shoal.records.queries import ValueType
from shoal.records.samples import ColumnSample
from shoal.records.workspace import Role
from shoal.spec.guessing.values import kind_of_name, kind_values
from shoal.spec.guessing.words import plain


def column(*values):
    return ColumnSample(
        name="c", type=ValueType.TEXT, n_filled=9, n_distinct=len(values), values=values
    )


def test_german_outcomes_are_known():
    found = kind_values(column("gekündigt", "Verlängerung", "erweitert"), Role.OUTCOMES)
    assert found == {"gekündigt": "churned", "Verlängerung": "renewed", "erweitert": "expanded"}


def test_a_name_speaks_of_a_kind():
    assert kind_of_name("akademie_2026", [], Role.ENGAGEMENT) == "education"
    assert kind_of_name("export", ["kuendigung"], Role.OUTCOMES) == "churned"
    assert kind_of_name("export", [], Role.OUTCOMES) is None


def test_names_are_compared_without_signs_and_capitals():
    assert plain("Gültig bis") == plain("gueltig_bis") == plain("GültigBis")
