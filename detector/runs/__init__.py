"""The same scoring for more than fits: flat memory, all cores, many machines, going on later.

A run is cut into tasks by bytes (``tasks``), and each is a deed (``deeds``) that a workforce does
in order: the process at hand (``workforce``), several (``processes``) or a Dask cluster
(``cluster``). Rows come together in an external sort (``sorting``), or stay in a folder of parts
(``parts``) that a manifest describes.
"""
