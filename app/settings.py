"""What whoever runs the server may set: environment variables with the prefix ``PLAYGROUND_``."""

from __future__ import annotations

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.origins import origin_of, shown
from engine.errors import PlaygroundError

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]

Listed = Annotated[tuple[str, ...], NoDecode]
"""Several texts; in a variable with commas or spaces between them."""


class SettingsError(PlaygroundError):
    """A setting has a value that it cannot have."""

    code = "settings"


def usable_cores() -> int:
    """How many cores this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def _data_folder() -> Path:
    """Where runs are kept when nothing is said: the user's own folder for such things."""
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "neural-network-playground"


class Settings(BaseSettings):
    """Every setting with its default."""

    model_config = SettingsConfigDict(env_prefix="PLAYGROUND_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for a whole class.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    workers: int = Field(
        default_factory=usable_cores,
        ge=1,
        le=256,
        description="Processes that train.",
        json_schema_extra={"usual": "one for each core"},
    )
    backend: Literal["local", "ray", "inline"] = Field(
        "local",
        description="Train in processes of this machine, on a Ray cluster, or inside the server (for tests).",
    )
    ray_address: str | None = Field(
        None,
        description="The Ray cluster to train on: auto for the one that this machine belongs to, or host:port.",
        json_schema_extra={"usual": "one of this machine alone"},
    )
    public_url: str | None = Field(
        None, description="The page's address as browsers see it, when a proxy changes it."
    )
    trusted_proxies: Listed = Field(
        (), description="Addresses or networks of proxies whose X-Forwarded-* headers are believed."
    )
    framed_by: Listed = Field(
        (), description="Origins of pages that may show this one inside of them, such as a learning platform."
    )
    data_dir: Path = Field(
        default_factory=_data_folder,
        description="Folder in which runs and uploaded tables are kept.",
        json_schema_extra={"usual": "in the user's own folder for such things"},
    )
    cache_dir: Path | None = Field(  # The engine reads this variable by itself; here it is one of the list.
        None,
        description="Folder in which the compiled kernel is kept.",
        json_schema_extra={"usual": "in the virtual environment"},
    )
    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL in which runs are kept instead, where several servers stand in for each other.",
        json_schema_extra={"usual": "runs are kept in the data folder"},
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="What is worth a line."
    )
    log_format: Literal["text", "json"] = Field("text", description="How a line is written.")
    frames_per_second: Annotated[float, Field(gt=0, le=240)] = Field(
        60, description="Most pictures sent to one page."
    )
    checkpoint_seconds: Seconds = Field(
        0.7, description="How often a training run is saved in memory: what a dead training process may cost."
    )
    snapshot_seconds: Seconds = Field(
        5,
        description="How often a training run is saved on the disk, at most 20 of all in a second: what a killed "
        "server may cost.",
    )
    detached_seconds: Seconds = Field(
        120, description="How long a run goes on training after its page has gone."
    )
    keep_days: Seconds = Field(30, description="How long a saved run is kept after it was last used.")
    tables_megabytes: int = Field(
        200, ge=1, description="Most room on the disk for uploaded tables; the oldest unused go first."
    )
    connections: int = Field(2000, ge=1, description="Most pages connected at once.")
    connections_per_user: int = Field(40, ge=1, description="Most pages connected at once from one browser.")
    connections_per_address: int = Field(
        1500, ge=1, description="Most pages connected at once from one address; a school may share one."
    )
    shard_megabytes: int = Field(
        1500, ge=50, description="Memory after which a training process is replaced; its runs go on."
    )
    deadline_seconds: Seconds = Field(10, description="After how long a silent training process is replaced.")
    quarantine_seconds: Seconds = Field(
        600, description="How long an experiment that stops its process must wait."
    )
    send_seconds: Seconds = Field(10, description="After how long a page that does not read is let go.")
    commands_per_second: Seconds = Field(20, description="Commands that one page may send in a second.")
    command_burst: int = Field(60, ge=1, description="Commands that one page may send at once.")

    @field_validator("trusted_proxies", "framed_by", mode="before")
    @classmethod
    def several(cls, value: object) -> object:
        """Take a text with commas or spaces between the entries apart."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def web_address(cls, value: str | None) -> str | None:
        """Let nothing stand for the page's address that is none; an empty one is none at all."""
        if value and origin_of(value) is None:
            raise PydanticCustomError("web_address", "an address such as https://class.example")
        return value or None

    @field_validator("framed_by")
    @classmethod
    def origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Keep of addresses what the policy of a page can name."""
        found = [origin_of(part) for part in value]
        if None in found:
            raise PydanticCustomError("origins", "addresses such as https://class.example")
        return tuple(shown(origin) for origin in found if origin is not None)

    @field_validator("trusted_proxies")
    @classmethod
    def networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Let only numbers stand for proxies: names can be pointed elsewhere."""
        try:
            return tuple(str(ip_network(part)) for part in value)
        except ValueError:
            raise PydanticCustomError("networks", "addresses or networks such as 10.0.0.0/8") from None

    @property
    def logs(self) -> tuple[str, str]:
        """What is worth a line, and how it is written."""
        return self.log_level, self.log_format


def load_settings(**given: object) -> Settings:
    """The settings from the environment; what is given comes first.

    Raises
    ------
    SettingsError
        In one sentence, naming the variable.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as refused:
        error = refused.errors(include_url=False)[0]
        name = str(error["loc"][0])
        must = error["msg"].removeprefix("Input should be ").removeprefix("Value should be ")
        raise SettingsError(
            f"{name} must be {must}; got {error['input']!r}.",
            f"Correct PLAYGROUND_{name.upper()} or the option --{name.replace('_', '-')}.",
        ) from None
