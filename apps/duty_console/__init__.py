"""The duty console (值班台): the emergency team's screen."""
