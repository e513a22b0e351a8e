"""The mathematics of the playground: what a network is, how it learns, and what can be seen of it."""
