"""Make .venv and install into it what pyproject.toml pins; the first thing `make` runs.

    python3 tools/bootstrap.py [--ci]

--ci installs in addition what only CI needs, the list `ci` of pyproject.toml.
Standard library only.  Does nothing when .venv already holds exactly this list.
Exit 0: ready.  Exit 2: one sentence says what is missing.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def requirements(text, name="dependencies"):
    """The pins of pyproject.toml for this Python.  tomllib came with 3.11, this runs on 3.10."""
    block = re.search(rf"^{name} = \[\n(.*?)^\]", text, re.S | re.M).group(1)
    lines = re.findall(r'^\s*"(.*)",\s*$', block, re.M)
    other = "< '3.11'" if sys.version_info >= (3, 11) else ">= '3.11'"
    return [x for x in lines if not x.endswith(f"python_version {other}")]


def make_venv():
    if PYTHON.exists():
        return
    print("Making .venv ...", flush=True)
    try:
        import ensurepip  # noqa: F401  (Debian leaves it out of a bare python3)
    except ImportError:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", VENV], check=True)
        return
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def pip():
    """The command that runs pip in .venv; without ensurepip, from Debian's own wheel of it."""
    if subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return [PYTHON, "-m", "pip"]
    into = ROOT / "build" / "pip"
    wheels = sorted(into.glob("root/usr/share/python-wheels/pip-*.whl"))
    if not wheels:
        print("This Python came without pip; fetching it as a Debian package ...", flush=True)
        machine = subprocess.run(
            ["dpkg", "--print-architecture"], capture_output=True, text=True, check=False
        ).stdout.strip()
        debian.fetch(["python3-pip-whl"], into, machine, with_dependencies=False)
        wheels = sorted(into.glob("root/usr/share/python-wheels/pip-*.whl"))
    return [PYTHON, f"{wheels[-1]}/pip"]


def main():
    if sys.version_info < (3, 10):  # noqa: UP036  (an old python3 is what this line is for)
        sys.exit(f"Python is {sys.version.split()[0]}; 3.10 or newer is needed.")
    text = (ROOT / "pyproject.toml").read_text()
    done = install(requirements(text), VENV / "requirements.txt")
    if done == 0 and "--ci" in sys.argv:
        done = install(requirements(text, "ci"), VENV / "requirements-ci.txt")
    return done


def install(wanted, listed):
    """Install `wanted` into .venv unless `listed`, a file, says that it was done.  Exit status."""
    text = "\n".join(wanted) + "\n"
    if PYTHON.exists() and listed.exists() and listed.read_text() == text:
        return 0
    try:
        make_venv()
        fresh = VENV / "requirements.new"
        fresh.write_text(text)
        print(f"Installing {len(wanted)} pinned packages into .venv ...", flush=True)
        options = ["--disable-pip-version-check", "--prefer-binary", "--requirement"]
        # without their dependencies: the list is complete, and so nothing unpinned slips in
        done = subprocess.run([*pip(), "install", "--no-deps", *options, fresh])
        if done.returncode:
            print("pip could not install the packages; its last lines say which.")
            return 2
        shutil.move(fresh, listed)
    except (debian.Unavailable, OSError, subprocess.CalledProcessError) as problem:
        print(f"{problem}. Install pip and venv for {sys.executable}, then try again.")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
