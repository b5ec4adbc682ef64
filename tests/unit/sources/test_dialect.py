import pytest

from shoal.sources.dialect import find_dialect


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("Umsatz, EUR;Anzahl\n1,5;2\n", ";"),
        ("id,tags\n1,x;y\n2,z\n", ","),
        ('a,b\n"x;y",1\n"z;w",2\n', ","),
        ("a,b,c\n1,2\n1,2,3\n1,2,3\n", ","),
        ('a\tb\n"1\n2"\t3\n', "\t"),
        ("1,5;2,5\n3,5;4,5\n", ";"),
    ],
)
def test_the_most_consistent_sign_parts_the_cells(sample, delimiter):
    assert find_dialect(sample).delimiter == delimiter


def test_a_table_of_one_column_is_parted_by_nothing_that_occurs():
    sample = "name\nSmith, John\nMiller\n"
    assert find_dialect(sample).delimiter not in sample


def test_a_sample_that_ends_within_a_record_misleads_nobody():
    assert find_dialect("a,b,c\n1,2,3\n4,5,6\n7,8").delimiter == ","
