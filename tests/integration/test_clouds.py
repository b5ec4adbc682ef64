"""A store in a cloud, here a server on loopback that speaks S3, is read as a folder is."""

import subprocess
import sys

import pytest
import s3fs
from reckoning.small_workspace import FILE, write_small_workspace

import shoal
from shoal.errors import FileAccess

DAY = "2026-06-30"
TABLES = ("accounts.csv", "events.csv")
SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def store():
    """Start the server; give its address."""
    program = [sys.executable, "-c", SERVER]
    process = subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def bucket(store, tmp_path, monkeypatch):
    """Put the small workspace's tables into a bucket; give the workspace's folder."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "a-key",
        "AWS_SECRET_ACCESS_KEY": "a-secret-word",
        "AWS_ENDPOINT_URL": store,
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    write_small_workspace(tmp_path)
    system = s3fs.S3FileSystem(skip_instance_cache=True)
    system.makedirs("logs", exist_ok=True)
    for table in TABLES:
        system.put(str(tmp_path / table), f"logs/acme/{table}")
    return tmp_path


def test_a_store_gives_the_snapshot_that_files_give(bucket):
    from_files = shoal.Workspace(bucket).measure(DAY).snapshots[0]
    for table in TABLES:
        (bucket / table).unlink()
    (bucket / "shoal.yml").write_text(in_store(FILE))

    found = shoal.Workspace(bucket).measure(DAY).snapshots[0]

    assert found.metrics_hash == from_files.metrics_hash
    assert found.attributes_hash == from_files.attributes_hash


def test_a_store_that_does_not_answer_is_told_without_its_keys(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    (bucket / "shoal.yml").write_text(in_store(FILE))
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(FileAccess, match=r"s3://logs/acme/accounts\.csv") as caught:
        shoal.Workspace(bucket).measure(DAY)
    assert "a-secret-word" not in str(caught.value)


def in_store(text):
    return text.replace("path: ", "path: s3://logs/acme/")
