"""The loss over a plane of the weights: planes, the loss on them, the way of training, and other optimizers."""
