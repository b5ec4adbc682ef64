"""What Spark says, in our words."""

import pytest

from shoal.engines.spark.driver import errors
from shoal.engines.spark.errors import told_by_spark
from shoal.errors import DataError, EngineFailed, UnknownColumn, UnreadableFile, UsageError


@pytest.mark.parametrize(
    ("said", "made", "words"),
    [
        (
            (
                "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with"
                " name `seat` cannot be resolved. Did you mean one of the following? [`seats`]."
                " SQLSTATE: 42703; line 1 pos 7;"
            ),
            UnknownColumn,
            "no column seat. There are seats.",
        ),
        (
            (
                "An error occurred while calling o1.sql.\n: org.apache.spark.SparkException: Job"
                " aborted.\nCaused by: [CAST_INVALID_INPUT] The value 'x' of the type \"STRING\""
                ' cannot be cast to "DOUBLE". Correct the value. SQLSTATE: 22018'
            ),
            DataError,
            'Adding up failed: The value \'x\' of the type "STRING" cannot be cast to "DOUBLE".',
        ),
        (
            (
                "[FAILED_READ_FILE.NO_HINT] Encountered error while reading file file:///a.parquet."
                " SQLSTATE: KD001"
            ),
            UnreadableFile,
            "file:///a.parquet",
        ),
        ("[DATATYPE_MISMATCH.X] Cannot resolve sum(d). SQLSTATE: 42K09", UsageError, "sum(d)"),
        (
            (
                "An error occurred while calling o1.count.\n: org.apache.spark.Failed: Master"
                " removed our application: KILLED"
            ),
            EngineFailed,
            "Master removed our application",
        ),
    ],
)
def test_each_family_has_its_class(said, made, words):
    with pytest.raises(made) as raised, told_by_spark("Adding up"):
        raise errors.PySparkException(message=said)

    assert type(raised.value) is made
    assert words in raised.value.message
    assert raised.value.suggestion
