"""The two clocks of an incident: the first report and the ladder."""
