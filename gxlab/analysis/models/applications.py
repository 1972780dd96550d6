"""How many apply: count models of applications received, over bodies and years."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from gxlab.analysis.models.labels import REGIONS, label
from gxlab.analysis.models.rendering import RATIOS, html
from gxlab.analysis.models.rounding import significant
from gxlab.analysis.models.table import ModelColumn, column_of
from gxlab.errors import GxlabError
from gxlab.regions import find

#: A case of this leverage is alone in its category and fitted exactly.
_ALONE = 1 - 1e-8
_WHO = ("report_id", "body", "region_code", "province", "level", "year")


@dataclass(frozen=True, repr=False)
class CountModel:
    """A Poisson model and its negative binomial comparison; made by `applications_count_model`.

    Attributes
    ----------
    poisson, negative_binomial : the statsmodels results as they are, with robust covariances and
        every digit; the second is None where it did not converge. All other numbers of this class
        are rounded to eight significant digits, on which processors agree
    glm : statsmodels' results of the same Poisson model as a GLM, for its residuals and influence
    covariance : what the standard errors are robust to, in English and Chinese
    data : DataFrame, a row for each complete case, in the order and with the index of the frame:
        who and when, ``count, fitted, pearson, deviance`` (residuals of the Poisson model),
        ``leverage, cooks_distance``
    design : DataFrame, the covariates of the complete cases
    left_out : DataFrame with the index of the frame: who and when, ``reason``
    references : for each covariate that is a category, what the others are compared with
    level : of the confidence intervals
    """

    poisson: Any
    negative_binomial: Any
    glm: Any
    covariance: tuple[str, str]
    data: pd.DataFrame
    design: pd.DataFrame
    left_out: pd.DataFrame
    references: Mapping[str, str]
    level: float

    @property
    def n(self) -> int:
        """Complete cases."""
        return len(self.data)

    @property
    def dispersion(self) -> float:
        """Pearson's chi-square of the Poisson model by its degrees of freedom."""
        return significant(float(self.glm.pearson_chi2 / self.glm.df_resid))

    @cached_property
    def coefficients(self) -> pd.DataFrame:
        """A row for each model and term: ``rate_ratio, low, high, p_value``, with its names.

        The constant and alpha are not exponentiated and are not in it.
        """
        frames = []
        for name, fit in self._fits().items():
            rows = column_of(fit, self.level).estimates.drop(
                index=["const", "alpha"], errors="ignore"
            )
            columns = {
                "model": name,
                "term": rows.index,
                "en": [label(term, "en") for term in rows.index],
                "zh": [label(term, "zh") for term in rows.index],
                "rate_ratio": significant(np.exp(rows["estimate"])),
                "low": significant(np.exp(rows["low"])),
                "high": significant(np.exp(rows["high"])),
                "p_value": significant(rows["p_value"]),
            }
            frames.append(pd.DataFrame(columns))
        return pd.concat(frames, ignore_index=True)

    @cached_property
    def diagnostics(self) -> pd.DataFrame:
        """Whether the counts vary more than Poisson's: a row a test, ``value, p_value, meaning``.

        The two tests of Cameron and Trivedi (1990) regress the squared residual less the count
        on the mean: alternatives variance = mean + a · mean (nb1) and mean + a · mean² (nb2), with
        HC3 errors. A few huge counts can hide overdispersion from them, not from ``dispersion``.
        """
        from statsmodels.discrete.diagnostic import PoissonDiagnostic

        plain = _poisson(self.glm)  # without the robust covariances, which these do not want
        tests = PoissonDiagnostic(plain).test_dispersion().summary_frame()
        tests = tests.set_index("method")
        rows = [("dispersion", self.dispersion, np.nan, "Pearson's chi-square by its df")]
        for name in ("nb1", "nb2"):
            statistic, p = tests.loc[f"CT {name} HC3", ["statistic", "pvalue"]]
            rows.append((f"cameron_trivedi_{name}", statistic, p, "above 0: overdispersed"))
        rows.append(("aic_poisson", plain.aic, np.nan, "the smaller the better"))
        if self.negative_binomial is not None:
            nb = self.negative_binomial
            rows.append(("aic_negative_binomial", nb.aic, np.nan, "the smaller the better"))
            rows.append(("alpha", nb.params["alpha"], np.nan, "variance = mean + alpha · mean²"))
        names = ["diagnostic", "value", "p_value", "meaning"]
        table = pd.DataFrame(rows, columns=names).set_index("diagnostic")
        return table.assign(
            value=significant(table["value"], scale=1), p_value=significant(table["p_value"])
        )

    def influential(self, n: int = 5) -> pd.DataFrame:
        """The cases on which the Poisson estimates depend most, by Cook's distance.

        Parameters
        ----------
        n : how many

        Returns
        -------
        DataFrame
            Their rows of ``data``, the most influential first.
        """
        return self.data.nlargest(n, "cooks_distance")

    @cached_property
    def leave_one_out(self) -> pd.DataFrame:
        """The Poisson rate ratios with each case left out in turn.

        Returns
        -------
        DataFrame
            A row for each term: ``rate_ratio, smallest, largest`` and the index of the cases
            without which it is so, ``without_smallest, without_largest``. A case alone in a
            category is not left out: without it the term could not be estimated.
        """
        start = self.glm.params.to_numpy()
        refits = {}
        for case in self.data.index:
            rest = self.data.index != case
            if not self.design[rest].any().all():
                continue
            refits[case] = _glm(self.data.loc[rest, "count"], self.design[rest], start).params
        ratios = significant(pd.DataFrame(refits).T.drop(columns="const").map(np.exp))
        return pd.DataFrame(
            {
                "rate_ratio": significant(np.exp(self.poisson.params.drop("const"))),
                "smallest": ratios.min(), "largest": ratios.max(),
                "without_smallest": ratios.idxmin(), "without_largest": ratios.idxmax(),
            }
        ).rename_axis("term")  # fmt: skip

    @property
    def notes(self) -> list[str]:
        """What a reader of the table has to know."""
        t, p = self.diagnostics.loc["cameron_trivedi_nb2", ["value", "p_value"]]
        notes = [
            f"{self.n} complete cases; standard errors {self.covariance[0]}; intervals at "
            f"{self.level:.0%}.",
            f"Poisson dispersion {self.dispersion:.1f}; Cameron–Trivedi (nb2) "
            f"t = {t:.1f}, p = {p:.3f}.",
        ]
        if alone := int(self.data["cooks_distance"].isna().sum()):
            notes.append(f"{alone} alone in a category: fitted exactly, without Cook's distance.")
        if self.negative_binomial is None:
            notes.append("The negative binomial did not converge.")
        notes += [f"{label(of, 'en')}: against {to}." for of, to in self.references.items()]
        if len(self.left_out):
            reasons = self.left_out["reason"].value_counts()
            notes.append(
                "Left out: " + "; ".join(f"{count} {why}" for why, count in reasons.items()) + "."
            )
        return notes

    def columns(self) -> dict[str, ModelColumn]:
        """The models as columns of `regression_table`."""
        references = [f"{of}[{to}]" for of, to in self.references.items()]
        made = {}
        for name, fit in self._fits().items():
            column = column_of(fit, self.level)
            footer = {**column.footer, "standard_errors": self.covariance}
            if fit is self.poisson:
                footer["dispersion"] = f"{self.dispersion:.1f}"
                footer["deviance"] = f"{significant(float(self.glm.deviance)):,.1f}"
            made[name] = column._replace(footer=footer, of="rate", references=references)
        return made

    def _fits(self) -> dict[str, Any]:
        fits = {"Poisson": self.poisson, "negative binomial": self.negative_binomial}
        return {name: fit for name, fit in fits.items() if fit is not None}

    def __repr__(self) -> str:
        return (
            f"<CountModel: {self.n} reports, {self.design.shape[1]} coefficients, "
            f"dispersion {self.dispersion:.1f}>"
        )

    def _repr_html_(self) -> str:
        shown = self.coefficients.set_index(["model", "term"])
        return html(shown, {**RATIOS, "p_value": "{:.3f}".format}, self.notes)


def applications_count_model(
    frame: pd.DataFrame,
    terms: Sequence[str] = ("level", "region", "year"),
    *,
    count: str = "applications_new",
    scope: str = "total",
    references: Mapping[str, str] | None = None,
    cluster: str | None = "body",
    level: float = 0.95,
) -> CountModel:
    """Applications received by covariates: Poisson with robust errors, and negative binomial.

    Parameters
    ----------
    frame : a row for each report, such as ``headlines``
    terms : columns of the frame, numbers as they are and texts as categories, or one of
        ``year``, counted from the first; ``log_disclosed``, the log of ``disclosed_total`` where
        ``disclosed_scope`` is `scope`, for volumes of unlike scopes do not compare; ``region``,
        the four regions of 国家统计局 by ``province``
    count : the column of the counts; a blank is not a zero, and its row is left out
    scope : of the volumes disclosed, as in ``disclosed_scope``
    references : for categories, what the others are compared with; the most frequent without
    cluster : a column of which rows with one value are not independent; where none repeats, or
        for None, the errors are robust to heteroskedasticity alone (HC1)
    level : of the confidence intervals

    Returns
    -------
    CountModel
        The complete cases with residuals and influence, and what was left out, with its reason.

    Raises
    ------
    gxlab.GxlabError
        A column is not there, the counts are no counts, or there are too few complete cases.
    """
    y, design, against, reason = _complete(frame, terms, count, scope, references or {})
    used = reason == ""
    robust, covariance = _robust(frame.loc[used], cluster)
    who = [name for name in _WHO if name in frame]
    glm = _glm(y, design)
    return CountModel(
        poisson=_poisson(glm, **robust),
        negative_binomial=_negative_binomial(glm, robust),
        glm=glm,
        covariance=covariance,
        data=frame.loc[used, who].assign(**_residuals(glm)),
        design=design,
        left_out=frame.loc[~used, who].assign(reason=reason[~used]),
        references=against,
        level=level,
    )


def _complete(
    frame: pd.DataFrame,
    terms: Sequence[str],
    count: str,
    scope: str,
    references: Mapping[str, str],
) -> tuple[pd.Series, pd.DataFrame, dict[str, str], pd.Series]:
    """Counts and covariates of the complete cases, the references, why others are left out."""
    if lacking := [name for name in (count, *terms) if not _known(name, frame)]:
        raise GxlabError(f"the frame has no column {', '.join(lacking)}")
    columns = {term: _covariate(term, frame, scope) for term in terms}
    y = pd.to_numeric(frame[count], errors="coerce")
    if ((y < 0) | (y % 1 != 0)).loc[y.notna()].any():
        raise GxlabError(f"{count}: has values that are no counts")
    reason = pd.Series("", frame.index, dtype="str").mask(y.isna(), f"without {count}")
    for term, values in columns.items():
        why = f"without {term}"
        if term == "log_disclosed":
            why = f"without a volume disclosed of scope {scope}"
        reason = reason.mask((reason == "") & values.isna(), why)
    design, against, reason = _design(columns, y, reason, references)
    y = y[reason == ""].astype(float)
    if len(y) <= design.shape[1] + 1:
        raise GxlabError(f"{len(y)} complete cases for {design.shape[1]} coefficients: too few")
    if np.linalg.matrix_rank(design.to_numpy()) < design.shape[1]:
        raise GxlabError(f"the terms {', '.join(terms)} cannot be distinguished: leave one out")
    return y, design, against, reason


def _known(name: str, frame: pd.DataFrame) -> bool:
    needs = {"log_disclosed": ("disclosed_total", "disclosed_scope"), "region": ("province",)}
    return name in frame or (name in needs and all(column in frame for column in needs[name]))


def _covariate(term: str, frame: pd.DataFrame, scope: str) -> pd.Series:
    """A term as numbers or as a category."""
    if term == "region" and term not in frame:
        return frame["province"].map(_region)
    if term == "log_disclosed" and term not in frame:
        volume = pd.to_numeric(frame["disclosed_total"], errors="coerce")
        return volume.where((frame["disclosed_scope"] == scope) & (volume > 0)).map(np.log)
    return frame[term]


def _region(province: object) -> str | None:
    found = find(str(province), level="province") if isinstance(province, str) else []
    return REGIONS.get(found[0].code[:2]) if found else None


def _design(
    columns: Mapping[str, pd.Series], y: pd.Series, reason: pd.Series, references: Mapping[str, str]
) -> tuple[pd.DataFrame, dict[str, str], pd.Series]:
    """The covariates of the complete cases; categories without any count are left out."""
    texts = {
        term: values.astype("str").where(values.notna())
        for term, values in columns.items()
        if not pd.api.types.is_numeric_dtype(values)
    }
    for term, values in texts.items():
        used = reason == ""
        sums = y[used].groupby(values[used]).sum()
        for value in sums.index[sums == 0]:
            why = f"of {term} {value}, where every count is 0"
            reason = reason.mask((reason == "") & (values == value), why)
    used = reason == ""
    parts = [pd.DataFrame({"const": 1.0}, index=y.index[used])]
    against = {}
    for term, values in columns.items():
        if term not in texts:
            numbers = values[used].astype(float)
            parts.append((numbers - numbers.min() if term == "year" else numbers).to_frame(term))
            continue
        kept = texts[term][used]
        if kept.empty:
            continue
        against[term] = references.get(term, kept.mode().iloc[0])
        if against[term] not in set(kept):
            raise GxlabError(f"no complete case has {term} {against[term]}")
        others = pd.get_dummies(kept, dtype=float).drop(columns=against[term])
        parts.append(others.add_prefix(f"{term}[").add_suffix("]"))
    return pd.concat(parts, axis=1), against, reason


def _robust(frame: pd.DataFrame, cluster: str | None) -> tuple[dict[str, Any], tuple[str, str]]:
    """The covariance that statsmodels is asked for, and what to call it."""
    if cluster is not None and cluster in frame and frame[cluster].duplicated().any():
        groups = pd.factorize(frame[cluster])[0]
        n = groups.max() + 1
        name = f"clustered by {cluster} ({n} clusters)", f"按 {cluster} 聚类({n} 类)"
        return {"cov_type": "cluster", "cov_kwds": {"groups": groups}}, name
    return {"cov_type": "HC1"}, ("robust (HC1)", "异方差稳健(HC1)")


def _glm(y: pd.Series, design: pd.DataFrame, start: np.ndarray | None = None) -> Any:
    """The Poisson model by iterated weighted least squares, which may begin anywhere."""
    import statsmodels.api as sm

    return sm.GLM(y, design, family=sm.families.Poisson()).fit(start_params=start)


def _poisson(glm: Any, **robust: Any) -> Any:
    """The same model by Newton's method, which begins where the GLM ends."""
    import statsmodels.api as sm

    model = sm.Poisson(glm.model.data.orig_endog, glm.model.data.orig_exog)
    return model.fit(start_params=glm.params.to_numpy(), disp=0, **robust)


def _negative_binomial(glm: Any, robust: Mapping[str, Any]) -> Any:
    """The negative binomial (variance = mean + alpha · mean²); None if it does not converge.

    BFGS finds the way from a rough start, but stops where the likelihood looks flat, which is
    in the seventh digit, and not in the same one on every processor. Newton's method, which would
    lose its way from there, takes the last steps.
    """
    import statsmodels.api as sm

    y, design = glm.model.data.orig_endog, glm.model.data.orig_exog
    mean = glm.fittedvalues
    alpha = float((((y - mean) ** 2 - y) @ mean**2) / (mean**2 @ mean**2))
    start = np.append(glm.params, max(alpha, 0.05))
    model = sm.NegativeBinomial(y, design)
    for method in ("bfgs", "nm"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit = model.fit(start_params=start, method=method, maxiter=2000, disp=0, **robust)
            near = fit.params.to_numpy()
            exact = model.fit(start_params=near, method="newton", maxiter=50, disp=0, **robust)
        found = [of for of in (exact, fit) if _is_sound(of)]
        if found:
            return found[0]
    return None


def _is_sound(fit: Any) -> bool:
    sound = fit.mle_retvals["converged"] and np.isfinite(fit.bse).all()
    return bool(sound and fit.params["alpha"] > 0)


def _residuals(glm: Any) -> dict[str, Any]:
    """Residuals and influence of the Poisson model, a row for each case."""
    influence = glm.get_influence()
    leverage = np.asarray(influence.hat_matrix_diag)
    with np.errstate(all="ignore"):
        distance = np.where(leverage < _ALONE, influence.cooks_distance[0], np.nan)
    pearson = significant(np.asarray(glm.resid_pearson), scale=1)
    return {
        "count": glm.model.data.orig_endog,
        "fitted": significant(glm.fittedvalues),
        "pearson": pearson,
        # The root of noise is no noise: where the fit is exact, this residual is not small.
        "deviance": significant(np.where(pearson == 0, 0, glm.resid_deviance), scale=1),
        "leverage": significant(leverage, scale=1),
        "cooks_distance": significant(distance, scale=1),
    }
