"""Learning and measuring the search for copies: labelled clusters, two models, reports."""
