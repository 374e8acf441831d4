"""What Alembic runs: the migrations on the connection that it was handed."""

from alembic import context
from sqlmodel import SQLModel

import app.accounts.models
import app.authoring.models
import app.practice.models  # noqa: F401  (imported for their tables)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=False,
)
context.run_migrations()
