"""Who somebody is: secrets, passkeys, identity providers, and the tokens that services take."""
