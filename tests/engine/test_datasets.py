"""Every data set has the shape that its words promise."""

import numpy as np
import pytest

from engine.concepts import kinds
from engine.datasets import Dataset, Samples
from engine.datasets.above_curve import CURVES
from engine.presets import presets
from engine.run import Run
from engine.spec import read_spec


def drawn(name: str, **parameters: object) -> Samples:
    return kinds(Dataset)[name](**parameters).draw(np.random.default_rng(5))


def test_the_shapes_are_those_that_people_know() -> None:
    circle, xor, gaussian = (drawn(name) for name in ("circle", "xor", "gaussian"))
    radius = np.hypot(*circle.inputs.T)
    assert radius[circle.targets == 1].max() < 2.5
    assert radius[circle.targets == 0].min() >= 3.5
    assert radius.max() < 5
    assert np.abs(xor.inputs).min() >= 0.3
    np.testing.assert_array_equal(xor.inputs.prod(axis=1) < 0, xor.targets == 1)
    for label, center in ((1, 2), (0, -2)):
        np.testing.assert_allclose(gaussian.inputs[gaussian.targets == label].mean(axis=0), center, atol=0.2)


def test_regressions_are_the_functions_that_their_formulas_say() -> None:
    sine, plane = drawn("sine"), drawn("plane")
    np.testing.assert_array_equal(sine.targets, np.sin(sine.inputs[:, 0]))
    np.testing.assert_allclose(plane.targets, plane.inputs.sum(axis=1) / 10)


@pytest.mark.parametrize("classes", [2, 3, 4])
def test_rings_lie_apart_in_the_order_of_their_classes(classes: int) -> None:
    rings = drawn("rings", classes=classes)
    radius = np.hypot(*rings.inputs.T)
    for label in range(classes - 1):
        assert radius[rings.targets == label].max() + 0.25 < radius[rings.targets == label + 1].min()
    assert radius.max() < 5


@pytest.mark.parametrize("cells", range(2, 9))
def test_neighboring_fields_of_the_checkerboard_differ(cells: int) -> None:
    board = drawn("checkerboard", cells=cells, samples=2000)
    field = np.floor((board.inputs + 5) / 10 * cells).astype(int)
    assert field.min() == 0
    assert field.max() == cells - 1
    np.testing.assert_array_equal(field.sum(axis=1) % 2, board.targets)
    counts = np.bincount(field[:, 0] + cells * field[:, 1], minlength=cells**2)
    assert counts.min() > 0.3 * 2000 / cells**2, "a field without samples"


def test_two_arms_are_the_two_spirals() -> None:
    arms, spirals = drawn("multi_spiral", classes=2), drawn("spiral")
    np.testing.assert_allclose(arms.inputs, spirals.inputs, atol=1e-12)
    np.testing.assert_array_equal(arms.targets, spirals.targets)


@pytest.mark.parametrize("classes", [2, 3, 4, 5])
def test_arms_are_equally_far_apart_whatever_their_number(classes: int) -> None:
    arms = drawn("multi_spiral", classes=classes, samples=2000)
    outside = np.hypot(*arms.inputs.T) > 1.5
    inputs, label = arms.inputs[outside], arms.targets[outside]
    between = np.linalg.norm(inputs[:, None] - inputs[None], axis=2)[label[:, None] != label[None]]
    assert 1.0 < between.min() < 1.43  # 5 / 3.5 along the radius, a little less across


def test_hills_and_hollows_alternate() -> None:
    land = drawn("multi_gaussian", samples=5000)
    for (x1, x2), top in {(-4, 2.5): 1, (0, 2.5): -1, (0, -2.5): 1, (4, -2.5): -1}.items():
        near = np.hypot(land.inputs[:, 0] - x1, land.inputs[:, 1] - x2) < 0.2
        assert land.targets[near].mean() == pytest.approx(0.93 * top, abs=0.05)
    assert (land.targets[np.abs(land.inputs[:, 1]) < 0.4] == 0).all()
    assert np.abs(land.targets).max() <= 1


@pytest.mark.parametrize("degree", range(1, 9))
def test_the_polynomial_has_its_degree(degree: int) -> None:
    curve = drawn("polynomial", degree=degree)
    u, t = curve.inputs[:, 0] / 6, curve.targets
    coefficients = np.polynomial.polynomial.polyfit(u, t, degree)
    np.testing.assert_allclose(np.polynomial.polynomial.polyval(u, coefficients), t, atol=1e-9)
    assert abs(coefficients[-1]) == pytest.approx(2.0 ** (degree - 1), rel=1e-6)
    assert np.abs(t).max() <= 1 + 1e-12


@pytest.mark.parametrize("curve", CURVES)
def test_class_1_lies_above_the_curve_and_class_0_below(curve: str) -> None:
    field = drawn("above_curve", curve=curve)
    above = field.inputs[:, 1] - CURVES[curve](field.inputs[:, 0])
    np.testing.assert_array_equal(above > 0, field.targets == 1)
    assert np.abs(above).min() >= 0.3 - 1e-9
    assert np.abs(CURVES[curve](np.linspace(-5, 5, 101))).max() <= 2.5 + 1e-9
    assert np.abs(field.inputs).max() <= 5


@pytest.mark.parametrize("margin", [0.0, 0.5, 2.0])
def test_the_gap_is_as_wide_as_its_margin(margin: float) -> None:
    field = drawn("separable", margin=margin, samples=2000)
    distance = field.inputs @ [-0.6, 0.8] - 0.8
    np.testing.assert_array_equal(distance > 0, field.targets == 1)
    assert margin <= np.abs(distance).min() < margin + 0.05


@pytest.mark.parametrize("islands", range(1, 7))
def test_islands_are_surrounded_by_water(islands: int) -> None:
    sea = drawn("islands", islands=islands, samples=1000)
    land, water = sea.inputs[sea.targets == 1], sea.inputs[sea.targets == 0]
    assert np.linalg.norm(land[:, None] - water[None], axis=2).min() >= 0.5
    turn = np.arctan2(land[:, 1], land[:, 0]) - np.pi / 2
    home = np.round(turn / (2 * np.pi) * islands).astype(int) % islands
    assert len(set(home)) == islands
    for island in range(islands):
        piece = land[home == island]
        assert len(piece) >= 500 // islands
        assert np.linalg.norm(piece[:, None] - piece[None], axis=2).max() <= 2


def test_so_many_samples_of_the_line_are_far_off() -> None:
    line = drawn("outliers", share=0.25, samples=200)
    off = line.targets - line.inputs[:, 0] / 4
    assert sorted(set(np.round(off, 9))) == [0, 4]
    assert (off > 2).sum() == 50


def test_penguins_come_in_raw_units() -> None:
    birds = drawn("penguins", samples=2000)
    for label, center in ((0, [190, 3.7]), (1, [217, 5.1])):
        species = birds.inputs[birds.targets == label]
        np.testing.assert_allclose(species.mean(axis=0), center, rtol=0.01)
        np.testing.assert_allclose(species.std(axis=0), [6.5, 0.48], rtol=0.06)
        assert np.corrcoef(species.T)[0, 1] == pytest.approx(0.6, abs=0.05)


@pytest.mark.parametrize(
    ("share", "samples", "rare"), [(0.05, 400, 20), (0.01, 10, 1), (0.5, 101, 50), (0.33, 1000, 330)]
)
def test_the_rare_class_is_as_rare_as_its_share(share: float, samples: int, rare: int) -> None:
    found = drawn("rare_class", share=share, samples=samples).targets
    assert found.sum() == rare
    gaps = np.diff(np.flatnonzero(found))
    assert np.ptp(gaps) <= 1 if rare > 1 else True


def test_whoever_always_says_no_to_the_rare_class_is_nearly_always_right() -> None:
    (always_no,) = [preset for preset in presets() if preset["name"] == "always_no"]
    run = Run(read_spec(always_no["spec"]))
    run.advance_epochs(40)
    seen = run.measure({"confusion": {}})
    assert (seen["metrics"]["test_accuracy"] or 0) > 0.9
    assert seen["probes"]["confusion"]["test"][1, 1] <= 1
