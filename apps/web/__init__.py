"""What the web pages share: of console, gateway and public page."""
