"""The parts of the `spinfab` command, one module a family; `app.cli` assembles them."""
