"""The batch, stage by stage."""
