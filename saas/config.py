"""Settings: typed, read from the environment once, wrong ones refuse to boot. The only reader of os.environ."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

MIN_SECRET = 32  # characters; a 128-bit key in hex has 32
LOCAL_HOSTS = ["127.0.0.1", "localhost"]


class BadSettings(SystemExit):
    """What is wrong with the environment, a sentence a line; ends the process with status 1."""


class Settings(BaseSettings):
    """One field a variable; the upper-case name is the variable's."""

    saas_env: Literal["production", "development", "test"] = Field(
        "production", description="production, development or test"
    )

    product_name: str = Field("Tenantry", description="what pages and mails call the product")
    legal_name: str = Field("Tenantry Ltd", description="who runs it, on the legal pages")
    support_email: str = Field("support@example.com", description="whom people write to")
    mail_from: str = Field("hello@example.com", description="the sender of all mails")

    base_url: str = Field(
        "http://127.0.0.1:8000", description="where the product is reached; links in mails start with it"
    )
    trusted_hosts: list[str] = Field([], description="further Host headers that are answered, as a JSON list")
    proxies: int = Field(0, description="how many trusted proxies set X-Forwarded-* in front of the web process")
    max_body_bytes: int = Field(2_000_000, description="a larger request body is answered 413")

    secret_key: SecretStr = Field(SecretStr(""), description="signs cookies and links; 32 characters or more")
    security_password_salt: SecretStr = Field(SecretStr(""), description="salts link tokens; 32 characters or more")
    context_keys: SecretStr = Field(
        SecretStr(""), description="sign the tenant context: id:hex, comma-separated, the newest first"
    )
    encryption_keys: SecretStr = Field(
        SecretStr(""), description="encrypt secrets at rest: Fernet keys, comma-separated, the newest first"
    )

    database_url: str = Field("", description="Postgres as saas_app (web and workers)")
    operator_database_url: str = Field("", description="Postgres as saas_operator (the console)")
    owner_database_url: str = Field("", description="Postgres as saas_owner (migrations only), past any pooler")
    pooler: bool = Field(
        False, description="a pooler in transaction mode (PgBouncer) stands before Postgres: no prepared statements"
    )
    pool_size: int = Field(5, description="database connections a process keeps, for each role it uses")
    redis_url: str = Field("", description="Valkey or Redis: job hints and rate limits")
    smtp_url: str = Field("", description="smtp://user:password@host:port, starttls://… or smtps://…")
    sentry_dsn: str = Field("", description="errors are reported there when set")

    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    mail_dir: Path | None = Field(None, description="development: where the local mail sink keeps what it caught")
    operator_totp_secret: SecretStr = Field(SecretStr(""), description="development: the demo operator's second factor")
    instance_dir: Path = Field(Path("instance"), description="development: where the local servers keep their state")

    @property
    def production(self) -> bool:
        return self.saas_env == "production"

    @property
    def development(self) -> bool:
        return self.saas_env == "development"

    def refuse_unsafe(self) -> None:
        """Raise BadSettings, naming every fault at once, unless this environment is fit to run."""
        if faults := list(self.faults()):
            raise BadSettings("\n".join(f"settings: {fault}" for fault in faults))

    def faults(self) -> Iterator[str]:
        for name in ("database_url", "operator_database_url", "redis_url", "smtp_url"):
            if not getattr(self, name):
                yield f"{name.upper()} is not set."
        for name in ("secret_key", "security_password_salt", "context_keys", "encryption_keys"):
            if len(getattr(self, name).get_secret_value()) < MIN_SECRET:
                advice = "make one with `openssl rand -hex 32`"
                yield f"{name.upper()} is missing or shorter than {MIN_SECRET} characters; {advice}."
        if self.production:
            yield from self.production_faults()

    def production_faults(self) -> Iterator[str]:
        if not self.base_url.startswith("https://"):
            yield f"BASE_URL is {self.base_url}; production is served over https only."
        if self.mail_dir:
            yield "MAIL_DIR is set: that is the local mail sink, which production must not use."
        if self.operator_totp_secret.get_secret_value():
            yield "OPERATOR_TOTP_SECRET is set: that is the demo operator's second factor."
        for name in ("support_email", "mail_from"):
            if getattr(self, name).endswith(("@example.com", ".test")):
                yield f"{name.upper()} is still the placeholder {getattr(self, name)}."
