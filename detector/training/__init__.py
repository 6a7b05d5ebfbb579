"""Making and measuring a model: what it learns from, its heads, its figures beside baselines."""
