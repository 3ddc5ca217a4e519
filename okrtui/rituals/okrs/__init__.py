"""Use cases of cycles, objectives and key results."""
