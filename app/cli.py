"""The `spinfab` command: every family of commands is a module of `app.commands`."""

import importlib
import pkgutil

import typer

import app.commands

cli = typer.Typer(
    name="spinfab",
    help="SpinFab Coach: practise selling with scripted buyers; every word heard by rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def assemble() -> typer.Typer:
    """The command with every family's commands on it; each family offers `register(cli)`."""
    for found in pkgutil.iter_modules(app.commands.__path__):
        importlib.import_module(f"app.commands.{found.name}").register(cli)
    return cli


def main() -> None:
    """Run the command; exit status 0 fine, 1 findings, 2 usage."""
    assemble()()


if __name__ == "__main__":
    main()
