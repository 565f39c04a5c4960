"""Fetch and unpack Debian packages, or a source, into a folder, without root and without touching
the system's own apt state.  Standard library only: it runs before anything is installed.

The mirror is the one this machine already uses: `apt-get indextargets` tells it.
"""

import os
import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Pythons that know it refuse members that leave the folder; the archive's sum apt has checked
_PLAIN = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


class Unavailable(Exception):
    """Says in one sentence why the packages cannot be had here."""


def system(key="ID"):
    """The ID of /etc/os-release ("debian", "ubuntu"), or another key of it; "" elsewhere."""
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except OSError:
        return ""
    return next((x[len(key) + 1 :].strip('"') for x in lines if x.startswith(f"{key}=")), "")


def only_on_x86():
    """Raises Unavailable on a machine that does not run Debian's i386 programs."""
    if system() != "debian" or platform.machine() not in ("x86_64", "i686"):
        here = f"{system() or platform.system()} on {platform.machine()}"
        raise Unavailable(f"it is fetched on Debian for x86 only, and this is {here}")


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


def _apt(home, architecture, suite, kind="deb"):
    """A function that runs apt-get on lists of its own in `home`, which it has fetched."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Unavailable("this machine has no apt-get")
    options = _private_state(home, architecture)
    if suite:
        signed = f" signed-by={_KEYS}" if _KEYS.exists() else ""
        source = home / "sources.list"
        source.write_text(f"{kind} [arch={architecture}{signed}] {_mirror()} {suite} main\n")
        options += [f"-oDir::Etc::sourcelist={source}", "-oDir::Etc::sourceparts=/dev/null"]
    # a message is recognised by its English text only in the C locale
    environment = dict(os.environ, LC_ALL="C", DEBIAN_FRONTEND="noninteractive")

    def apt(*arguments, **keywords):
        _run(["apt-get", *options, "-qq", *arguments], env=environment, **keywords)

    apt("update")
    return apt


def fetch(packages, into, architecture, suite=None, with_dependencies=True):
    """Unpack `packages` (and what they depend on) for `architecture` below `into`/root.

    suite: a suite of Debian's such as "sid", or None for the machine's own sources.
    Raises Unavailable.  Returns the folder.
    """
    into = Path(into).resolve()
    home = into / "apt"
    apt = _apt(home, architecture, suite)
    archives = home / "cache" / "archives"
    if with_dependencies:
        apt("install", "--download-only", "--no-install-recommends", "-y", *packages)
    else:
        apt("download", *packages, cwd=archives)
    root = into / "root"
    shutil.rmtree(root, ignore_errors=True)
    for package in sorted(archives.glob("*.deb")):
        _run(["dpkg", "-x", str(package), str(root)])
    shutil.rmtree(home)
    return root


def fetch_source(package, into, suite):
    """Unpack the authors' archive of a source package, without Debian's patches, as `into`/source.

    Raises Unavailable.  Returns the folder.
    """
    into = Path(into).resolve()
    home, fresh = into / "apt", into / "fresh"
    apt = _apt(home, "amd64", suite, "deb-src")
    apt("source", "--download-only", "--tar-only", package, cwd=home)
    shutil.rmtree(fresh, ignore_errors=True)
    with tarfile.open(next(home.glob("*.orig.tar.*"))) as archive:
        archive.extractall(fresh, **_PLAIN)
    source = into / "source"
    shutil.rmtree(source, ignore_errors=True)
    next(fresh.iterdir()).rename(source)
    shutil.rmtree(fresh)
    shutil.rmtree(home)
    return source
