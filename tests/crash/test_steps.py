"""A batch that is killed before any one step in its folder is made whole by the next start."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PATIENCE

from crash.stepping import SCENES
from crash.trial import SEED, Whole

TESTS = Path(__file__).parent.parent
FEWEST = 30
"""Steps below which they cannot have been counted."""


@pytest.mark.parametrize("scene", SCENES)
def test_before_whichever_step_it_is_killed_the_next_start_does_the_rest(
    scene: str, whole: Whole, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    path = f"import sys; sys.path.insert(0, {str(TESTS)!r})"
    program = f"{path}; from crash.stepping import main; main()"
    words = [sys.executable, "-c", program, scene, str(whole.plan), str(whole.out), str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    lines = [
        f"{item['step']} (then {item['second']}) before {item['before']}: {item['wrong']}"
        for item in report["wrong"]
    ]
    assert not lines, "\n".join([f"CRASH_SEED={SEED}, {scene}:", *lines, done.stderr])
    assert len(report["steps"]) >= FEWEST
    record_property("steps", len(report["steps"]))
    record_property("kills before a step", report["kills"])
