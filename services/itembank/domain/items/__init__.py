"""Items of a bank: their versions, who reads them, and which a batch used."""
