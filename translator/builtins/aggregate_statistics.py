"""Statistics over pairs: corr, covariances and linear regression ("Aggregate Functions for Statistics")."""

from __future__ import annotations

import math

from translator.builtins.declare import aggregate
from translator.errors.values import float_overflow
from translator.types.float import Float, from_python, to_python


class _Pairs:
    """Count, sums and sums of squared deviations of the pairs without NULL, by Youngs and Cramer."""

    __slots__ = ("count", "sum_x", "sum_y", "sxx", "sxy", "syy")

    def __init__(self) -> None:
        self.count = self.sum_x = self.sum_y = self.sxx = self.sxy = self.syy = 0.0

    def step(self, y: Float | None, x: Float | None) -> None:
        if y is None or x is None:
            return
        this_y, this_x = to_python(y), to_python(x)
        before_x, before_y = self.sum_x, self.sum_y
        self.count += 1.0
        self.sum_x += this_x
        self.sum_y += this_y
        if self.count > 1.0:
            dx, dy = this_x * self.count - self.sum_x, this_y * self.count - self.sum_y
            scale = 1.0 / (self.count * (self.count - 1.0))
            self.sxx += dx * dx * scale
            self.syy += dy * dy * scale
            self.sxy += dx * dy * scale
            self.check_overflow(
                finite_x=not (math.isinf(before_x) or math.isinf(this_x)),
                finite_y=not (math.isinf(before_y) or math.isinf(this_y)),
            )
        else:
            if not math.isfinite(this_x):
                self.sxx = self.sxy = math.nan
            if not math.isfinite(this_y):
                self.syy = self.sxy = math.nan

    def check_overflow(self, *, finite_x: bool, finite_y: bool) -> None:
        """22003 when finite values made a sum infinite; the sums of squares of infinite ones are NaN."""
        if (
            (finite_x and (math.isinf(self.sum_x) or math.isinf(self.sxx)))
            or (finite_y and (math.isinf(self.sum_y) or math.isinf(self.syy)))
            or (finite_x and finite_y and math.isinf(self.sxy))
        ):
            raise float_overflow()
        self.sxx, self.syy, self.sxy = (math.nan if math.isinf(s) else s for s in (self.sxx, self.syy, self.sxy))

    def final(self) -> Float | None:
        result = self.result() if self.count >= 1 else None
        return None if result is None else from_python(result)

    def result(self) -> float | None:
        raise NotImplementedError


@aggregate("regr_count(double precision,double precision)")
class regr_count:  # noqa: N801  the SQLite name is made of it
    """The pairs without NULL."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def step(self, y: Float | None, x: Float | None) -> None:
        self.count += y is not None and x is not None

    def final(self) -> int:
        return self.count


@aggregate("regr_sxx(double precision,double precision)")
class regr_sxx(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return self.sxx


@aggregate("regr_syy(double precision,double precision)")
class regr_syy(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return self.syy


@aggregate("regr_sxy(double precision,double precision)")
class regr_sxy(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return self.sxy


@aggregate("regr_avgx(double precision,double precision)")
class regr_avgx(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return self.sum_x / self.count


@aggregate("regr_avgy(double precision,double precision)")
class regr_avgy(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return self.sum_y / self.count


@aggregate("covar_pop(double precision,double precision)")
class covar_pop(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return self.sxy / self.count


@aggregate("covar_samp(double precision,double precision)")
class covar_samp(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return self.sxy / (self.count - 1.0) if self.count > 1 else None


@aggregate("corr(double precision,double precision)")
class corr(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        if self.sxx == 0 or self.syy == 0:
            return None
        root = math.sqrt(self.sxx * self.syy)
        if root:
            return self.sxy / root
        return math.copysign(math.inf, self.sxy) if self.sxy else math.nan


@aggregate("regr_r2(double precision,double precision)")
class regr_r2(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        if self.sxx == 0:
            return None
        return 1.0 if self.syy == 0 else (self.sxy * self.sxy) / (self.sxx * self.syy)


@aggregate("regr_slope(double precision,double precision)")
class regr_slope(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return None if self.sxx == 0 else self.sxy / self.sxx


@aggregate("regr_intercept(double precision,double precision)")
class regr_intercept(_Pairs):  # noqa: N801
    __slots__ = ()

    def result(self) -> float | None:
        return None if self.sxx == 0 else (self.sum_y - self.sum_x * self.sxy / self.sxx) / self.count
