"""Starts an interpreter on a scenario and listens to its lines."""

import json
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def listen(command, plan, take):
    """Run `command` with the scenario dict `plan` in a file as its last argument.

    take(line) is called with each line of standard output and says whether it knew it.  Returns
    what a person needs when the run failed: the lines nobody knew, then standard error.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.json"
        file.write_text(json.dumps(plan))
        with open(Path(folder) / "stderr", "w+") as errors:
            child = subprocess.Popen(
                [*command, str(file)], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=errors
            )
            try:
                lines = (line.rstrip("\n") for line in child.stdout)
                strangers = [line for line in lines if not take(line)]
                child.wait()
            finally:
                child.kill()
                child.wait()
            errors.seek(0)
            return strangers + errors.read().splitlines()
