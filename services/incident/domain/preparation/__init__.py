"""What is done before anything happens."""
