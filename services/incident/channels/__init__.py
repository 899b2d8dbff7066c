"""How notices leave the service: the way each channel goes, and the dispatcher that implements `ports.Channels`."""
