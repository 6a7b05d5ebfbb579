"""Families of signals: each module knows one kind of marks, and gives its signals as values."""
