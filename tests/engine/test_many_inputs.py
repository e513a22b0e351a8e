"""Data with more than two inputs: any two can be looked at, on both trainers, while the others are held."""

from typing import Any

import numpy as np
import pytest

from engine.errors import SpecError
from engine.network import describe
from engine.probes import read_probe
from engine.run import MOST_SETTLED, Run
from engine.spec import patch_spec, read_spec

NAMES = ["petal length (cm)", "petal width (cm)", "sepal length (cm)", "sepal width (cm)"]


def iris(engine: str = "auto") -> Run:
    run = Run(
        read_spec(
            {
                "data": "iris",
                "network": {"layers": [{"kind": "dense", "units": 5}]},
                "engine": engine,
                "seed": 3,
            }
        )
    )
    run.advance_epochs(5)
    return run


def outputs(run: Run, places: np.ndarray) -> np.ndarray:
    """The prediction for raw inputs (samples, 4), worked out by hand."""
    scaled = ((places - run.prepared.shift) * run.prepared.factor).T.astype(np.float32)
    return run.trainer.forward(np.ascontiguousarray(scaled), outputs_only=True)


@pytest.mark.parametrize("engine", ["compiled", "torch"])
@pytest.mark.parametrize("axes", [None, [0, 1], [3, 0], [2, 1]])
@pytest.mark.parametrize("held", [None, [1.0, 2.0, 5.0, 4.0]])
def test_surface_and_neurons_lie_along_the_axes_with_the_others_held(
    engine: str, axes: list[int] | None, held: list[float] | None
) -> None:
    run = iris(engine)
    options: dict[str, Any] = {"resolution": 6}
    options |= {"axes": axes} if axes else {}
    options |= {"held": held} if held else {}
    seen = run.measure({"surface": options, "neurons": options})["probes"]
    across, up = axes or [0, 1]
    surface, data = seen["surface"], run.spec.data.description
    assert surface["axes"] == [NAMES[up], NAMES[across]]
    assert surface["extent"] == {NAMES[place]: list(data.extent[place]) for place in (across, up)}
    places = np.tile(np.array(held or data.held), (36, 1))
    columns, rows = np.meshgrid(np.linspace(*data.extent[across], 6), np.linspace(*data.extent[up], 6))
    places[:, across], places[:, up] = columns.ravel(), rows.ravel()
    expected = outputs(run, places).reshape(3, 6, 6)
    np.testing.assert_allclose(surface["values"] / 255, expected, atol=0.5 / 255 + 1e-5)
    units, neurons = seen["neurons"]["values"], seen["neurons"]
    assert units.shape == (4 + 5 + 3, 6, 6)
    low, high = neurons["low"][:, None, None], neurons["high"][:, None, None]
    shown = low + units / 255 * (high - low)
    np.testing.assert_allclose(shown[-3:], expected, atol=0.5 / 255 + 1e-5)
    assert np.ptp(shown[across], axis=1).min() > 0
    others = [place for place in range(4) if place not in (across, up)]
    assert np.ptp(shown[others], axis=(1, 2)).max() == 0, "what is held does not vary"


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_one_axis_alone_is_a_curve_for_each_output(engine: str) -> None:
    run = iris(engine)
    seen = run.measure({"surface": {"resolution": 5, "axes": [2]}, "neurons": {"resolution": 5, "axes": [2]}})
    surface = seen["probes"]["surface"]
    assert surface["axes"] == [NAMES[2]]
    assert surface["values"].shape == (3, 20)
    np.testing.assert_allclose(surface["values"].sum(axis=0), 1, atol=1e-5)
    assert seen["probes"]["neurons"]["values"].shape == (12, 5)


@pytest.mark.parametrize(
    "options", [{"axes": [0, 9]}, {"axes": [1, 1]}, {"held": [1.0]}, {"axes": [4]}, {"held": [0.0] * 20}]
)
def test_what_does_not_fit_the_data_counts_as_not_given(options: dict[str, Any]) -> None:
    run = iris()
    plain = run.measure({"surface": {}})["probes"]["surface"]
    given = run.measure({"surface": options})["probes"]["surface"]
    assert given["axes"] == plain["axes"]
    np.testing.assert_array_equal(given["values"], plain["values"])


@pytest.mark.parametrize(
    "options",
    [{"axes": []}, {"axes": [0, 1, 2]}, {"axes": [-1]}, {"axes": [0.5]}, {"axes": 1}, {"axes": [20]},
     {"held": [float("nan")]}, {"held": [0.0] * 21}, {"held": ["a"]}],
)  # fmt: skip
def test_what_can_never_be_an_axis_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        read_probe("surface", options)


def test_looking_elsewhere_changes_nothing_and_does_not_pile_up() -> None:
    run, other = iris(), iris()
    for value in np.linspace(0, 5, 50):
        run.measure({"surface": {"held": [1.0, 1.0, float(value), 1.0]}})
    assert len(run._settled) <= MOST_SETTLED
    for one in (run, other):
        one.advance_epochs(3)
    np.testing.assert_array_equal(run.history.rows, other.history.rows)


def test_the_summary_speaks_the_data_s_own_names() -> None:
    summary = describe(read_spec({"data": "iris"})).document()
    assert summary["raw_inputs"] == NAMES
    assert summary["nodes"][0]["unit_labels"] == NAMES
    assert summary["nodes"][-1]["unit_labels"] == ["setosa", "versicolor", "virginica"]
    assert (summary["task"], summary["classes"], summary["target_name"]) == ("classes", 3, "species")
    assert summary["class_names"] == ["setosa", "versicolor", "virginica"]
    assert summary["held"] == [4.35, 1.3, 5.8, 3.0]
    spiral = describe(read_spec({"data": "spiral"})).document()
    assert (spiral["class_names"], spiral["target_name"], spiral["held"]) == (None, None, [0, 0])
    assert spiral["nodes"][0]["unit_labels"] == ["x1", "x2"]


def test_an_input_that_the_data_have_not_is_refused() -> None:
    with pytest.raises(SpecError) as caught:
        read_spec({"data": {"kind": "iris", "features": [{"kind": "input", "index": 20}]}})
    assert caught.value.path == "data.features.0.index"
    with pytest.raises(SpecError) as caught:
        describe(read_spec({"data": {"kind": "iris", "features": ["x1", {"kind": "input", "index": 4}]}}))
    assert caught.value.path == "data.features.1"
    assert describe(read_spec({"data": {"kind": "iris", "features": ["x1^2"]}})).document()["nodes"][0][
        "unit_labels"
    ] == ["petal length (cm)^2"]


def test_an_edit_that_changes_the_inputs_shows_the_network_all_of_them() -> None:
    text = "a,b,c,t\n" + "".join(f"{i},{i * 7 % 11},{i * 3 % 5},{i % 2}\n" for i in range(20))
    spec = read_spec({"data": {"kind": "csv", "text": text, "target": "t"}})
    assert [feature.label(["a", "b", "c"]) for feature in spec.data.features or ()] == ["a", "b", "c"]
    fewer = patch_spec(spec, "data.inputs", ["c", "a"])
    assert [feature.label(["c", "a"]) for feature in fewer.data.features or ()] == ["c", "a"]
    assert patch_spec(spec, "data.test_fraction", 0.1).data.features == spec.data.features
