"""What `make heap-frozen` freezes, says and judges; the build itself is a step of .ci/run."""

import pytest
from test_packages import Manifest, laid_out

from tools import debian, frozen, heap

HOUR = {"total": 96_000, "chips": 87_000, "loaded": 53_000, "booted": 21_600, "minute": 21_500,
        "lowest": 21_400, "hour": 21_500}  # fmt: skip


@pytest.mark.parametrize("board", heap.BOARDS)
def test_it_freezes_what_deploy_copies_and_the_chips(board, tmp_path):
    path = tmp_path / "manifest.py"
    path.write_text(frozen.manifest(board))
    (tmp_path / "board").mkdir()
    chips = {f"{name}.py" for name in frozen.CHIPS}
    assert set(Manifest().run(path).places) == laid_out(board, tmp_path / "board") | chips


def image(folder, monkeypatch, rows, status=0, on=9):
    """A program in place of the image: it wants an empty folder and .frozen, and prints rows."""
    path = folder / "image"
    said = "\n".join(f"echo {what} {count}" for what, count in rows.items())
    asks = '[ -z "$(ls -A)" ] && [ "$5" = .frozen ] || exit 9'
    path.write_text(f"#!/bin/sh\n{asks}\n{said}\necho ran {on} 1 because 3\nexit {status}\n")
    path.chmod(0o755)
    monkeypatch.setattr(frozen, "build", lambda board: path)


def test_an_hour_without_growth_is_told(tmp_path, monkeypatch, capsys):
    image(tmp_path, monkeypatch, HOUR)
    assert frozen.main([]) == 0
    told = capsys.readouterr().out
    assert "  65400  needed by firmware and board" in told
    assert "  21400  lowest that was free" in told


def test_growth_is_a_failure(tmp_path, monkeypatch, capsys):
    image(tmp_path, monkeypatch, {**HOUR, "hour": 21_000})
    assert frozen.main([]) == 1
    assert "The heap has grown by 500 bytes." in capsys.readouterr().out


def test_an_hour_at_rest_proves_nothing(tmp_path, monkeypatch, capsys):
    image(tmp_path, monkeypatch, HOUR, on=0)
    assert frozen.main([]) == 1
    assert "it should have run" in capsys.readouterr().out
    assert frozen.main(["--scans", "480"]) == 0


def test_an_image_that_fails_is_said(tmp_path, monkeypatch, capsys):
    image(tmp_path, monkeypatch, {}, status=1)
    assert frozen.main(["esp32_c3_mini", "--heap", "64"]) == 1
    assert "esp32_c3_mini does not run in 64 kB when frozen" in capsys.readouterr().out


def test_the_smallest_heap_is_the_last_that_boots(monkeypatch):
    def measure(_image, heap_kB, _scans):
        if heap_kB < 88:
            raise RuntimeError("MemoryError")

    monkeypatch.setattr(frozen, "measure", measure)
    assert frozen.least("image", 96) == 88
    assert frozen.least("image", 88) == 88


@pytest.mark.parametrize("arguments", (["--heap", "8"], ["--scans", "10"]))
def test_bad_input_gets_a_sentence(capsys, arguments):
    assert frozen.main(arguments) == 2
    assert capsys.readouterr().out.startswith("frozen: 32..4096 kB and 480 scans at least")


def test_no_compiler_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(frozen, "sources", lambda: tmp_path)
    monkeypatch.setattr(frozen.shutil, "which", lambda name: None)
    assert frozen.main([]) == 2
    said = capsys.readouterr().out
    assert "esp32_s3_rig: gcc and make are needed (apt-get install gcc make)" in said


def test_no_apt_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(frozen, "HOME", tmp_path)
    monkeypatch.setattr(debian.shutil, "which", lambda name: None)
    assert frozen.main([]) == 2
    assert "esp32_s3_rig: this machine has no apt-get" in capsys.readouterr().out


def test_another_machine_than_an_x86_is_said(monkeypatch):
    monkeypatch.setattr(debian.platform, "machine", lambda: "aarch64")
    with pytest.raises(debian.Unavailable, match=r"on Debian for x86 only.* on aarch64"):
        debian.only_on_x86()


def test_a_build_that_fails_names_its_log(monkeypatch, tmp_path):
    monkeypatch.setattr(frozen, "HOME", tmp_path)
    with pytest.raises(debian.Unavailable, match=r"see build/frozen/make\.log"):
        frozen._make(tmp_path, [])
    assert "No targets" in (tmp_path / "make.log").read_text()
