"""Where labelled articles come from: the one layout, the public test sets, the named sources."""
