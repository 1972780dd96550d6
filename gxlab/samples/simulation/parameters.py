"""The parameters of a simulated corpus: what a model fitted to it should find again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

from gxlab.errors import GxlabError
from gxlab.samples.typeset.formats import FORMATS

#: The kinds of applicant, as the form's columns have them.
KINDS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")


_SHARES_OF_KINDS = dict(zip(KINDS, (0.80, 0.11, 0.01, 0.01, 0.04, 0.03), strict=True))
_EFFECTS_OF_KINDS = dict(zip(KINDS, (0.0, 0.3, 0.2, 0.1, -0.5, -0.2), strict=True))
_FORMATS = {
    "html-portal": 0.3, "html-plain": 0.25, "html-word-gb18030": 0.1, "docx": 0.1,
    "text-cell-bar": 0.1, "text-row-bar": 0.1, "pdf": 0.05,
}  # fmt: skip


@dataclass(frozen=True)
class Parameters:
    """What a corpus is drawn from. The defaults are made up; they describe no real place.

    Attributes
    ----------
    years : the first and the last reporting year; each has its statutory form (2019 for 2019 and
        2020, 2021 after)
    provinces : names; county-level bodies are drawn from these, and from the others in the order
        of their codes where these do not have enough
    applications_intercept, applications_size, applications_trend, applications_district : the
        log mean of new applications of a body in a year = intercept + size · log_size + trend ·
        (year − first year) + district · (whether it is a 区). ``log_size`` is standard normal,
        one a body, and stands for the log of its population.
    applications_dispersion : alpha of the negative binomial, variance = mean + alpha · mean²
    kinds : shares of the six kinds of applicant among new applications
    carried : the share of applications at hand that is carried out to the next year
    full_intercept, full_kinds, full_report_sd, full_correlation : the log-odds that an
        application concluded is granted in full = intercept + effect of the kind of applicant
        (0 for natural persons) + an effect of the report, normal with this standard deviation.
        The applications of one kind in one report are correlated beyond that by
        ``full_correlation``: the count is beta-binomial, its variance n p (1 − p) (1 + (n − 1)
        correlation).
    partly, refused, unavailable, declined, other : shares of the other outcomes among what is
        not granted in full, each spread evenly over its rows
    volume_mean, volume_size, volume_sd : the log of the volume disclosed = mean + size ·
        log_size + normal noise, for all channels
    website_scope : the share of reports that state the website's volume alone, which is
    website_volume : this part of the volume of all channels
    fee_charged : the share of reports that charged an information-processing fee
    fee_mean, fee_sd : of the log of the fee charged, in 元
    disputes : administrative reconsiderations for each application that was not granted in full
    lawsuits : of these, the share that goes to court; as many cases again go there directly
    blank_totals, broken_totals, blank_zeros : the shares of reports with errors planted: all
        totals of the applications table left empty; one printed total off by some; every zero
        left empty. No report has more than one of these.
    formats : weights of the formats of `gxlab.samples.typeset.formats.FORMATS`
    """

    years: tuple[int, int] = (2019, 2024)
    provinces: tuple[str, ...] = ("江苏省", "安徽省", "江西省", "四川省")
    applications_intercept: float = 3.6
    applications_size: float = 0.6
    applications_trend: float = 0.08
    applications_district: float = 0.3
    applications_dispersion: float = 0.4
    kinds: Mapping[str, float] = field(default_factory=_SHARES_OF_KINDS.copy)
    carried: float = 0.06
    full_intercept: float = -0.4
    full_kinds: Mapping[str, float] = field(default_factory=_EFFECTS_OF_KINDS.copy)
    full_report_sd: float = 0.5
    full_correlation: float = 0.05
    partly: float = 0.12
    refused: float = 0.15
    unavailable: float = 0.50
    declined: float = 0.10
    other: float = 0.13
    volume_mean: float = 7.5
    volume_size: float = 0.5
    volume_sd: float = 0.8
    website_scope: float = 0.4
    website_volume: float = 0.6
    fee_charged: float = 0.05
    fee_mean: float = 6.0
    fee_sd: float = 0.8
    disputes: float = 0.05
    lawsuits: float = 0.25
    blank_totals: float = 0.0
    broken_totals: float = 0.0
    blank_zeros: float = 0.0
    formats: Mapping[str, float] = field(default_factory=_FORMATS.copy)

    def __post_init__(self) -> None:
        first, last = self.years
        if not 2019 <= first <= last:
            raise GxlabError(f"years={self.years}: give the first and the last, from 2019 on")
        for name in ("kinds", "full_kinds"):
            if tuple(getattr(self, name)) != KINDS:
                raise GxlabError(f"{name} needs the keys {', '.join(KINDS)}, in this order")
        if unknown := set(self.formats) - set(FORMATS):
            raise GxlabError(f"no format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
        for name, of in self._shares().items():
            if abs(sum(of) - 1) > 1e-9 or min(of) < 0:
                raise GxlabError(f"{name} are shares: none below 0, together 1, not {sum(of):g}")
        for name in _PROBABILITIES:
            if not 0 <= getattr(self, name) < 1:
                raise GxlabError(f"{name}={getattr(self, name)}: give a share, from 0 to below 1")
        if self.blank_totals + self.broken_totals + self.blank_zeros > 1:
            raise GxlabError("a report has one kind of error at most: the shares are over 1")

    def _shares(self) -> dict[str, tuple[float, ...]]:
        return {
            "kinds": tuple(self.kinds.values()),
            "formats": tuple(self.formats.values()),
            "partly, refused, unavailable, declined and other": tuple(self.other_outcomes.values()),
        }

    @property
    def other_outcomes(self) -> dict[str, float]:
        """The shares of the outcomes other than granted in full."""
        names = ("refused", "unavailable", "declined", "other")
        return {"partly_granted": self.partly} | {name: getattr(self, name) for name in names}

    def as_dict(self) -> dict[str, object]:
        """The parameters as plain data."""
        return asdict(self)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{f.name}</td><td style='text-align:left'>{getattr(self, f.name)}</td></tr>"
            for f in fields(self)
        )
        return f"<table>{rows}</table>"


_PROBABILITIES = (
    "carried", "full_correlation", "website_scope", "fee_charged", "lawsuits",
    "blank_totals", "broken_totals", "blank_zeros",
)  # fmt: skip
