"""The editors' door: articles over HTTP on the desk's own machine, rows back."""
