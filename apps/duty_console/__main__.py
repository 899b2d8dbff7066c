"""`python -m apps.duty_console`."""

from apps.duty_console.main import run

# NiceGUI looks for this name in the processes it may start; it starts none here.
if __name__ in {"__main__", "__mp_main__"}:
    run()
