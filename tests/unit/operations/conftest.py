"""One small table and what the main job makes of it, worked out once for all tests here."""

import numpy as np
import pandas as pd
import pytest
from reckoning.small_workspace import write_small_workspace

from shoal.operations.asking import ask
from shoal.operations.reading import read_source
from shoal.operations.segment import segment_table
from shoal.worlds.plain import plain_groups


def silent(_stage, _share):
    """Report progress to nobody."""


@pytest.fixture(scope="session")
def quiet():
    return silent


@pytest.fixture(scope="session")
def customers():
    """Three plain groups in three metrics; of one group nobody knows who churned."""
    world = plain_groups(2, 90, n_groups=3, n_metrics=3)
    frame = pd.DataFrame(dict(world.columns))
    churned = (np.arange(90) % 4 == 0).astype(float)
    frame["churned"] = np.where(world.truth == 0, np.nan, churned)
    return frame.sample(frac=1, random_state=1).reset_index(drop=True)


@pytest.fixture(scope="session")
def studied(customers):
    """Return the study and the model of these customers."""
    options = ask(as_of="2026-06-30", outcome="churned", title="Customers")
    return segment_table(read_source(customers), options, progress=silent)


@pytest.fixture(scope="session")
def model(studied):
    return studied[1]


@pytest.fixture
def write_csv(tmp_path):
    """Write a frame as CSV and return its path."""

    def write(frame, name="customers.csv"):
        path = tmp_path / name
        frame.to_csv(path, index=False)
        return path

    return write


@pytest.fixture
def small(tmp_path):
    """Return the folder of a small workspace."""
    write_small_workspace(tmp_path)
    return tmp_path
