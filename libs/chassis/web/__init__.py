"""What is asked over HTTP: who may, once only, and what a person is told when it is refused."""
