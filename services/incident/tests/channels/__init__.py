"""The channels, against servers of this process that check what they are sent as strictly as the platforms do."""
