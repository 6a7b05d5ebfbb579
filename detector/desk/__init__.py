"""The analysts' desk: look at what was flagged, decide, and let the detector learn from it."""
