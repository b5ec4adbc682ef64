import pytest

from shoal.records.workspace import Place
from shoal.spec.notes import Notes
from shoal.spec.references import filled_in

HERE = Place(file="shoal.yml", line=7)


def fill(text, **environment):
    notes = Notes()
    return filled_in(text, environment, notes, place=HERE, what="url"), notes.findings


def test_a_whole_url_is_taken_as_it_is():
    assert fill("${env:URL}", URL="postgresql://a:b%40@h/db?x=1") == (
        "postgresql://a:b%40@h/db?x=1",
        (),
    )


def test_values_within_name_and_password_are_escaped_others_are_not():
    url, findings = fill("pg://${env:U}:${env:P}@${env:H}/db", U="a b", P="p@:/w", H="db:5432")
    assert url == "pg://a%20b:p%40%3A%2Fw@db:5432/db"
    assert findings == ()


def test_a_value_is_never_read_for_further_references():
    assert fill("pg://u:${env:P}@h/d", P="${env:Q}")[0] == "pg://u:%24%7Benv%3AQ%7D@h/d"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me:hunter2@host/db",
        "postgresql://me:hunter2${env:P}@host/db",
        "snowflake://host/db?user=me&password=hunter2",
        "databricks://host?access_token=hunter2",
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(text):
    url, findings = fill(text, P="x")
    assert url is None
    assert [f.code for f in findings] == ["secret-in-file"]
    assert "hunter2" not in repr(findings)


@pytest.mark.parametrize(
    "text", ["postgresql://me@host:5432/db", "spark://host:7077", "local[2]", "bigquery://project"]
)
def test_a_url_without_a_password_is_no_fault(text):
    assert fill(text) == (text, ())


def test_a_variable_that_is_not_set_is_told_with_near_matches_and_never_a_value():
    url, findings = fill("${env:CRM_URL}", CRM_URLS="topsecret")
    assert url is None
    assert [f.code for f in findings] == ["missing-variable"]
    assert "CRM_URL, which is not set. Did you mean CRM_URLS?" in findings[0].message
    assert "topsecret" not in repr(findings)


def test_every_missing_variable_is_told():
    _, findings = fill("pg://${env:A}:${env:B}@h/d", A="")
    assert [f.message.split("variable ")[1] for f in findings] == [
        "A, which is empty.",
        "B, which is not set.",
    ]


@pytest.mark.parametrize("text", ["${URL}", "${env:}", "${env:A-B}", "${file:/x}"])
def test_other_references_are_refused(text):
    url, findings = fill(text)
    assert url is None
    assert [f.code for f in findings] == ["misplaced-reference"]
