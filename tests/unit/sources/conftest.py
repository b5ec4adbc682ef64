import pytest

from shoal.sources.files import read_file


@pytest.fixture
def read(tmp_path):
    """Write a file (text or bytes) and read it as a table."""

    def write_and_read(content, name="t.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path)

    return write_and_read


@pytest.fixture
def finding_of():
    """Return the one finding with this code."""

    def one(table, code):
        found = [f for f in table.findings if f.code == code]
        assert len(found) == 1, [f.code for f in table.findings]
        return found[0]

    return one
