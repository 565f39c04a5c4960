"""The quick part of `make validate`: the rating points, the golden case, rest and valve."""

from tools import validate


def test_the_plant_reproduces_the_certificates_and_the_golden_case():
    rows = validate.collect(validate.QUICK)
    assert len(rows) > 20
    assert [row[:5] for row in rows if not row[6]] == []


def test_a_row_outside_its_band_fails_and_is_shown(capsys):
    bad = validate.row("COP", 4.0, 5.0, 3.6, 4.4, "nobody")
    never = validate.row("minutes", 165, None, 110, None, "nobody")
    validate.show([bad, never])
    out = capsys.readouterr().out
    assert "3.6..4.4" in out and "NO" in out and "none" in out
    assert not bad[6] and never[6]
