"""The same scoring for more than fits: flat memory, all cores, many machines, going on later.

A run is cut into tasks by bytes (``tasks``), and an executor runs a job for each, in order: in this
process (``executor``), in several (``process_pool``) or on a Dask cluster (``dask_cluster``). Rows
come together in an external sort (``external_sort``), or stay in a folder of parts (``parts``) that
a manifest describes.
"""
