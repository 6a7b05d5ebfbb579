"""The commands of the terminal beyond ``score``, each a thin skin over its room."""
