"""A heat pump, the house it heats and the world around both.  Pure Python, floats, SI."""

from . import machines
from .circuit import Plant

__all__ = ("Plant", "machines")
