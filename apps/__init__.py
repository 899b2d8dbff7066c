"""Programs that people run; they reach the services over HTTP and the bus alone."""
