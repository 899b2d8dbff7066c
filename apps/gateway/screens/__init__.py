"""What pages show: where each is, how it is drawn, and the words and fields that many have."""
