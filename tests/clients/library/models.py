"""Authors and their books."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Author(models.Model):
    """Somebody who writes."""

    name = models.CharField(max_length=50, unique=True)
    born = models.DateField(null=True)
    data = models.JSONField(default=dict)


class Book(models.Model):
    """Something written."""

    title = models.CharField(max_length=100, db_index=True)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    price = models.DecimalField(max_digits=8, decimal_places=2)
    published = models.DateTimeField()
    rating = models.FloatField(null=True)
    cover = models.BinaryField(null=True)
    key = models.UUIDField(null=True)
    readers = models.ManyToManyField("auth.User", related_name="read")

    class Meta:
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(condition=Q(price__gte=0), name="price_not_negative"),
            models.UniqueConstraint(fields=["author", "title"], name="title_once"),
        )
        indexes = (models.Index(Lower("title"), name="title_lower"),)
