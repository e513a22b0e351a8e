"""Every constraint: its loops and its PyTorch form agree, and weights keep to it."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.constraints import Constraint
from engine.constraints.max_nonzero import MaxNonzero
from engine.constraints.max_norm import MaxNorm
from tests.engine.variants import variants

# Few values, so that sizes are often equal; both zeros, and numbers that are no longer normal.
weights = arrays(
    np.float32,
    st.tuples(st.integers(1, 6), st.integers(1, 7)),
    elements=st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, 1e-40, -3.0, 1e20]).map(np.float32),
)


@pytest.mark.parametrize(
    "constraint", [*variants(Constraint), MaxNonzero(count=3), MaxNorm(limit=0.7)], ids=repr
)
@given(weight=weights)
def test_loops_and_torch_form_agree(constraint: Constraint, weight: np.ndarray) -> None:
    ours, theirs = weight.copy(), torch.tensor(weight)
    constraint.enforce(ours, *constraint.constants())
    constraint.torch(theirs)
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-6)
    again = ours.copy()
    constraint.enforce(again, *constraint.constants())
    np.testing.assert_allclose(again, ours, rtol=1e-6)


@given(weight=weights, count=st.integers(1, 45))
def test_exactly_the_largest_are_kept_and_of_equal_ones_the_first(weight: np.ndarray, count: int) -> None:
    kept = weight.copy()
    MaxNonzero.enforce(kept, float(count), 0.0)
    order = sorted(range(weight.size), key=lambda place: (-abs(weight.ravel()[place]), place))
    expected = np.zeros(weight.size, np.float32)
    expected[order[:count]] = weight.ravel()[order[:count]]
    np.testing.assert_array_equal(kept.ravel(), expected)


@given(weight=weights, limit=st.floats(0.01, 5))
def test_no_unit_is_steeper_than_the_limit(weight: np.ndarray, limit: float) -> None:
    bounded = weight.copy()
    MaxNorm.enforce(bounded, limit, 0.0)
    norms = np.linalg.norm(bounded.astype(np.float64), axis=1)
    assert (norms <= limit * (1 + 1e-6)).all()
    short = np.linalg.norm(weight.astype(np.float64), axis=1) <= limit
    np.testing.assert_array_equal(bounded[short], weight[short])
