"""docs/metrics.md says what the docstrings of the presets say.

Renew it with SHOAL_RENEW=1 pytest tests/docs/test_metrics_page.py.
"""

import os

from shoal.metrics.offers import in_words
from shoal.metrics.presets.catalogue import PRESETS
from shoal.reports.metric_pages import metrics_page


def test_the_page_of_metrics_is_made_from_the_presets(root):
    needs = {need: in_words(need) for preset in PRESETS.values() for need in preset.needs}
    page = metrics_page(PRESETS.values(), needs)
    path = root / "docs" / "metrics.md"
    if os.environ.get("SHOAL_RENEW"):
        path.write_text(page, encoding="utf-8")
    assert path.read_text("utf-8") == page


def test_every_preset_has_a_definition_of_at_least_a_sentence():
    assert [p.name for p in PRESETS.values() if not p.summary.endswith((".", ":"))] == []
