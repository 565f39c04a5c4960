"""A heat pump, the house it heats and the world around both.  Pure Python, floats, SI."""

from .circuit import Plant
