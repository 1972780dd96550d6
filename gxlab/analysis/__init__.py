"""What is computed from a dataset: measures, panels, models, and the tables a paper prints."""
