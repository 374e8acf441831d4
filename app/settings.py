"""Every setting of the service: one frozen class, read from `SPINFAB_*` environment variables."""

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What a running installation can be told; every field has a default that works."""

    model_config = SettingsConfigDict(env_prefix="SPINFAB_", frozen=True, extra="ignore")

    data: Path = Field(default=Path("data"), description="the folder everything written goes to")
    database: str = Field(
        default="",
        description="postgresql://… or sqlite:///…; empty is an SQLite file in the data folder",
    )
    host: str = Field(default="127.0.0.1", description="the address to listen on")
    port: int = Field(default=8000, ge=0, le=65535, description="the port to listen on")
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="signs cookies and forms; empty is a random one kept in the data folder; "
        "replicas must share one",
    )
    log: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="how much is logged"
    )
    body_limit: int = Field(
        default=128 * 1024, ge=1024, description="the largest request body taken, in bytes"
    )
    thinkers: int | None = Field(
        default=None,
        ge=0,
        le=64,
        description="how many processes think turns beside the one that answers; 0 is none, "
        "empty is one a core, at most 4, none on a single core or off Linux",
    )
    content: Path | None = Field(
        default=None,
        description="the folder that holds `prompts` and `scenarios`; empty is the shipped one",
    )

    @property
    def database_url(self) -> str:
        """The database's address, without a driver's name."""
        return self.database or f"sqlite:///{self.data.resolve() / 'spinfab.db'}"

    def keep_secret(self) -> bytes:
        """The signing secret; where none was set, the one in the data folder, made at need."""
        told = self.secret.get_secret_value()
        if told:
            return told.encode()
        self.data.mkdir(0o700, parents=True, exist_ok=True)
        path = self.data / "secret"
        try:
            with path.open("x", encoding="ascii") as file:
                path.chmod(0o600)
                file.write(secrets.token_urlsafe(32))
        except FileExistsError:
            pass
        return path.read_bytes()
