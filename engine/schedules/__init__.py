"""Schedules: how the learning rate changes while a network trains. One kind per file."""

from engine.schedules.schedule import FIRST_MEMORY, Memory, Schedule

__all__ = ["FIRST_MEMORY", "Memory", "Schedule"]
