"""Fetch and unpack Debian packages into a folder, without root and without touching the
system's own apt state.  Standard library only: it runs before anything is installed.

The mirror is the one this machine already uses: `apt-get indextargets` tells it.
"""

import os
import shutil
import subprocess
from pathlib import Path

_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


class Unavailable(Exception):
    """Says in one sentence why the packages cannot be had here."""


def system():
    """The ID of /etc/os-release ("debian", "ubuntu") or "" elsewhere."""
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return ""
    return next((x[3:].strip('"') for x in lines if x.startswith("ID=")), "")


def _run(command, **keywords):
    done = subprocess.run(command, capture_output=True, text=True, **keywords)
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise Unavailable(f"{command[0]} failed: {last[-1]}")
    return done.stdout


def _mirror():
    sites = _run(["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"])
    for site in sites.split():
        if "security" not in site:
            return site
    raise Unavailable("apt on this machine has no package mirror configured")


def _private_state(home, architecture):
    """apt options that keep lists, cache and the notion of what is installed inside `home`."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    (home / "status").write_text("")
    return [
        f"-oDir::State::Lists={home}/lists",
        f"-oDir::State::status={home}/status",
        f"-oDir::Cache={home}/cache",
        f"-oAPT::Architecture={architecture}",
        f"-oAPT::Architectures={architecture}",
        "-oAPT::Sandbox::User=",
        "-oDebug::NoLocking=1",
        "-oAPT::Get::List-Cleanup=0",
    ]


def fetch(packages, into, architecture, suite=None, with_dependencies=True):
    """Unpack `packages` (and what they depend on) for `architecture` below `into`/root.

    suite: a suite of Debian's such as "sid", or None for the machine's own sources.
    Raises Unavailable.  Returns the folder.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Unavailable("this machine has no apt-get")
    into = Path(into).resolve()
    home = into / "apt"
    options = _private_state(home, architecture)
    if suite:
        signed = f" signed-by={_KEYS}" if _KEYS.exists() else ""
        source = home / "sources.list"
        source.write_text(f"deb [arch={architecture}{signed}] {_mirror()} {suite} main\n")
        options += [f"-oDir::Etc::sourcelist={source}", "-oDir::Etc::sourceparts=/dev/null"]
    # a message is recognised by its English text only in the C locale
    environment = dict(os.environ, LC_ALL="C", DEBIAN_FRONTEND="noninteractive")
    apt = ["apt-get", *options, "-qq"]
    _run([*apt, "update"], env=environment)
    archives = home / "cache" / "archives"
    if with_dependencies:
        verb = ["install", "--download-only", "--no-install-recommends", "-y"]
        _run([*apt, *verb, *packages], env=environment)
    else:
        _run([*apt, "download", *packages], env=environment, cwd=archives)
    root = into / "root"
    shutil.rmtree(root, ignore_errors=True)
    for package in sorted(archives.glob("*.deb")):
        _run(["dpkg", "-x", str(package), str(root)])
    shutil.rmtree(home)
    return root
