"""The trained classifier: additive heads, calibration, thresholds, and the files they live in."""
