"""Thousands of hours with everything that can break, and a score card."""
