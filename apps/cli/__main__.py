"""`python -m apps.cli`, or `bin/skillseal`."""

from apps.cli.commands import app

app(prog_name="skillseal")
