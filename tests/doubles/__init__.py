"""Doubles of what stands outside: scripted servers for tests."""
