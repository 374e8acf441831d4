"""How commands come to an installation's data: a desk as the service has, opened for one errand."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, TypeVar, get_args

import typer

from app.errors import AppError, BrokenFiles
from app.vocabulary import Language, Wording, language_of

USAGE = 2
Found = TypeVar("Found")


def register(cli: typer.Typer) -> None:
    """Add this family's commands."""
    cli.command(epilog="Example: spinfab org 'Northern Beds'")(org)
    cli.command(epilog="Example: spinfab key --org org_house --kind trainer --name 'Ann'")(key)


def org(
    name: str = typer.Argument("", help="The name of a new one; without, all are listed."),
) -> None:
    """Make an organisation and print its id, or list those there are."""
    from app.accounts import service as accounts
    from app.accounts import store
    from app.authoring import service as authoring

    async def run(desk: Any) -> dict[str, str]:
        if name.strip():
            made = await accounts.found_organisation(desk, name.strip()[:200])
            await authoring.copy_shipped(desk, made)
            return {made: name.strip()}
        return await store.organisations(desk.db)

    for found, called in at_desk(run).items():
        typer.echo(f"{found}\t{called}")


def key(
    org: str = typer.Option(..., help="The organisation's id."),
    kind: str = typer.Option("trainee", help="trainer or trainee."),
    name: str = typer.Option("", help="The person's name; masked in what is exported."),
) -> None:
    """Make somebody in an organisation and print the token they are known by, this once."""
    from app.accounts import service as accounts

    async def run(desk: Any) -> str:
        return (await accounts.join(desk, org, kind, name.strip()[:200]))[1]

    typer.echo(at_desk(run, org))


def at_desk(run: Callable[[Any], Awaitable[Found]], organisation_id: str = "") -> Found:
    """Do something with an installation's data; stops, by name, at an unknown organisation.

    The service may be running beside.
    """
    from app.accounts import service as accounts
    from app.accounts import store
    from app.db import open_database
    from app.desk import Desk
    from app.library import Lessons, load_library
    from app.settings import Settings

    settings = Settings()
    settings.data.mkdir(0o700, parents=True, exist_ok=True)
    library = load_library(settings.content)

    async def opened() -> Found:
        db = await open_database(settings.database_url)
        try:
            desk = Desk(db, library, Lessons(library), settings.keep_secret())
            await accounts.found_house(desk)
            if organisation_id and not await store.has_organisation(db, organisation_id):
                stop(
                    Wording(
                        zh=f"没有组织 {organisation_id:.60}；`spinfab org` 列出现有的",
                        en=f"There is no organisation {organisation_id:.60}: see `spinfab org`",
                    )
                )
            return await run(desk)
        finally:
            await db.close()

    try:
        return asyncio.run(opened())
    except BrokenFiles:
        raise
    except AppError as error:
        stop(error.detail)


def language_named(written: str) -> Language:
    """The language of an option; stops where it is none."""
    if written.partition("-")[0] not in get_args(Language):
        stop(Wording(zh=f"--lang {written}：zh 或 en", en=f"--lang {written}: zh or en"))
    return language_of(written)


def stop(why: Wording) -> NoReturn:
    """Say why in both languages and end with the status of wrong use."""
    typer.echo(f"{why.en}\n{why.zh}", err=True)
    raise typer.Exit(USAGE)
