"""Bring a database's tables up to date, at start, by the migrations that come with the product."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config_for(connection: Connection) -> Config:
    """Alembic's settings for one open connection; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", "app:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Run the migrations that this database has not seen, inside the caller's transaction."""
    command.upgrade(config_for(connection), "head")
