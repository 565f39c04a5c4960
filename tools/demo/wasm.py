"""MicroPython's wasm build, by npm: one version, its checksum proved, kept in build/npm.

It is bytecode only: a word is 32 bits wide, native and viper are refused, floats are doubles.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / "build" / "npm"
PACKAGE = "@micropython/micropython-webassembly-pyscript"
VERSION = "1.27.0"
INTEGRITY = (
    "sha512-DnXx4EqxgkeaFESrS3uKrL7mLMk4mRTd0mMzaOd3HUSiZUOAE7t11uLnjf3ftF87N2xm4knHnWEKcVK4IYIUDA=="
)
_PATIENCE_s = 120


class Missing(Exception):
    """One sentence: why there is no wasm build of MicroPython here."""


def integrity(data):
    """What npm calls the integrity of `data`."""
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()


def archive(cache=CACHE):
    """Path of the proved package; fetched once.  Raises Missing."""
    kept = cache / f"micropython-wasm-{VERSION}.tgz"
    if not kept.exists() or integrity(kept.read_bytes()) != INTEGRITY:
        kept.unlink(missing_ok=True)
        _fetch(kept)
    return kept


def _fetch(kept):
    npm = shutil.which("npm")
    if not npm:
        raise Missing(f"MicroPython for browsers comes by npm, which is not here ({PACKAGE})")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", f"{PACKAGE}@{VERSION}", "--loglevel=error", "--fetch-retries=0",
                   "--pack-destination", folder]  # fmt: skip
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                                  timeout=_PATIENCE_s)  # fmt: skip
        except subprocess.TimeoutExpired as problem:
            raise Missing(f"npm did not bring {PACKAGE} in {_PATIENCE_s} s") from problem
        found = list(Path(folder).glob("*.tgz"))
        if done.returncode or not found:
            raise Missing(f"npm could not fetch {PACKAGE} {VERSION}: {_why(done.stderr)}")
        data = found[0].read_bytes()
    if integrity(data) != INTEGRITY:
        raise Missing(f"{PACKAGE} {VERSION} has the checksum {integrity(data)}, not {INTEGRITY}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(kept)


def _why(errors):
    """The first line of what npm says that is more than a code or a key with its value."""
    lines = [line.removeprefix("npm error ") for line in errors.strip().splitlines()]
    return next((line.rstrip(".") for line in lines if len(line.split()) > 2), "it says not why")


def parts(cache=CACHE):
    """(JavaScript, wasm): the text of its module and the bytes of its machine.  Raises Missing."""
    with tarfile.open(archive(cache)) as tar:
        script = tar.extractfile("package/micropython.mjs").read().decode()
        return script, tar.extractfile("package/micropython.wasm").read()
