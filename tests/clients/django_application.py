"""A Django project in one file: its settings, its models, and a script of ORM work; run by `test_django` as a process.

Usage: python -m tests.clients.django_application postgresql://user@host:port/database
"""

import datetime as dt
import json
import sys
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

url = urlsplit(sys.argv[1])
settings.configure(
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": url.path.lstrip("/"),
            "USER": url.username,
            "HOST": url.hostname,
            "PORT": url.port,
        }
    },
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.sites",
        "tests.clients.library",
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SECRET_KEY="not a secret",
    USE_TZ=True,
    SITE_ID=1,
)
django.setup()

from django.contrib.auth.models import Group, Permission, User  # noqa: E402  models need the settings
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, connection, models, transaction  # noqa: E402
from django.db.models import Avg, Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Sum, Value, When  # noqa: E402
from django.db.models.functions import Coalesce, Length, TruncMonth  # noqa: E402

from tests.clients.library.models import Author, Book  # noqa: E402


def build() -> list[Any]:
    """The contributed applications' tables by migrations, ours by the schema editor, and what introspection sees."""
    call_command("migrate", verbosity=0, interactive=False)
    with connection.schema_editor() as editor:
        editor.create_model(Author)
        editor.create_model(Book)
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        constraints = connection.introspection.get_constraints(cursor, "library_book")
        columns = [tuple(column) for column in connection.introspection.get_table_description(cursor, "library_book")]
        relations = {
            name: [getattr(part, "__name__", part) for part in found]
            for name, found in connection.introspection.get_relations(cursor, "library_book").items()
        }
    return [tables, sorted((sorted(c["columns"]), c["unique"], c["primary_key"]) for c in constraints.values()),
            columns, relations, Permission.objects.count(), ContentType.objects.count()]  # fmt: skip


def fill() -> list[Any]:
    """Rows in every way that the ORM makes them."""
    authors = Author.objects.bulk_create(
        [Author(name=f"Author {n}", born=dt.date(1900 + n, 1, 1), data={"n": n, "tags": ["a", n]}) for n in range(5)]
    )
    for number in range(20):
        book = Book.objects.create(
            title=f"Book {number:02}",
            author=authors[number % 4],
            price=Decimal(number) / 4,
            published=dt.datetime(2024, 1 + number % 12, 1, tzinfo=dt.UTC),
            rating=number / 3 if number % 3 else None,
            cover=bytes([number]),
        )
        if number % 5 == 0:
            user = User.objects.create_user(f"user{number}", f"u{number}@example.org", is_staff=number == 0)
            book.readers.add(user)
    group, created = Group.objects.get_or_create(name="readers")
    group.permissions.set(Permission.objects.filter(codename__startswith="view"))
    made, again = Author.objects.update_or_create(name="Author 1", defaults={"born": None})
    session = SessionStore()
    session["seen"] = [1, 2]
    session.save()
    return [created, group.permissions.count(), again, made.born, SessionStore(session.session_key)["seen"]]


def query() -> list[Any]:
    """Reads: joins, aggregates, subqueries, expressions, JSON, slices."""
    cheap = Book.objects.filter(author=OuterRef("pk"), price__lt=1)
    latest = Book.objects.filter(author=OuterRef("pk")).order_by("-published", "title")
    return [
        list(Author.objects.annotate(n=Count("books"), total=Sum("books__price")).order_by("name")
             .values_list("name", "n", "total")),
        list(Book.objects.filter(Q(title__icontains="1") & ~Q(rating=None)).values_list("title", "rating")),
        list(Author.objects.filter(Exists(cheap)).order_by("pk").values_list("name", flat=True)),
        list(Author.objects.annotate(latest=Subquery(latest.values("title")[:1])).order_by("pk")
             .values_list("latest", flat=True)),
        list(Book.objects.annotate(month=TruncMonth("published")).values("month").annotate(n=Count("id"))
             .order_by("month")[:4]),
        Book.objects.aggregate(Avg("price"), Max("published"), dear=Count("id", filter=Q(price__gt=3))),
        list(Book.objects.select_related("author").order_by("-price", "id").values_list("author__name", "title")[3:6]),
        [[reader.username for reader in book.readers.all()] for book in Book.objects.prefetch_related("readers")[:6]],
        list(Author.objects.filter(data__n__gte=2).order_by("pk").values_list("name", flat=True)),
        list(Author.objects.filter(data__tags__contains=["a"]).values_list("pk", flat=True).order_by("pk")),
        list(Book.objects.annotate(size=Case(When(price__gt=3, then=Value("big")), default=Value("small")))
             .values_list("size").annotate(n=Count("pk")).order_by("size")),
        list(Book.objects.annotate(shown=Coalesce("rating", Value(0.0)), length=Length("title"))
             .values_list("shown", "length")[:3]),
        list(Book.objects.dates("published", "year")), Book.objects.filter(title__in=["Book 01", "Book 02"]).exists(),
        list(Book.objects.filter(price__gt=4).values_list("title", flat=True)
             .union(Book.objects.filter(price__lt=Decimal("0.5")).values_list("title", flat=True)).order_by("title")),
        len(list(Book.objects.iterator(chunk_size=6))),
        list(Author.objects.distinct("born").order_by("born").values_list("born", flat=True)),
        list(Book.objects.raw("SELECT id, title FROM library_book WHERE price > %s ORDER BY id", [4])[:1][0].title),
    ]  # fmt: skip


def change() -> list[Any]:
    """Updates, deletes, transactions and their errors."""
    notes: list[Any] = [Book.objects.filter(price__gt=3).update(price=F("price") + 1)]
    try:
        with transaction.atomic():
            Author.objects.create(name="Author 1")
    except IntegrityError as error:
        notes.append(str(error))
    try:
        with transaction.atomic():
            Book.objects.filter(pk=1).update(price=-1)
    except IntegrityError as error:
        notes.append(str(error))
    with transaction.atomic():
        locked = Book.objects.select_for_update().get(title="Book 03")
        locked.title = "Book 3"
        locked.save(update_fields=["title"])
        transaction.set_rollback(True)
    notes.append(Book.objects.filter(title="Book 3").count())
    books = list(Book.objects.all()[:3])
    for book in books:
        book.rating = 5
    notes.append(Book.objects.bulk_update(books, ["rating"]))
    notes.append(Author.objects.get(name="Author 0").delete())
    notes.append(
        Author.objects.bulk_create([Author(name="Author 2"), Author(name="New")], ignore_conflicts=True)[0].name
    )
    notes.append(list(Author.objects.order_by("name").values_list("name", flat=True)))
    with connection.schema_editor() as editor:
        field = models.IntegerField(default=7)
        field.set_attributes_from_name("pages")
        editor.add_field(Book, field)
        altered = models.CharField(max_length=200)
        altered.set_attributes_from_name("title")
        editor.alter_field(Book, Book._meta.get_field("title"), altered)
        editor.delete_model(Book)
        editor.delete_model(Author)
    call_command("flush", verbosity=0, interactive=False)
    return [*notes, User.objects.count()]


if __name__ == "__main__":
    print(json.dumps([repr(note) for part in (build, fill, query, change) for note in part()], indent=1))
