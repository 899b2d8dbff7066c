"""How a service runs: store, bus, inbox, outbox, timers, clock and edges. It knows no exam word."""
