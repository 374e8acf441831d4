"""The curve from margin to confidence, and how honest it is."""

import pytest

from app.language.calibration import confidence, error, fit, margin


def test_margin_undoes_confidence() -> None:
    assert margin(confidence(2.5, 0.8, -0.4), 0.8, -0.4) == pytest.approx(2.5)


def test_the_fit_finds_the_curve_the_lines_were_made_with() -> None:
    made = [
        (at / 4, number < 100 * confidence(at / 4, 0.9, -0.5))
        for at in range(-4, 25)
        for number in range(100)
    ]
    slope, intercept = fit(made)
    assert slope == pytest.approx(0.9, abs=0.05)
    assert intercept == pytest.approx(-0.5, abs=0.08)


def test_the_fit_stays_finite_when_all_is_right() -> None:
    slope, intercept = fit([(1.0, True)] * 50)
    assert confidence(1.0, slope, intercept) > 0.9


def test_calibration_error() -> None:
    assert error([(0.75, True)] * 3 + [(0.75, False)]) == 0
    assert error([(0.9, False)] * 4) == pytest.approx(0.9)
    assert error([]) == 0


def test_extreme_margins_do_not_overflow() -> None:
    assert confidence(-1e9, 1, 0) == 0
    assert confidence(1e9, 1, 0) == 1
