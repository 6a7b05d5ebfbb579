"""Articles as columns of figures, for the shipped model and for a model of one's own."""
