"""What the archive is about: records of what happened, and the chain that proves them unaltered."""
