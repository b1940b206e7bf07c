"""The dice in a database: the ledger of rolls."""
