"""Reports, classification, clocks, escalation, dispositions and follow-up of what goes wrong on an exam day."""
