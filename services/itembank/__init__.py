"""The item bank: accepted banks, blueprints, assembled papers, their sealing and their custody."""
