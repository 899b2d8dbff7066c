"""Every refusal of scoring, in a file named after the module of the domain that raises it. None tells a score."""
