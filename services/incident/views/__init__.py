"""What is read: lines for the console and the register, whole incidents, the plan as data, the duty list."""
