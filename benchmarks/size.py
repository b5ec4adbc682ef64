"""Weigh what a core install downloads: the wheels of requirements/run.txt.

Prints one line a wheel, largest first, and their sum. Exits 1 when the sum is above the promised
180 MB. (1 MB is a million bytes.)
"""

import subprocess
import sys
import tempfile
from pathlib import Path

PROMISED_MB = 180.0
PINNED = Path(__file__).resolve().parents[1] / "requirements" / "run.txt"


def wheel_sizes(pinned: Path) -> list[tuple[str, float]]:
    """Download the pinned wheels for this platform and return name and size in MB, largest first.

    pip keeps what it downloads, so that after an install this costs no second download.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--quiet", "--no-deps"]
        subprocess.run(
            [*command, "--require-hashes", "--dest", folder, "--requirement", str(pinned)],
            check=True,
        )
        sizes = [(p.name, p.stat().st_size / 1e6) for p in Path(folder).iterdir()]
    return sorted(sizes, key=lambda s: -s[1])


def main() -> int:
    """Print the table and return the exit code."""
    sizes = wheel_sizes(PINNED)
    total = sum(mb for _, mb in sizes)
    for name, mb in sizes:
        print(f"{mb:8.1f} MB  {name}")
    print(f"{total:8.1f} MB  in {len(sizes)} wheels; promised: at most {PROMISED_MB:.0f} MB")
    return int(total > PROMISED_MB)


if __name__ == "__main__":
    sys.exit(main())
