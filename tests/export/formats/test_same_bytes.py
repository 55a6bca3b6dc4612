"""Every format that is not made of pages gives the same bytes in another process, set order and language."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

from decision_graph.export.formats import known, needs
from tests.export.formats.made import ROOT, made

FORMATS = [format for format in known() if needs(format) != "document"]
CODE = """
import hashlib, json, sys
from tests.export.formats.made import made
print(json.dumps({name: hashlib.sha256(content).hexdigest()
                  for format in sys.argv[1:] for name, content in made("asthma", format).items()}))
"""


def test_the_same_bytes_in_another_process() -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "11",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "COLUMNS": "40",
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE, *FORMATS], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    here = {
        name: hashlib.sha256(content).hexdigest()
        for format in FORMATS
        for name, content in made("asthma", format).items()
    }
    assert json.loads(done.stdout) == here
    assert len(here) > len(FORMATS)  # CSV makes two
