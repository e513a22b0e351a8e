"""Every loss: derivative, fused form and PyTorch's form agree."""

import numpy as np
import pytest
import torch

from engine.activations import Activation
from engine.concepts import kinds
from engine.losses import Loss
from tests.engine.variants import variants

LOSSES = variants(Loss)
FUSED = [loss for loss in LOSSES if loss.values[0].fused_with]
TASKS = {"binary", "classes", "regression"}


def targets_of(loss: Loss) -> list[float]:
    """Targets that the loss is made for: the two codes of a class, or values."""
    if loss.signed_targets is None:
        return [-2.0, 0.3, 1.0]
    return [-1.0, 1.0] if loss.signed_targets else [0.0, 1.0]


def outputs_of(loss: Loss) -> np.ndarray:
    """Outputs that the loss is made for: probabilities, where it belongs to an activation that gives them."""
    return np.linspace(0.0133, 0.987, 40) if loss.fused_with else np.linspace(-3.017, 3.291, 40)


def pairs_of(loss: Loss) -> list[tuple[np.float32, np.float32]]:
    return [(np.float32(a), np.float32(t)) for a in outputs_of(loss) for t in targets_of(loss)]


def constants(loss: Loss) -> list[np.float32]:
    return [np.float32(constant) for constant in loss.constants()]


@pytest.mark.parametrize("loss", LOSSES)
def test_it_names_tasks_that_exist(loss: Loss) -> None:
    assert loss.tasks
    assert set(loss.tasks) <= TASKS


@pytest.mark.parametrize("loss", LOSSES)
def test_derivative_agrees_with_finite_differences(loss: Loss) -> None:
    h = np.float32(2.0**-9)
    for a, t in pairs_of(loss):
        slope = (loss.value(a + h, t, *constants(loss)) - loss.value(a - h, t, *constants(loss))) / (2 * h)
        assert loss.derivative(a, t, *constants(loss)) == pytest.approx(slope, rel=0.03, abs=2e-3)


@pytest.mark.parametrize("loss", LOSSES)
def test_value_and_derivative_agree_with_autograd(loss: Loss) -> None:
    pairs = np.array(pairs_of(loss))
    edges = [[0, 0], [1, 1], [0, 1], [1, 0], [-1, 1], [1, -1], [40, 1], [-40, 1]]
    pairs = np.concatenate([pairs, np.array(edges, dtype=np.float32)])
    a, t = (torch.tensor(column[:, None]) for column in pairs.T)
    a.requires_grad_()
    reference = loss.torch(a, t)
    reference.sum().backward()
    value = [loss.value(*pair, *constants(loss)) for pair in pairs]
    derivative = [loss.derivative(*pair, *constants(loss)) for pair in pairs]
    np.testing.assert_allclose(value, reference.detach().numpy(), rtol=2e-6, atol=1e-6)
    np.testing.assert_allclose(derivative, a.grad.numpy()[:, 0], rtol=2e-6, atol=1e-6)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_sample_of_several_outputs_costs_their_sum_or_mean(loss: Loss) -> None:
    codes = targets_of(loss)
    a = np.resize(outputs_of(loss)[::3], (4, 3)).astype(np.float32)
    t = np.resize(np.array(codes, np.float32), (4, 3))
    single = np.array([[loss.value(*pair, *constants(loss)) for pair in zip(*rows, strict=True)]
                       for rows in zip(a, t, strict=True)])  # fmt: skip
    whole = single.mean(1) if loss.mean_over_outputs else single.sum(1)
    np.testing.assert_allclose(loss.torch(torch.tensor(a), torch.tensor(t)).numpy(), whole, rtol=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
def test_it_is_smallest_at_the_target_and_never_negative(loss: Loss) -> None:
    for a, t in pairs_of(loss):
        value = loss.value(a, t, *constants(loss))
        assert value >= 0
        assert value >= loss.value(t, t, *constants(loss)) - 1e-6


@pytest.mark.parametrize("loss", LOSSES)
def test_float32_stays_float32(loss: Loss) -> None:
    for a, t in pairs_of(loss):
        assert loss.value(a, t, *constants(loss)).dtype == np.float32
        assert loss.derivative(a, t, *constants(loss)).dtype == np.float32


@pytest.mark.parametrize("loss", FUSED)
def test_fused_form_agrees_with_the_form_from_outputs(loss: Loss) -> None:
    activation = kinds(Activation)[loss.fused_with]()
    outputs = 1 if loss.tasks == ("binary",) else 3
    generator = np.random.default_rng(4)
    z = torch.tensor(generator.normal(0, 2, (50, outputs)), dtype=torch.float32, requires_grad=True)
    hot = generator.integers(0, max(outputs, 2), 50)
    t = np.eye(max(outputs, 2), dtype=np.float32)[hot][:, -outputs:]
    a = activation.torch(z)
    apart, fused = loss.torch(a, torch.tensor(t)), loss.fused_torch(z, torch.tensor(t))
    same = torch.allclose(fused, apart, rtol=1e-4, atol=1e-5)
    assert same != loss.fused_is_another
    assert loss.reads_output_as

    scalar = [
        sum(loss.fused_value(*triple) for triple in zip(*rows, strict=True))
        for rows in zip(z.detach().numpy(), a.detach().numpy(), t, strict=True)
    ]
    np.testing.assert_allclose(scalar, fused.detach().numpy(), rtol=1e-5, atol=1e-6)

    (gradient,) = torch.autograd.grad(fused.sum(), z)
    np.testing.assert_allclose(gradient.numpy(), a.detach().numpy() - t, atol=1e-6)


@pytest.mark.parametrize("loss", FUSED)
def test_fused_form_stays_finite_where_the_output_saturates(loss: Loss) -> None:
    for far in (-80.0, 80.0):
        z = torch.tensor([[far, 0.0, 1.0]])
        for t in torch.eye(3):
            assert torch.isfinite(loss.fused_torch(z, t[None])).all()
            a = kinds(Activation)[loss.fused_with]().torch(z)
            for triple in zip(z[0].numpy(), a[0].numpy(), t.numpy(), strict=True):
                assert np.isfinite(loss.fused_value(*triple))


@pytest.mark.parametrize(
    "loss", [pytest.param(loss.values[0], id=loss.id) for loss in LOSSES if loss not in FUSED]
)
def test_without_a_fused_form_it_says_so(loss: Loss) -> None:
    with pytest.raises(TypeError, match="no fused form"):
        loss.fused_torch(torch.zeros(1, 1), torch.zeros(1, 1))


def test_with_a_half_the_derivative_is_the_error() -> None:
    whole, half = (kinds(Loss)["mean_squared_error"](half=half) for half in (False, True))
    for a, t in pairs_of(whole):
        assert half.value(a, t, *constants(half)) == whole.value(a, t, *constants(whole)) / 2
        assert half.derivative(a, t, *constants(half)) == a - t


def test_both_names_of_the_cross_entropy_are_one_loss() -> None:
    one, other = (kinds(Loss)[f"{name}categorical_cross_entropy"]() for name in ("", "sparse_"))
    z = torch.tensor(np.random.default_rng(5).normal(0, 3, (20, 4)))
    t = torch.eye(4)[torch.arange(20) % 4].double()
    torch.testing.assert_close(one.fused_torch(z, t), other.fused_torch(z, t), rtol=0, atol=0)
    torch.testing.assert_close(one.torch(z.softmax(1), t), other.torch(z.softmax(1), t), rtol=0, atol=0)
    np.testing.assert_allclose(
        one.fused_torch(z, t).numpy(), -z.log_softmax(1)[torch.arange(20), torch.arange(20) % 4]
    )


def test_the_hinge_of_several_classes_asks_every_output_for_its_side() -> None:
    # The true class is 2 units beyond the margin, one other class within it, the third on the wrong side.
    a, t = torch.tensor([[3.0, -0.25, 0.5]]), torch.tensor([[1.0, -1.0, -1.0]])
    assert kinds(Loss)["hinge"]().torch(a, t).tolist() == [0 + 0.75 + 1.5]


def test_the_perceptron_loss_is_rosenblatts_rule() -> None:
    loss = kinds(Loss)["perceptron"]()
    w = torch.tensor([[0.5, -1.0]], requires_grad=True)
    for x, target, change in (
        ([2.0, 1.0], 1.0, [0, 0]),
        ([2.0, 1.0], 0.0, [-2, -1]),
        ([1.0, 3.0], 1.0, [1, 3]),
    ):
        (gradient,) = torch.autograd.grad(
            loss.fused_torch(torch.tensor([x]) @ w.T, torch.tensor([[target]])).sum(), w
        )
        assert gradient.tolist() == [[-number for number in change]]
