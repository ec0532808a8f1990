"""Tests of 热点, 难点, 堵点 and 专项."""
