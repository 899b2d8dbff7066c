"""`python -m apps.cli`, or `bin/skillseal`."""

import os

from apps.cli.commands import app

os.umask(0o077)  # stores, logs and what is exported are for nobody else
app(prog_name="skillseal")
