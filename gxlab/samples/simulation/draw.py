"""From parameters to the values of each report: bodies, years, tables whose identities hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

import numpy as np
from numpy.random import Generator

from gxlab.cells import Key
from gxlab.errors import GxlabError
from gxlab.forms import Form, load_form, succession
from gxlab.regions import Region, county_level, lineage
from gxlab.samples.simulation.parameters import KINDS, Parameters

_RESULTS = ("upheld", "corrected", "other", "pending")
_RESULT_SHARES = (0.6, 0.12, 0.2, 0.08)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One report's values, and the quantities behind them that no report prints."""

    place: Region
    body: str
    where: tuple[str | None, str | None, str | None]
    year: int
    form: Form
    format: str
    log_size: float
    log_mean_applications: float
    report_effect: float
    volume: int
    website_only: bool
    fee: int
    cells: dict[Key, str]
    error: str
    wording: int

    @property
    def report_id(self) -> str:
        return f"simulated-{self.place.code}-{self.body}-{self.year}"

    @property
    def district(self) -> bool:
        return self.place.name.endswith("区")


def form_of(year: int) -> Form:
    """The statutory form of a reporting year."""
    return succession(year)[0]


def draw(reports: int, seed: int, parameters: Parameters) -> Iterator[Drawn]:
    """The reports of a corpus, body by body and year by year.

    A body's reports depend on the seed, its region and the parameters alone: a larger corpus
    begins with the smaller one.
    """
    first, last = parameters.years
    years = range(first, last + 1)
    places = _places(-(-reports // len(years)), seed, parameters)
    made = chain.from_iterable(_Body(place, seed, parameters).reports() for place in places)
    return islice(made, reports)


def _places(count: int, seed: int, parameters: Parameters) -> list[Region]:
    """County-level divisions that bear one name in all the years, in an order that is drawn."""
    lasting = county_level(*parameters.years)
    names = {place.code: lineage(place, parameters.years[1])[0] for place in lasting}
    if unknown := set(parameters.provinces) - set(names.values()):
        raise GxlabError(f"no county-level division lies in {', '.join(sorted(unknown))}")
    asked = [place for place in lasting if names[place.code] in parameters.provinces]
    others = [place for place in lasting if names[place.code] not in parameters.provinces]
    order = np.random.default_rng([seed, 0]).permutation(len(asked))
    places = [asked[at] for at in order] + others
    if len(places) < count:
        years = parameters.years[1] - parameters.years[0] + 1
        raise GxlabError(
            f"{len(places)} county-level divisions and {years} years give "
            f"{len(places) * years} reports at most; {count * years} were asked for"
        )
    return places[:count]


class _Body:
    """One body over the years: what a year carries out, the next one carries in."""

    def __init__(self, place: Region, seed: int, parameters: Parameters) -> None:
        self.place, self.p = place, parameters
        self.rng: Generator = np.random.default_rng([seed, int(place.code)])
        self.log_size = float(self.rng.normal())
        self.carried: np.ndarray | None = None
        self.stock = {"normative_documents": int(self.rng.integers(40, 300)), "regulations": 0}
        items = ("permits", "other_services", "penalties", "coercive_measures", "fees")
        self.items = {row: int(self.rng.integers(10, 400)) for row in items}

    def reports(self) -> Iterator[Drawn]:
        first, last = self.p.years
        for year in range(first, last + 1):
            yield self._report(year)

    def _report(self, year: int) -> Drawn:
        p, rng, form = self.p, self.rng, form_of(year)
        where = lineage(self.place, year)
        log_mean = (
            p.applications_intercept
            + p.applications_size * self.log_size
            + p.applications_trend * (year - p.years[0])
            + p.applications_district * self.place.name.endswith("区")
        )
        effect = float(rng.normal(0, p.full_report_sd))
        applications = self._applications(form, log_mean, effect)
        own = set(form.cell_keys())
        not_full = int(applications["total"].sum() - applications["granted"].sum())
        cells = {
            **self._disclosure(form),
            **_with_totals(applications),
            **self._disputes(not_full),
        }
        volume = round(
            float(rng.lognormal(p.volume_mean + p.volume_size * self.log_size, p.volume_sd))
        )
        charged = rng.random() < p.fee_charged
        fee = 10 * max(round(float(rng.lognormal(p.fee_mean, p.fee_sd)) / 10), 1)
        return Drawn(
            place=self.place,
            body=f"{where[1] or where[0]}{self.place.name}人民政府",
            where=where,
            year=year,
            form=form,
            format=str(rng.choice(list(p.formats), p=list(p.formats.values()))),
            log_size=self.log_size,
            log_mean_applications=log_mean,
            report_effect=effect,
            volume=max(volume, 1),
            website_only=bool(rng.random() < p.website_scope),
            fee=fee if charged else 0,
            cells={key: str(value) for key, value in cells.items() if key in own},
            error=self._error(),
            wording=int(rng.integers(1 << 16)),
        )

    def _error(self) -> str:
        """The kind of error that the report is to have; none most often."""
        p, at = self.p, self.rng.random()
        for name in ("blank_totals", "broken_totals", "blank_zeros"):
            if (at := at - getattr(p, name)) < 0:
                return name
        return ""

    def _applications(self, form: Form, log_mean: float, effect: float) -> dict[str, np.ndarray]:
        """The rows of 申请情况, each an array over the six kinds of applicant."""
        p, rng = self.p, self.rng
        mean, alpha = np.exp(log_mean), p.applications_dispersion
        count = rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mean)) if alpha else (
            rng.poisson(mean)
        )  # fmt: skip
        kinds = list(p.kinds.values())
        new = rng.multinomial(count, kinds)
        if self.carried is None:  # the year before the first carries something over too
            self.carried = rng.multinomial(rng.poisson(p.carried * mean), kinds)
        at_hand = new + self.carried
        carried_out = rng.binomial(at_hand, p.carried)
        concluded = at_hand - carried_out
        granted = rng.binomial(concluded, self._chance(effect))
        rows = {"new": new, "carried_in": self.carried, "granted": granted}
        codes, shares = _other_rows(form.id, tuple(p.other_outcomes.items()))
        others = rng.multinomial(concluded - granted, shares)
        rows |= {code: others[:, at] for at, code in enumerate(codes)}
        self.carried = carried_out
        return {**rows, "total": concluded, "carried_out": carried_out}

    def _chance(self, effect: float) -> np.ndarray:
        """The probability of full disclosure for each kind of applicant."""
        p = self.p
        log_odds = p.full_intercept + effect + np.array(list(p.full_kinds.values()))
        chance = 1 / (1 + np.exp(-log_odds))
        if not p.full_correlation:
            return np.asarray(chance)
        size = 1 / p.full_correlation - 1
        return np.asarray(self.rng.beta(chance * size, (1 - chance) * size))

    def _disclosure(self, form: Form) -> dict[Key, object]:
        """主动公开: stocks go on from year to year; a county makes no regulations (规章)."""
        rng, table = self.rng, "disclosure"
        made = {"regulations": 0, "normative_documents": int(rng.poisson(8))}
        cells: dict[Key, object] = {}
        for row, new in made.items():
            repeals = (table, row, "repealed") in form.cell_keys()
            gone = int(rng.binomial(self.stock[row], 0.03)) if repeals else 0
            self.stock[row] += new - gone
            columns = ("issued", "repealed", "in_force")
            values = (new, gone, self.stock[row])
            if not repeals:
                columns = ("made", "newly_disclosed", "total_disclosed")
                values = (new, new, self.stock[row])
            cells |= {(table, row, c): v for c, v in zip(columns, values, strict=True)}
        for row, mean in (("permits", 9.0), ("penalties", 7.5), ("coercive_measures", 4.0)):
            cells[table, row, "decisions"] = int(rng.lognormal(mean, 0.7))
        if (table, "fees", "amount") in form.cell_keys():
            cells[table, "fees", "amount"] = f"{rng.lognormal(7.5, 0.8):.2f}"
            return cells
        cells[table, "other_services", "decisions"] = int(rng.lognormal(6.0, 0.8))
        for row in self.items:
            change = max(int(rng.integers(-9, 13)), -self.items[row])
            cells[table, row, "previous_items"] = self.items[row]
            cells[table, row, "change"] = f"{change:+d}" if change else 0
            self.items[row] += change
        cells[table, "procurement", "items"] = int(rng.lognormal(4.5, 0.7))
        cells[table, "procurement", "amount"] = f"{rng.lognormal(9.0, 0.8):.2f}"
        return cells

    def _disputes(self, not_full: int) -> dict[Key, object]:
        rng = self.rng
        reconsidered = int(rng.poisson(self.p.disputes * not_full))
        counts = {
            "reconsideration": reconsidered,
            "litigation_direct": int(rng.binomial(reconsidered, self.p.lawsuits)),
            "litigation_after_reconsideration": int(rng.binomial(reconsidered, self.p.lawsuits)),
        }
        cells: dict[Key, object] = {}
        for row, count in counts.items():
            results = rng.multinomial(count, _RESULT_SHARES)
            cells |= {("disputes", row, c): int(n) for c, n in zip(_RESULTS, results, strict=True)}
            cells["disputes", row, "total"] = count
        return cells


def _with_totals(applications: dict[str, np.ndarray]) -> dict[Key, object]:
    cells: dict[Key, object] = {}
    for row, counts in applications.items():
        cells |= {
            ("applications", row, kind): int(n) for kind, n in zip(KINDS, counts, strict=True)
        }
        cells["applications", row, "total"] = int(counts.sum())
    return cells


@cache
def _other_rows(
    form_id: str, families: tuple[tuple[str, float], ...]
) -> tuple[list[str], list[float]]:
    """The rows of outcomes other than granted in full, each with its share of these."""
    every = load_form(form_id).table("applications").rows
    rows: list[str] = []
    shares: list[float] = []
    for family, share in families:
        of = [row.code for row in every if row.outcome == family]
        rows += of
        shares += [share / len(of)] * len(of)
    return rows, shares
