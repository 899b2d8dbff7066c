"""How a bank comes to be: its element table, its making, and where its items come from."""
