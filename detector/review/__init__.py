"""The analysts' desk: what they look at, in which order, and the page that shows it."""
