"""Rows of TPC-H's eight tables, drawn anew but alike: the sizes, ranges and words that its queries look for.

Chapter 4 of the TPC-H specification says how large the tables are and what their columns hold.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

Row = tuple[object, ...]

NATIONS = (
    ("ALGERIA", 0), ("ARGENTINA", 1), ("BRAZIL", 1), ("CANADA", 1), ("EGYPT", 4), ("ETHIOPIA", 0), ("FRANCE", 3),
    ("GERMANY", 3), ("INDIA", 2), ("INDONESIA", 2), ("IRAN", 4), ("IRAQ", 4), ("JAPAN", 2), ("JORDAN", 4),
    ("KENYA", 0), ("MOROCCO", 0), ("MOZAMBIQUE", 0), ("PERU", 1), ("CHINA", 2), ("ROMANIA", 3), ("SAUDI ARABIA", 4),
    ("VIETNAM", 2), ("RUSSIA", 3), ("UNITED KINGDOM", 3), ("UNITED STATES", 1),
)  # fmt: skip
REGIONS = ("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST")
COLOURS = (
    "almond", "azure", "beige", "black", "blue", "brown", "coral", "cyan", "dark", "deep", "dim", "drab", "forest",
    "frosted", "ghost", "gold", "green", "grey", "honey", "hot", "indian", "ivory", "khaki", "lace", "lavender",
    "lawn", "lemon", "light", "lime", "linen", "magenta", "maroon", "medium", "metallic", "mint", "misty", "navy",
    "olive", "orange", "orchid", "pale", "peach", "pink", "plum", "powder", "puff", "purple", "red", "rose",
    "royal", "saddle", "salmon", "sandy", "sea", "sienna", "sky", "slate", "smoke", "snow", "spring", "steel",
    "tan", "thistle", "tomato", "turquoise", "violet", "wheat", "white", "yellow",
)  # fmt: skip
SIZES = ("STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO")
FINISHES = ("ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED")
METALS = ("TIN", "NICKEL", "BRASS", "STEEL", "COPPER")
BOXES = [f"{size} {kind}" for size in ("SM", "LG", "MED", "JUMBO", "WRAP")
         for kind in ("CASE", "BOX", "BAG", "JAR", "PKG", "PACK", "CAN", "DRUM")]  # fmt: skip
SEGMENTS = ("AUTOMOBILE", "BUILDING", "FURNITURE", "MACHINERY", "HOUSEHOLD")
PRIORITIES = ("1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW")
INSTRUCTIONS = ("DELIVER IN PERSON", "COLLECT COD", "NONE", "TAKE BACK RETURN")
MODES = ("REG AIR", "AIR", "RAIL", "SHIP", "TRUCK", "MAIL", "FOB", "AIR REG")
WORDS = (
    "furiously", "quickly", "carefully", "slyly", "blithely", "deposits", "requests", "accounts", "packages",
    "theodolites", "pinto", "beans", "foxes", "ideas", "instructions", "dependencies", "excuses", "platelets",
    "asymptotes", "special", "pending", "unusual", "express", "regular", "final", "ironic", "even", "bold",
    "silent", "sleep", "wake", "haggle", "nag", "use", "boost", "cajole", "integrate", "detect", "among", "above",
    "across", "after", "against",
)  # fmt: skip
FIRST_DAY, DAYS = date(1992, 1, 1), 2406
TODAY = date(1995, 6, 17)
SUPPLIERS_OF_A_PART = 4


class Data:
    """The tables at a scale: 1 has 1,500,000 orders."""

    def __init__(self, scale: float, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.suppliers = max(int(10_000 * scale), 20)
        self.parts = max(int(200_000 * scale), 50)
        self.customers = max(int(150_000 * scale), 30)
        self.orders = max(int(1_500_000 * scale), 300)

    def tables(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Each table with its rows, those that others refer to first."""
        yield "region", ((key, name, self._words(5)) for key, name in enumerate(REGIONS))
        yield "nation", ((key, name, region, self._words(5)) for key, (name, region) in enumerate(NATIONS))
        yield "part", map(self._part, range(1, self.parts + 1))
        yield "supplier", map(self._supplier, range(1, self.suppliers + 1))
        yield "partsupp", self._partsupp()
        yield "customer", map(self._customer, range(1, self.customers + 1))
        lines: list[Row] = []
        yield "orders", (self._order(key, lines) for key in range(1, self.orders + 1))
        yield "lineitem", iter(lines)

    def _words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def _part(self, key: int) -> Row:
        pick = self.random.choice
        maker = self.random.randint(1, 5)
        name = " ".join(self.random.sample(COLOURS, 5))
        kind = f"{pick(SIZES)} {pick(FINISHES)} {pick(METALS)}"
        brand = f"Brand#{maker}{self.random.randint(1, 5)}"
        size = self.random.randint(1, 50)
        return key, name, f"Manufacturer#{maker}", brand, kind, size, pick(BOXES), self._price(key), self._words(2)[:23]

    @staticmethod
    def _price(part: int) -> str:
        return f"{(90_000 + part // 10 % 20_001 + 100 * (part % 1000)) / 100:.2f}"

    def _phone(self, nation: int) -> str:
        part = self.random.randint
        return f"{10 + nation}-{part(100, 999)}-{part(100, 999)}-{part(1000, 9999)}"

    def _balance(self) -> str:
        return f"{self.random.randint(-99_999, 999_999) / 100:.2f}"

    def _supplier(self, key: int) -> Row:
        nation = self.random.randrange(len(NATIONS))
        complaint = " Customer some Complaints" if self.random.random() < 0.01 else ""
        address = self._words(3)[:40]
        comment = self._words(6) + complaint
        return key, f"Supplier#{key:09}", address, nation, self._phone(nation), self._balance(), comment[:101]

    def _supplier_of(self, part: int, number: int) -> int:
        step = self.suppliers // SUPPLIERS_OF_A_PART + (part - 1) // self.suppliers
        return (part + number * step) % self.suppliers + 1

    def _partsupp(self) -> Iterator[Row]:
        for part in range(1, self.parts + 1):
            for supplier in {self._supplier_of(part, number) for number in range(SUPPLIERS_OF_A_PART)}:
                cost = f"{self.random.randint(100, 100_000) / 100:.2f}"
                yield part, supplier, self.random.randint(1, 9999), cost, self._words(10)

    def _customer(self, key: int) -> Row:
        nation = self.random.randrange(len(NATIONS))
        segment = self.random.choice(SEGMENTS)
        address = self._words(3)[:40]
        phone, balance = self._phone(nation), self._balance()
        return key, f"Customer#{key:09}", address, nation, phone, balance, segment, self._words(8)[:117]

    def _order(self, key: int, lines: list[Row]) -> Row:
        randint = self.random.randint
        customer = randint(1, self.customers)
        customer -= customer % 3 == 0  # every third customer never orders
        day = FIRST_DAY + timedelta(days=randint(0, DAYS - 151))
        total, statuses = 0.0, set()
        for number in range(1, randint(1, 7) + 1):
            line, price, status = self._line(key, number, day)
            lines.append(line)
            total += price
            statuses.add(status)
        status = statuses.pop() if len(statuses) == 1 else "P"
        clerk = f"Clerk#{randint(1, 1000):09}"
        priority = self.random.choice(PRIORITIES)
        return key, max(customer, 1), status, f"{total:.2f}", day, priority, clerk, 0, self._words(7)[:79]

    def _line(self, order: int, number: int, day: date) -> tuple[Row, float, str]:
        randint, pick = self.random.randint, self.random.choice
        part = randint(1, self.parts)
        supplier = self._supplier_of(part, randint(0, SUPPLIERS_OF_A_PART - 1))
        quantity, discount, tax = randint(1, 50), randint(0, 10), randint(0, 8)
        price = quantity * float(self._price(part))
        shipped = day + timedelta(days=randint(1, 121))
        due, received = day + timedelta(days=randint(30, 90)), shipped + timedelta(days=randint(1, 30))
        flag = pick("RA") if received <= TODAY else "N"
        status = "O" if shipped > TODAY else "F"
        row = (
            order, part, supplier, number, quantity, f"{price:.2f}", f"0.{discount:02}", f"0.{tax:02}", flag, status,
            shipped, due, received, pick(INSTRUCTIONS), pick(MODES), self._words(4)[:44],
        )  # fmt: skip
        return row, price * (1 + tax / 100) * (1 - discount / 100), status
