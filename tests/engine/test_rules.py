"""Schedules, clipping, constraints, frozen layers and cut connections: the same on both trainers, and kept to."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.clippings import Clipping
from engine.concepts import kinds
from engine.constraints import Constraint
from engine.network import plan, prepare
from engine.optimizers import Optimizer
from engine.run import Run
from engine.schedules import Schedule
from engine.spec import patch_spec, read_spec
from engine.trainers import Trainer
from engine.trainers.compiled import clippings, constraints, schedules
from tests.engine.test_parity import DIVIDED, SUMMED, assert_parity, document, experiments, trainers
from tests.engine.variants import variants

ENGINES = ("compiled", "torch")
SOME = settings(max_examples=4, derandomize=True, deadline=None)


def states(trainer: Trainer) -> dict[str, np.ndarray]:
    return {f"{name}.{slot}": v for name, kept in trainer.slots().items() for slot, v in kept.items()}


@pytest.mark.parametrize(
    ("family", "module"), [(Schedule, schedules), (Clipping, clippings), (Constraint, constraints)]
)
def test_every_kind_is_compiled(family: Any, module: Any) -> None:
    assert list(kinds(family).values()) == module.KINDS
    assert len(module.KINDS) > 1


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).map(list), max_size=8)


@st.composite
def ruled(
    draw: st.DrawFn, schedule: Any = None, clipping: Any = None, constraint: Any = None
) -> dict[str, Any]:
    """An experiment with rules of every family, those given for certain."""
    optimizer = draw(
        st.sampled_from(
            [
                {"kind": "sgd", "momentum": 0.8, "learning_rate": 0.02},
                {"kind": "adam", "learning_rate": 0.001},
            ]
        )
    )
    schedule = schedule or draw(st.sampled_from(list(kinds(Schedule))))
    experiment = draw(experiments(optimizer={**optimizer, "schedule": schedule}))
    experiment["training"] |= {
        "epochs": draw(st.integers(1, 40)),
        "gradient_clipping": clipping
        or draw(st.sampled_from([None, {"kind": "norm", "limit": 0.1}, {"kind": "value", "limit": 0.02}])),
    }
    for part in (*experiment["network"]["layers"], experiment["network"]["output"]):
        if part.get("kind", "dense") == "dense":
            part["pruned"] = draw(edges)
            part["frozen"] = draw(st.integers(0, 3)) == 0
            part["constraint"] = constraint or draw(
                st.sampled_from([None, {"kind": "max_norm", "limit": 0.5}])
            )
    return experiment


def tolerances(experiment: dict[str, Any]) -> dict[int, float]:
    return DIVIDED if experiment["optimizer"]["kind"] == "adam" else SUMMED


@pytest.mark.parametrize("schedule", variants(Schedule))
@SOME
@given(data=st.data())
def test_schedules(schedule: Schedule, data: st.DataObject) -> None:
    experiment = data.draw(ruled(schedule=document(schedule)))
    assert_parity(experiment, tolerances(experiment))


@pytest.mark.parametrize(
    "clipping", [*variants(Clipping), pytest.param(kinds(Clipping)["norm"](limit=0.01), id="short")]
)
@SOME
@given(data=st.data())
def test_clippings(clipping: Clipping, data: st.DataObject) -> None:
    experiment = data.draw(ruled(clipping=document(clipping)))
    assert_parity(experiment, tolerances(experiment))


@pytest.mark.parametrize("constraint", variants(Constraint))
@SOME
@given(data=st.data())
def test_constraints(constraint: Constraint, data: st.DataObject) -> None:
    experiment = data.draw(ruled(constraint=document(constraint)))
    assert_parity(experiment, tolerances(experiment))


@settings(max_examples=30, derandomize=True, deadline=None)
@given(experiment=ruled())
def test_all_rules_together(experiment: dict[str, Any]) -> None:
    assert_parity(experiment, tolerances(experiment))


@pytest.mark.parametrize("frozen", [False, True])
def test_rules_among_layers_that_keep_and_add(frozen: bool) -> None:
    learned_slope = {"kind": "dense", "units": 5, "activation": "prelu", "frozen": frozen, "pruned": [[0, 1]]}
    inside = [{"kind": "dense", "units": 4, "constraint": {"kind": "max_nonzero", "count": 6}}, "batch_norm"]
    assert_parity(
        {
            "data": {"kind": "moons", "samples": 60},
            "network": {"layers": [learned_slope, "layer_norm", {"kind": "residual", "layers": inside}]},
            "optimizer": {
                "kind": "adamw",
                "learning_rate": 0.003,
                "schedule": {"kind": "warmup", "epochs": 2},
            },
            "training": {"batch_size": 7, "gradient_clipping": {"kind": "norm", "limit": 0.2}},
        },
        DIVIDED,
    )


@settings(max_examples=15, derandomize=True, deadline=None)
@given(experiment=ruled(), steps=st.integers(0, 12))
def test_what_can_be_looked_at_agrees(experiment: dict[str, Any], steps: int) -> None:
    compiled, torch = trainers(experiment)
    for trainer in (compiled, torch):
        trainer.advance(steps)
    assert compiled.learning_rate == pytest.approx(torch.learning_rate, rel=1e-12)
    if compiled.last_batch is None or torch.last_batch is None:
        assert compiled.last_batch == torch.last_batch
        assert steps == 0
    else:
        assert tuple(compiled.last_batch) == pytest.approx(tuple(torch.last_batch), rel=1e-4)
    for ours, theirs in (
        (compiled.next_step(), torch.next_step()),
        (compiled.gradients(), torch.gradients()),
        ({"losses": compiled.sample_losses(True)}, {"losses": torch.sample_losses(True)}),
        ({"losses": compiled.sample_losses(False)}, {"losses": torch.sample_losses(False)}),
        (states(compiled), states(torch)),
    ):
        assert ours.keys() == theirs.keys()
        for name, values in ours.items():
            np.testing.assert_allclose(values, theirs[name], rtol=2e-3, atol=2e-4, err_msg=name)


def make(engine: str, **changes: Any) -> Run:
    spec = read_spec(
        {
            "data": {"kind": "moons", "samples": 60},
            "network": {"layers": [{"kind": "dense", "units": 5}, {"kind": "dense", "units": 6}]},
            "training": {"batch_size": 7, "epochs": 50},
            "engine": engine,
        }
    )
    for path, value in changes.items():
        spec = patch_spec(spec, path.replace("__", "."), value)
    return Run(spec)


@pytest.mark.parametrize("engine", ENGINES)
def test_looking_at_the_next_step_changes_nothing_and_tells_the_truth(engine: str) -> None:
    run = make(
        engine, training__batch_size="full", training__gradient_clipping={"kind": "norm", "limit": 0.1}
    )
    run.advance(5)
    before, state = run.trainer.parameters(), run.trainer.state()
    announced = run.trainer.next_step()
    after_looking = run.trainer.state()
    assert all(np.array_equal(values, after_looking[name]) for name, values in state.items())
    run.advance(1)
    for name, values in run.trainer.parameters().items():
        np.testing.assert_allclose(values - before[name], announced[name], rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_clipped_step_over_many_samples_is_as_long_as_the_limit_allows(engine: str) -> None:
    run = make(
        engine,
        data__samples=400,
        optimizer={"kind": "sgd", "learning_rate": 1.0, "momentum": 0.0},
        training__gradient_clipping={"kind": "norm", "limit": 0.001},
    )
    run.trainer.forward(np.full((2, 40), 5, np.float32))  # leaves its values in memory
    step = np.concatenate([values.ravel() for values in run.trainer.next_step().values()])
    assert np.linalg.norm(step) == pytest.approx(0.001, rel=1e-3)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "optimizer",
    [{"kind": "sgd", "momentum": 0.9}, *({"kind": name} for name in kinds(Optimizer) if name != "sgd")],
    ids=lambda optimizer: optimizer["kind"],
)
def test_a_frozen_layer_does_not_move_and_keeps_its_state(engine: str, optimizer: dict[str, Any]) -> None:
    run = make(engine, optimizer=optimizer)
    run.advance(20)
    run.reconfigure(patch_spec(run.spec, "network.layers.0.frozen", True))
    before, slots = run.trainer.parameters(), states(run.trainer)
    run.advance(30)
    for name, values in run.trainer.parameters().items():
        assert np.array_equal(values, before[name]) == name.startswith("layers.0"), name
    for name, values in states(run.trainer).items():
        assert np.array_equal(values, slots[name]) == name.startswith("layers.0"), name
    assert not any(
        step.any() for name, step in run.trainer.next_step().items() if name.startswith("layers.0")
    )
    run.reconfigure(patch_spec(run.spec, "network.layers.0.frozen", False))
    run.advance(1)
    assert not np.array_equal(run.trainer.parameters()["layers.0.weight"], before["layers.0.weight"])


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_may_be_frozen(engine: str) -> None:
    frozen = {f"network__{node}__frozen": True for node in ("layers__0", "layers__1", "output")}
    run = make(engine, training__gradient_clipping="norm", **frozen)
    before = run.trainer.parameters()
    run.advance(20)
    assert all(np.array_equal(values, before[name]) for name, values in run.trainer.parameters().items())
    assert run.step == 20


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw", "adadelta"])
def test_a_cut_connection_is_and_stays_zero(engine: str, optimizer: str) -> None:
    run = make(engine, optimizer=optimizer)
    run.advance(11)
    cut = [[0, 1], [4, 0], [4, 0], [4, 99]]
    assert not run.reconfigure(patch_spec(run.spec, "network.layers.0.pruned", cut)).restarted
    mask = np.zeros((5, 2), bool)
    mask[0, 1] = mask[4, 0] = True
    run.edit_parameter("layers.0", "weight", (0, 1), 3.0)
    for steps in (0, 1, 30):
        run.advance(steps)
        weight = run.trainer.parameters()["layers.0.weight"]
        np.testing.assert_array_equal(weight == 0, mask)
        assert not run.trainer.gradients()["layers.0.weight"][mask].any()
        assert not run.trainer.next_step()["layers.0.weight"][mask].any()
    run.reconfigure(patch_spec(run.spec, "network.layers.0.pruned", [[4, 0]]))
    run.advance(3)
    assert run.trainer.parameters()["layers.0.weight"][0, 1] != 0


@pytest.mark.parametrize("engine", ENGINES)
def test_only_so_many_weights_are_left(engine: str) -> None:
    run = make(engine, network__layers__1__constraint={"kind": "max_nonzero", "count": 7})
    run.advance(1)
    assert np.count_nonzero(run.trainer.parameters()["layers.1.weight"]) == 7
    run.advance(50)
    assert np.count_nonzero(run.trainer.parameters()["layers.1.weight"]) == 7
    sparsity = run.metrics()["sparsity"]
    assert sparsity is not None
    assert 23 / 46 <= sparsity < 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_restored_within_a_plateau_goes_on_bit_identically(engine: str) -> None:
    schedule = {"kind": "reduce_on_plateau", "patience": 3, "factor": 0.5, "metric": "test_loss"}
    run = make(engine, optimizer={"kind": "adam", "learning_rate": 0.2, "schedule": schedule})
    while run.trainer.learning_rate == 0.2:
        run.advance(5)
    run.advance(9)
    restored = Run.restore(run.snapshot())
    rates = []
    for each in (run, restored):
        each.advance(111)
        rates.append(each.trainer.learning_rate)
    assert rates[0] == rates[1] < 0.2
    ours, theirs = run.trainer.state(), restored.trainer.state()
    assert all(np.array_equal(np.ravel(values), np.ravel(theirs[name])) for name, values in ours.items())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_root_mean_squared_error_has_the_gradient_of_the_root(engine: str) -> None:
    torch = pytest.importorskip("torch")
    data = {"kind": "plane", "samples": 300, "noise": 0.2}
    run = make(engine, data=data, loss="root_mean_squared_error", training__batch_size="full")
    run.advance(3)
    values = {
        name: torch.from_numpy(value).double().requires_grad_()
        for name, value in run.trainer.parameters().items()
    }
    a = torch.from_numpy(run.prepared.data.train_features.T.copy()).double()
    t = torch.from_numpy(run.prepared.data.train_targets.T.copy()).double()
    for node in ("layers.0", "layers.1"):
        a = torch.tanh(a @ values[f"{node}.weight"].T + values[f"{node}.bias"])
    a = a @ values["output.weight"].T + values["output.bias"]
    cost = (a - t).square().mean().sqrt()
    cost.backward()
    for name, gradient in run.trainer.gradients().items():
        np.testing.assert_allclose(gradient, values[name].grad.numpy(), rtol=1e-4, atol=1e-6, err_msg=name)
    assert run.metrics()["train_loss"] == pytest.approx(cost.item(), rel=1e-5)
    losses = run.measure({"losses": {}})["probes"]["losses"]
    np.testing.assert_allclose(losses["train"], (a - t).square().detach().numpy()[:, 0], rtol=1e-3, atol=1e-6)
    assert losses["cost_train"] == pytest.approx(cost.item(), rel=1e-5)
    assert losses["batch"]["size"] == len(t)


def test_probes_of_losses_and_of_the_optimizer() -> None:
    run = make("compiled")
    probes = run.measure({"losses": {}, "optimizer": {}})["probes"]
    assert probes["losses"]["batch"] is None
    run.advance(1)
    probes = run.measure({"losses": {}, "optimizer": {}})["probes"]
    assert probes["losses"]["batch"]["size"] == 7
    assert probes["losses"]["cost_test"] == pytest.approx(run.trainer.evaluate()[1], rel=1e-5)
    weight = probes["optimizer"]["nodes"]["layers.1"]["weight"]
    assert {name: values.shape for name, values in weight.items()} == {
        "first_moment": (6, 5),
        "second_moment": (6, 5),
        "step": (6, 5),
    }
    assert probes["optimizer"]["slots"] == ["first_moment", "second_moment"]
    assert probes["optimizer"]["learning_rate"] == run.metrics()["learning_rate"] == 0.01


@pytest.mark.parametrize("engine", ENGINES)
def test_the_learning_rate_is_that_of_the_moment(engine: str) -> None:
    run = make(engine, optimizer={"kind": "sgd", "learning_rate": 0.5, "schedule": "cosine"})
    network = plan(run.spec)
    assert len(prepare(network).train.targets) > 0
    seen = [run.metrics()["learning_rate"]]
    while run.finished is None:
        run.advance(20)
        seen.append(run.metrics()["learning_rate"])
    assert seen[0] == 0.5
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == pytest.approx(0, abs=1e-12)
    run.go_on()
    run.advance(30)
    assert run.metrics()["learning_rate"] == pytest.approx(0, abs=1e-12)
