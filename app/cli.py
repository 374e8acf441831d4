"""The `spinfab` command: every family of commands is a module of `app.commands`."""

import importlib
import os
import pkgutil
import sys

import typer
from pydantic import ValidationError

import app.commands
from app.errors import BrokenFiles

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
    try:
        assemble()()
    except BrokenFiles as broken:
        for finding in broken.findings:
            typer.echo(finding.line(), err=True)
        sys.exit(1)
    except ValidationError as error:
        if error.title != "Settings":
            raise
        for wrong in error.errors():
            name = "_".join(map(str, wrong["loc"])).upper()
            typer.echo(f"SPINFAB_{name}: {wrong['msg']} (it is {wrong['input']!r})", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more may be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
