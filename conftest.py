"""What every test of the project may use."""

pytest_plugins = ["tests.rules_plugin"]
