"""The buyer: a trainer's script and what was heard go in, what the buyer does comes out."""
