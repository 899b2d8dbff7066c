"""What the incident service promises."""
