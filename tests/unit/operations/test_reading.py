import io
import sys

import pytest

from shoal.operations.reading import read_source

TEXT = "id,logins\na,1\nb,2\n"


class _Stdin:
    buffer = io.BytesIO(TEXT.encode())


@pytest.mark.parametrize("kind", ["text", "path", "stdin", "frame"])
def test_whatever_holds_the_table_gives_the_same_columns(kind, tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text(TEXT)
    monkeypatch.setattr(sys, "stdin", _Stdin)
    sources = {
        "text": str(path),
        "path": path,
        "stdin": "-",
        "frame": {"id": ["a", "b"], "logins": [1, 2]},
    }
    table = read_source(sources[kind])
    assert table.column_names == ("id", "logins")
    assert table.column("logins").values.tolist() == [1.0, 2.0]
