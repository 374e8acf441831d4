"""The house's own commands: run the service, keep its data safe."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from asyncpg import PostgresError

from app.settings import Settings


def register(cli: typer.Typer) -> None:
    """Put the house's commands on the command line."""
    cli.command(epilog="Example: spinfab run --port 8080")(run)
    cli.command(epilog="Example: spinfab backup /safe/monday.db")(backup)
    cli.command(epilog="Example: spinfab restore /safe/monday.db")(restore)


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", min=0, max=65535)] = None,
) -> None:
    """Serve the product; the first role-play can be played without an account."""
    import uvicorn

    from app.library import load_library
    from app.main import create_app, freeze
    from app.practice.thinking import work_of
    from app.workers import Workers, best_count

    settings = Settings()
    address, number = host or settings.host, settings.port if port is None else port
    library = load_library(settings.content)
    for findings in library.left_out.values():
        for finding in findings:
            typer.echo(f"left out: {finding.line()}", err=True)
    _try_database(settings)
    freeze()  # what the workers share with this process stays shared
    count = best_count() if settings.thinkers is None else settings.thinkers
    workers = Workers.fork(count, work_of(library))
    shown = "127.0.0.1" if address in ("0.0.0.0", "::") else address
    typer.echo(f"SpinFab Coach: http://{shown}:{number}   (data: {settings.data.resolve()})")
    try:
        uvicorn.run(
            create_app(settings, library, workers),
            host=address,
            port=number,
            log_level=settings.log,
            access_log=settings.log == "debug",
            server_header=False,
        )
    except SystemExit as ended:
        raise typer.Exit(1 if ended.code else 0) from None


def _try_database(settings: Settings) -> None:
    """Open the database once before anything is served, so that a fault is told in a line."""
    from sqlalchemy.exc import SQLAlchemyError

    from app.db import open_database

    async def opened() -> None:
        await (await open_database(settings.database_url)).close()

    try:
        settings.data.mkdir(0o700, parents=True, exist_ok=True)
        asyncio.run(opened())
    except ValueError as error:
        _refuse(str(error))
    except (OSError, SQLAlchemyError, sqlite3.Error, PostgresError) as error:
        where = re.sub(r"(?<=:)[^:@/]+(?=@)", "…", settings.database_url)
        reason = (str(error).splitlines() or [""])[0]
        _refuse(f"The database cannot be opened ({where}): {reason or type(error).__name__}")


def backup(
    to: Annotated[Path, typer.Argument(help="The file to write; it must not exist yet.")],
) -> None:
    """Copy the SQLite database to a file, also while the service runs; the copy is checked."""
    source = _database()
    if not source.exists():
        _refuse(f"{source}: there is no database yet; `spinfab run` makes one")
    if to.exists():
        _refuse(f"{to}: exists already; name a new file")
    try:
        _copy(source, to)
        typer.echo(f"{to}: {_attempts(to)} attempts")
    except (OSError, sqlite3.Error) as error:
        _refuse(f"{to}: cannot be written ({error})")


def restore(
    source: Annotated[Path, typer.Argument(help="A file that `spinfab backup` wrote.")],
) -> None:
    """Put a backup in place; what was there is kept beside it under a dated name."""
    if not source.is_file():
        _refuse(f"{source}: there is no such file")
    try:
        held = _attempts(source)
    except sqlite3.DatabaseError as error:
        _refuse(f"{source}: is no sound backup of ours ({error})")
    target = _database()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            kept = target.with_name(f"{target.name}.{time.strftime('%Y%m%d-%H%M%S')}")
            _copy(target, kept)
            typer.echo(f"{kept}: what was there before")
        _copy(source, target)
    except (OSError, sqlite3.Error) as error:
        _refuse(f"{target}: cannot be written ({error})")
    typer.echo(f"{target}: {held} attempts")


def _database() -> Path:
    url = Settings().database_url
    if not url.startswith("sqlite:///"):
        _refuse("The database is PostgreSQL: use pg_dump and pg_restore")
    return Path(url.removeprefix("sqlite:///"))


def _copy(source: Path, target: Path) -> None:
    """Copy a database as of one moment, by SQLite's own means, and check the copy."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        (verdict,) = new.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        typer.echo(f"{target}: the copy is not sound: {verdict}", err=True)
        raise typer.Exit(1)


def _attempts(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as held:
        (verdict,) = held.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        (count,) = held.execute("SELECT count(*) FROM attempts").fetchone()
    return int(count)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
