"""The arithmetic behind every number, in float64: what PyTorch's autograd finds, taken apart term by term."""
