"""How large a table may be."""

MOST_BYTES = 1_000_000
MOST_CHARACTERS = 32_768
"""Of a table that stands in a spec itself."""
MOST_ROWS = 5_000
MOST_COLUMNS = 20
MOST_INPUTS = 20
LONGEST_CELL = 1_000
LONGEST_NAME = 60
MOST_VALUES = 8
"""So many classes may be told apart, and so many values of an input that is a text."""
LARGEST_NUMBER = 1e15
"""Whole numbers up to here are exact, and their squares fit into float32."""
