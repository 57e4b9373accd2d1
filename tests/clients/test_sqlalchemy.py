"""SQLAlchemy: create_all, reflection and the ORM's unit of work, over psycopg and asyncpg."""

import asyncio
import datetime as dt
import enum
import uuid
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    UniqueConstraint,
    any_,
    create_engine,
    func,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, aliased, mapped_column, relationship, selectinload

from tests.clients.target import Target, Targets, assert_same


class Base(DeclarativeBase):
    """The tables of the script."""


class Status(enum.Enum):
    """Kept as text."""

    OPEN = "open"
    DONE = "done"


class Project(Base):
    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(30), unique=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created: Mapped[dt.datetime] = mapped_column(server_default=text("'2024-01-01 00:00:00'"))
    tasks: Mapped[list["Task"]] = relationship(back_populates="project", cascade="all, delete-orphan")


class Task(Base):
    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("project_id", "title", name="one_title"),
        CheckConstraint("effort >= 0", name="effort_positive"),
        Index("task_by_due", "due", "title"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    title: Mapped[str]
    effort: Mapped[Decimal | None]
    due: Mapped[dt.date | None]
    labels: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    key: Mapped[uuid.UUID | None]
    project: Mapped[Project] = relationship(back_populates="tasks")


def work(session: Session) -> list[Any]:
    """One application's use of a session."""
    notes: list[Any] = []
    for number in range(3):
        tasks = [
            Task(
                title=f"task {n}", effort=Decimal(n) / 2, due=dt.date(2024, 1, 1 + n), labels=["x", f"l{n}"],
                key=uuid.UUID(int=n),
            )
            for n in range(number * 2)
        ]  # fmt: skip
        session.add(Project(name=f"project {number}", settings={"n": number, "deep": [1, {"a": None}]}, tasks=tasks))
    session.commit()
    projects = session.scalars(select(Project).options(selectinload(Project.tasks)).order_by(Project.id)).all()
    notes.append(
        [
            (p.id, p.name, p.settings, p.created, [(t.title, t.effort, t.due, t.labels, t.key) for t in p.tasks])
            for p in projects
        ]
    )
    other = aliased(Task)
    counted = (
        select(Project.name, func.count(Task.id), func.sum(Task.effort), func.max(Task.due))
        .join(Task, isouter=True)
        .group_by(Project.id)
        .order_by(Project.name)
    )
    notes.append([tuple(row) for row in session.execute(counted)])
    place = func.row_number().over(partition_by=Task.project_id, order_by=Task.due.desc())
    notes.append([tuple(row) for row in session.execute(select(Task.title, place).order_by(Task.id))])
    later = select(other.id).where(other.project_id == Task.project_id, other.due > Task.due)
    notes.append(session.scalars(select(Task.title).where(later.exists()).order_by(Task.id)).all())
    notes.append(session.scalars(select(Task.id).where(any_(Task.labels) == "l2").order_by(Task.id)).all())
    session.execute(update(Task).where(Task.effort > 1).values(effort=Task.effort * 2))
    upsert = insert(Project).values(name="project 1", settings={"new": True})
    upsert = upsert.on_conflict_do_update(index_elements=["name"], set_={"settings": upsert.excluded.settings})
    notes.append(tuple(session.execute(upsert.returning(Project.id, Project.settings)).one()))
    try:
        with session.begin_nested():
            session.add(Project(name="project 0"))
            session.flush()
    except IntegrityError as error:
        notes.append(str(error.orig).split("\n")[0].split(": ")[-1])
    projects[2].tasks[0].title = "renamed"
    projects[2].tasks.pop()
    session.delete(projects[1])
    session.commit()
    notes.append([tuple(row) for row in session.execute(select(Task.id, Task.title, Task.effort).order_by(Task.id))])
    return notes


def reflected(connection: Any) -> list[Any]:
    """What the inspector and automatic reflection see."""
    inspector = inspect(connection)
    notes: list[Any] = [sorted(inspector.get_table_names()), inspector.get_schema_names(), inspector.has_table("task")]
    for table in ("project", "task"):
        notes += [
            [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(table)],
            inspector.get_pk_constraint(table), inspector.get_foreign_keys(table),
            sorted(inspector.get_unique_constraints(table), key=str), sorted(inspector.get_indexes(table), key=str),
            inspector.get_check_constraints(table), inspector.get_table_comment(table),
        ]  # fmt: skip
    metadata = MetaData()
    metadata.reflect(connection)
    notes.append([(table.name, sorted(table.columns.keys())) for table in metadata.sorted_tables])
    return notes


def application(target: Target) -> list[Any]:
    engine = create_engine(target.dsn.replace("postgresql:", "postgresql+psycopg:"))
    Base.metadata.create_all(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        notes = work(session)
    with engine.connect() as connection:
        notes += reflected(connection)
    Base.metadata.drop_all(engine)
    notes.append(inspect(engine).get_table_names())
    engine.dispose()
    return notes


def asynchronous(target: Target) -> list[Any]:
    async def run() -> list[Any]:
        engine = create_async_engine(target.dsn.replace("postgresql:", "postgresql+asyncpg:"))
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with AsyncSession(engine) as session:
            notes = await session.run_sync(work)
        async with engine.connect() as connection:
            notes += await connection.run_sync(reflected)
        await engine.dispose()
        return notes

    return asyncio.run(run())


@pytest.mark.parametrize("script", [application, asynchronous])
def test_sqlalchemy(script: Any, targets: Targets) -> None:
    assert_same(script, targets)
