"""Models against known answers: statsmodels', hand-made ones, and those a corpus was drawn from."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pypdfium2 import PdfDocument

import gxlab as gx
from gxlab.analysis.models.labels import KINDS, REGIONS, Lang, label
from gxlab.analysis.models.rounding import significant
from gxlab.forms.fonts import chinese_font
from gxlab.regions import county_level
from tests.conftest import ROOT

Cells = dict[str, tuple[int | None, int | None]]
CLEAR = gx.Parameters(applications_intercept=4.5, full_report_sd=0.6, full_correlation=0.05)


def observations(reports: dict[str, Cells], form: str = "2021") -> pd.DataFrame:
    """A tidy table of (granted, concluded) by kind; None is a blank, no kind at all 0 of 0."""
    rows = [
        (report, form, "applications", row, kind, value, "blank" if value is None else "reported")
        for report, cells in reports.items()
        for kind in KINDS
        for row, value in zip(("granted", "total"), cells.get(kind, (0, 0)), strict=True)
    ]
    names = ["report_id", "form", "table", "row", "column", "value", "status"]
    return pd.DataFrame(rows, columns=names).astype({"value": float})


THREE: dict[str, Cells] = {
    "a": {"natural_person": (30, 60), "business": (5, 20), "legal_service": (6, 8)},
    "b": {"natural_person": (10, 50), "business": (3, 25), "other_org": (1, 4)},
    "c": {"natural_person": (40, 50), "legal_service": (9, 10), "other_org": (3, 6)},
}


# --- Full disclosure ----------------------------------------------------------------------


def test_the_estimates_are_those_of_a_glm_with_a_dummy_for_each_report() -> None:
    found = gx.full_disclosure_glm(observations(THREE))
    cells = [
        (report, kind, granted, concluded)
        for report, of in THREE.items()
        for kind, (granted, concluded) in of.items()
    ]
    frame = pd.DataFrame(cells, columns=["report", "kind", "granted", "concluded"])
    kinds = pd.get_dummies(frame["kind"], dtype=float).drop(columns="natural_person")
    design = kinds.join(pd.get_dummies(frame["report"], dtype=float))
    outcome = np.column_stack([frame["granted"], frame["concluded"] - frame["granted"]])
    model = sm.GLM(outcome, design, family=sm.families.Binomial())
    fit = model.fit(use_t=True)
    dispersion = fit.pearson_chi2 / fit.df_resid
    fit = model.fit(use_t=True, scale=max(dispersion, 1))
    odds = found.odds.set_index("term").loc[kinds.columns]
    np.testing.assert_allclose(odds["log_odds"], fit.params[kinds.columns], rtol=1e-7)
    np.testing.assert_allclose(odds["std_error"], fit.bse[kinds.columns], rtol=1e-6)
    np.testing.assert_allclose(odds["p_value"], fit.pvalues[kinds.columns], rtol=1e-5)
    bounds = np.exp(fit.conf_int().loc[kinds.columns])
    np.testing.assert_allclose(odds[["low", "high"]], bounds, rtol=1e-6)
    np.testing.assert_allclose(
        [found.dispersion, found.log_likelihood, found.df_resid],
        [dispersion, fit.llf, fit.df_resid],
    )


def test_the_counts_that_went_in_stand_beside_the_odds() -> None:
    found = gx.full_disclosure_glm(observations(THREE))
    odds = found.odds.set_index("term")
    assert (found.n_reports, found.n_cells, found.n_applications) == (3, 9, 233)
    assert found.n_empty == 9
    assert odds.loc["business", ["n_reports", "concluded", "granted"]].tolist() == [2, 45, 8]
    assert odds.loc["natural_person", "odds_ratio"] == 1
    assert odds.loc[["research", "public_interest"], "odds_ratio"].isna().all()
    assert odds.loc["legal_service", "zh"] == "法律服务机构"
    assert "233 applications concluded, in 9 cells of 3 reports" in found._repr_html_()


def test_what_cannot_be_compared_is_left_out_and_named() -> None:
    more: dict[str, Cells] = {
        "blank": {"natural_person": (None, 9), "business": (1, 2)},
        "all": {"natural_person": (4, 4), "business": (2, 2)},
        "none": {"natural_person": (0, 4), "business": (0, 2)},
        "one kind": {"natural_person": (2, 4)},
        "silent": {},
        "wrong": {"natural_person": (5, 4), "business": (0, 2)},
    }
    old = observations({"old": {}}, form="2014").assign(table="indicators")
    found = gx.full_disclosure_glm(pd.concat([observations({**THREE, **more}), old]))
    reasons = found.left_out.set_index("report_id")["reason"].to_dict()
    assert reasons == {
        "blank": "not fully reported: granted.natural_person blank",
        "all": "with all granted (of 6)",
        "none": "with none granted (of 6)",
        "one kind": "with one kind of applicant",
        "silent": "without applications: none was concluded",
        "wrong": "in contradiction: natural_person 5 granted of 4 concluded",
        "old": "without kinds of applicant: the table has no such columns",
    }
    alone = gx.full_disclosure_glm(observations(THREE))
    pd.testing.assert_frame_equal(found.odds, alone.odds)
    assert "1 not fully reported" in " ".join(found.notes)


def test_a_kind_of_which_none_was_granted_is_left_out_and_changes_nothing() -> None:
    with_research = {name: {**cells, "research": (0, 2)} for name, cells in THREE.items()}
    found = gx.full_disclosure_glm(observations(with_research))
    assert found.kinds_left_out == {"research": "none of 6 granted, so no finite odds"}
    alone = gx.full_disclosure_glm(observations(THREE))
    pd.testing.assert_frame_equal(found.odds, alone.odds)


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        ({"a": {"natural_person": (None, 1)}}, "no report can be used: not fully reported"),
        ({"a": {"business": (1, 2), "research": (1, 3)}}, "cannot be compared with the reference"),
        # Kind by kind and report by report some were granted, and yet business always wins.
        (
            {
                "a": {"natural_person": (0, 9), "business": (4, 9)},
                "b": {"natural_person": (5, 9), "business": (9, 9)},
            },
            "no finite odds",
        ),
        (
            {"a": {"natural_person": (3, 3), "business": (1, 2), "research": (1, 3)}},
            "the reference natural_person: all of 3 granted",
        ),
    ],
)
def test_what_has_no_estimate_is_an_error(reports: dict[str, Cells], said: str) -> None:
    with pytest.raises(gx.GxlabError, match=said):
        gx.full_disclosure_glm(observations(reports))


# --- Rounding ---------------------------------------------------------------------------------


def test_eight_digits_are_kept_whatever_the_size() -> None:
    assert significant(1234.56789012) == 1234.5679
    assert significant(-1.23456789012e-9) == -1.2345679e-9
    assert significant(987654321098.0) == 987654320000.0
    assert significant(9.99999999999) == 10
    assert np.isnan(significant(np.nan))
    assert significant(np.inf) == np.inf


def test_what_is_zero_up_to_noise_is_zero() -> None:
    # An estimate of a billionth of its standard error; a p value as small may be meant.
    assert str(significant(-1e-17, 0.3)) == "0.0"
    assert significant(1e-17) == 1e-17
    kept = significant(pd.Series([0.30000000000000004, 1e-17], ["a", "b"], name="x"), scale=1)
    pd.testing.assert_series_equal(kept, pd.Series([0.3, 0.0], ["a", "b"], name="x"))


def test_what_leaves_the_models_is_rounded() -> None:
    full = gx.full_disclosure_glm(observations(THREE))
    count = gx.applications_count_model(counts(corpus(1)), ("log_size", "year"), cluster=None)
    tables = [
        full.odds.drop(columns="share"),
        full.covariance,
        count.coefficients,
        count.data,
        count.diagnostics,
    ]
    for table in [*tables, count.leave_one_out]:
        numbers = table.select_dtypes("float")
        pd.testing.assert_frame_equal(numbers, significant(numbers), check_exact=True)
    for number in (full.dispersion, full.scale, full.log_likelihood, count.dispersion):
        assert number == significant(number)


# --- Recovery ----------------------------------------------------------------------------------


@cache
def corpus(seed: int) -> gx.Simulation:
    return gx.simulate(None, reports=180, seed=seed, parameters=CLEAR)


def counts(simulation: gx.Simulation) -> pd.DataFrame:
    received = gx.measures(simulation.truth, ["applications_received"])[["report_id", "value"]]
    return simulation.reports.merge(received.rename(columns={"value": "applications_new"}))


def true_counts() -> pd.Series:
    return pd.Series(
        {
            "log_size": CLEAR.applications_size,
            "year": CLEAR.applications_trend,
            "district": CLEAR.applications_district,
        }
    )


def test_full_disclosure_is_recovered() -> None:
    found = gx.full_disclosure_glm(corpus(1).truth, level=0.999).odds.set_index("term")
    for kind in KINDS[1:]:
        low, high = np.log(found.loc[kind, ["low", "high"]].astype(float))
        assert low < CLEAR.full_kinds[kind] < high, kind
    # The interval says something: it tells legal services from natural persons.
    assert found.loc["legal_service", "high"] < 1


def test_the_overdispersion_that_was_put_in_is_seen() -> None:
    # A cell's variance is that of the binomial times 1 + (n - 1) * correlation.
    dispersed = gx.full_disclosure_glm(corpus(1).truth)
    calm = gx.Parameters(applications_intercept=4.5, full_correlation=0.0)
    binomial = gx.full_disclosure_glm(gx.simulate(None, reports=240, parameters=calm).truth)
    assert dispersed.dispersion > 1.4
    assert 0.8 < binomial.dispersion < 1.2


def test_the_count_model_is_recovered() -> None:
    terms = ("log_size", "year", "district")
    found = gx.applications_count_model(counts(corpus(1)), terms, cluster=None, level=0.999)
    assert found.n == 180
    for _, rows in found.coefficients.groupby("model"):
        rows = rows.set_index("term")
        for term, true in true_counts().items():
            assert np.log(rows.loc[term, "low"]) < true < np.log(rows.loc[term, "high"])
    alpha = found.columns()["negative binomial"].estimates.loc["alpha"]
    assert alpha["low"] < CLEAR.applications_dispersion < alpha["high"]
    assert found.diagnostics.loc["cameron_trivedi_nb2", "p_value"] < 0.001


def share_covered(inside: Iterable[bool]) -> float:
    return float(np.mean(list(inside)))


def test_intervals_hold_what_was_put_in_as_often_as_they_say() -> None:
    """Over 12 corpora: of 60 and 36 intervals at 90 %, the shares that hold the truth."""
    of_kinds, of_terms = [], []
    for seed in range(12):
        odds = gx.full_disclosure_glm(corpus(seed).truth, level=0.9).odds.set_index("term")
        for kind in KINDS[1:]:
            true = np.exp(CLEAR.full_kinds[kind])
            of_kinds.append(odds.loc[kind, "low"] < true < odds.loc[kind, "high"])
        terms = ("log_size", "year", "district")
        model = gx.applications_count_model(counts(corpus(seed)), terms, cluster=None, level=0.9)
        rows = model.coefficients.query("model == 'negative binomial'").set_index("term")
        ratios = np.exp(true_counts())
        of_terms += list((rows["low"] < ratios) & (ratios < rows["high"]))
    assert 0.8 <= share_covered(of_kinds) <= 0.98
    assert 0.8 <= share_covered(of_terms) <= 0.98


# --- Applications ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def headlines() -> pd.DataFrame:
    return gx.Dataset(ROOT / "data" / "dataset").headlines


def test_the_poisson_model_is_statsmodels(headlines: pd.DataFrame) -> None:
    rows = headlines.dropna(subset="applications_new")
    found = gx.applications_count_model(rows, ("level", "year"), cluster=None)
    assert found.references == {"level": "county"}
    levels = pd.get_dummies(rows["level"], dtype=float).drop(columns="county")
    design = sm.add_constant(levels.join(rows["year"] - rows["year"].min()))
    family = sm.families.Poisson()
    fit = sm.GLM(rows["applications_new"], design, family=family).fit(cov_type="HC1")
    table = found.coefficients.query("model == 'Poisson'").set_index("term")
    for name in design.columns.drop("const"):
        row = table.loc[name if name == "year" else f"level[{name}]"]
        ends = np.exp([fit.params[name], *fit.conf_int().loc[name]])
        np.testing.assert_allclose(row[["rate_ratio", "low", "high"]].tolist(), ends, rtol=1e-3)
    np.testing.assert_allclose(found.dispersion, fit.pearson_chi2 / fit.df_resid, rtol=1e-5)


def test_regions_are_told_from_the_province(headlines: pd.DataFrame) -> None:
    counties = headlines.query("level == 'county'")
    found = gx.applications_count_model(counties, ("region",), references={"region": "east"})
    of = found.data.join(found.design)
    west = set(of.loc[of["region[west]"] == 1, "province"])
    assert {"云南省", "重庆市", "新疆维吾尔自治区"} <= west
    assert not {"江苏省", "湖北省"} & west
    # One county of the north-east: its own category fits it, and influence says nothing.
    alone = found.data["cooks_distance"].isna()
    assert found.data.loc[alone, "province"].tolist() == ["辽宁省"]
    assert "1 alone in a category" in " ".join(found.notes)


def test_blanks_are_left_out_and_counted(headlines: pd.DataFrame) -> None:
    found = gx.applications_count_model(headlines, ("level", "log_disclosed"))
    said = found.left_out["reason"].value_counts().to_dict()
    blank = headlines["applications_new"].isna()
    other = ~blank & (headlines["disclosed_scope"] != "total")
    assert said == {
        "without applications_new": blank.sum(),
        "without a volume disclosed of scope total": other.sum(),
    }
    assert found.n + len(found.left_out) == len(headlines)
    assert set(headlines.loc[found.data.index, "disclosed_scope"]) == {"total"}


def test_a_category_without_any_application_has_no_coefficient() -> None:
    rows = [("a", y, c) for y, c in zip(range(2019, 2025), (3, 5, 4, 9, 7, 12), strict=True)]
    frame = pd.DataFrame([*rows, ("b", 2020, 0), ("b", 2021, 0)], columns=["kind", "year", "n"])
    found = gx.applications_count_model(frame, ("kind", "year"), count="n", cluster=None)
    assert found.left_out["reason"].tolist() == ["of kind b, where every count is 0"] * 2
    assert found.coefficients["term"].unique().tolist() == ["year"]


def test_repeated_bodies_are_clusters() -> None:
    frame = counts(corpus(2))
    found = gx.applications_count_model(frame, ("year",), cluster="region_code")
    assert found.covariance[0] == "clustered by region_code (30 clusters)"
    groups = pd.factorize(frame["region_code"])[0]
    design = sm.add_constant((frame["year"] - 2019).astype(float))
    fit = sm.GLM(frame["applications_new"], design, family=sm.families.Poisson()).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    row = found.coefficients.query("model == 'Poisson'").iloc[0]
    np.testing.assert_allclose(np.log(row["high"]), fit.conf_int().loc["year", 1], rtol=1e-4)


def test_cameron_and_trivedi_as_they_wrote_it() -> None:
    found = gx.applications_count_model(counts(corpus(3)), ("log_size",), cluster=None)
    y, mean = (found.data[name].to_numpy(float) for name in ("count", "fitted"))
    left = ((y - mean) ** 2 - y) / mean
    for name, right in (("nb1", np.ones_like(mean)), ("nb2", mean)):
        auxiliary = sm.OLS(left, right).fit(cov_type="HC3")
        value = found.diagnostics.loc[f"cameron_trivedi_{name}", "value"]
        np.testing.assert_allclose(value, auxiliary.tvalues[0], rtol=1e-6)


def test_the_case_that_the_estimates_hang_on_is_named() -> None:
    frame = counts(corpus(4)).head(60)
    at = frame.index[17]
    frame.loc[at, "applications_new"] = 20_000
    found = gx.applications_count_model(frame, ("log_size", "year"), cluster=None)
    assert found.influential(1).index.tolist() == [at]
    changed = found.leave_one_out[["without_smallest", "without_largest"]]
    assert (changed == at).any(axis=None)
    rest = gx.applications_count_model(frame.drop(at), ("log_size", "year"), cluster=None)
    ratio = rest.coefficients.query("model == 'Poisson' and term == 'log_size'")["rate_ratio"]
    ends = found.leave_one_out.loc["log_size", ["smallest", "largest"]].astype(float)
    assert np.isclose(ends, ratio.iloc[0], rtol=1e-5).any()


def test_what_makes_no_model_is_an_error(headlines: pd.DataFrame) -> None:
    with pytest.raises(gx.GxlabError, match="no column population"):
        gx.applications_count_model(headlines, ("population",))
    with pytest.raises(gx.GxlabError, match="2 complete cases for 2 coefficients: too few"):
        gx.applications_count_model(headlines.head(6), ("level", "year"))
    with pytest.raises(gx.GxlabError, match="no counts"):
        gx.applications_count_model(headlines.assign(applications_new=0.5), ("year",))
    twice = headlines.assign(again=headlines["year"] * 2)
    with pytest.raises(gx.GxlabError, match="cannot be distinguished"):
        gx.applications_count_model(twice, ("year", "again"))


def test_every_province_has_its_region() -> None:
    assert {place.code[:2] for place in county_level(2019, 2024)} <= set(REGIONS)


# --- Tables, rates, digits ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def models() -> dict[str, Any]:
    """A model of each kind, by the name that heads its column."""
    return {
        "Full": gx.full_disclosure_glm(observations(THREE)),
        "Received": gx.applications_count_model(counts(corpus(1)), ("log_size",), cluster=None),
    }


def test_the_table_of_a_paper(models: dict[str, Any]) -> None:
    table = gx.regression_table(models, stars=True)
    cells = table.cells
    received = [("Received", "Poisson"), ("Received", "negative binomial")]
    assert list(cells.columns) == [("Full", ""), *received]
    odds = models["Full"].odds.set_index("term").loc["business"]
    at = cells.index.get_loc("businesses")
    assert cells["Full"].iloc[at].rstrip("*") == f"{odds['odds_ratio']:.2f}"
    assert cells["Full"].iloc[at + 1] == f"[{odds['low']:.3f}, {odds['high']:.2f}]"
    assert cells.loc["N"].tolist() == ["233", "180", "180"]
    assert cells.loc["Estimates"].tolist() == ["odds ratios", "rate ratios", "rate ratios"]
    assert float(cells["Full"]["Deviance"]) == pytest.approx(models["Full"].deviance, abs=0.1)
    assert table.notes == (
        "In brackets: confidence intervals at 95%.",
        "* p < .05, ** p < .01, *** p < .001.",
        "Reference: natural persons (Full).",
    )
    logs = gx.regression_table(models, ratios=False).cells
    assert logs["Full"].iloc[at] == f"{odds['log_odds']:.2f}"
    with pytest.raises(ValueError, match="give at least one fitted model"):
        gx.regression_table({})


def test_the_table_in_chinese(models: dict[str, Any]) -> None:
    table = gx.regression_table(models, lang="zh", drop=["log_size"])
    assert table.cells["Full"]["固定效应"] == "报告"
    assert table.cells["Received", "Poisson"]["标准误"] == "异方差稳健(HC1)"
    assert table.cells.loc["控制变量:规模(对数)"].tolist() == ["否", "是", "是"]
    assert "商业企业 & " in table.to_latex()
    assert "优势比" in table.to_html()
    assert table.notes == ("方括号内为 95% 置信区间。", "参照组:自然人 (Full)。")


def test_standard_errors_stand_in_parentheses(models: dict[str, Any]) -> None:
    odds = models["Full"].odds.set_index("term").loc["business"]
    logs = gx.regression_table(models, ratios=False, uncertainty="errors")
    assert logs.cells["Full"].iloc[1] == f"({odds['std_error']:.2f})"
    ratios = gx.regression_table(models, uncertainty="errors")
    assert ratios.cells["Full"].iloc[1] == f"({odds['std_error'] * odds['odds_ratio']:.2f})"
    assert "delta method" in ratios.notes[0]
    with pytest.raises(ValueError, match="uncertainty is 'se'; give 'intervals' or 'errors'"):
        gx.regression_table(models, uncertainty=cast("Any", "se"))


def test_a_dropped_category_is_a_row_that_says_who_has_it(headlines: pd.DataFrame) -> None:
    found = gx.applications_count_model(headlines, ("level", "region"), cluster=None)
    table = gx.regression_table({"a": found}, drop=["region", "const"])
    names = table.cells.index[: table.n_estimates]
    assert not any("region" in name or "constant" in name for name in names)
    assert any("level" in name for name in names)
    assert table.cells.loc["Control: region"].tolist() == ["yes", "yes"]
    assert "Control: constant" not in table.cells.index
    with pytest.raises(ValueError, match="drop: no model has years; terms are const, level"):
        gx.regression_table({"a": found}, drop=["years"])


def test_latex_has_the_rules_of_a_paper_and_no_character_of_its_own(models: dict[str, Any]) -> None:
    table = gx.regression_table(models, stars=True, notes=["R&D_x, 5 % ~ {1} #2 $ ^ \\ >"])
    lines = table.to_latex().splitlines()
    rules = [at for at, line in enumerate(lines) if line.endswith("rule")]
    assert [lines[at] for at in rules] == ["\\toprule", "\\midrule", "\\midrule", "\\bottomrule"]
    assert rules[2] - rules[1] == table.n_estimates + 1
    assert lines[rules[0] + 1 : rules[1]] == [
        r" & Full & \multicolumn{2}{c}{Received} \\",
        r"\cmidrule(lr){3-4}",
        r" &  & Poisson & negative binomial \\",
    ]
    assert lines[rules[2] + 1].startswith("Estimates & ")
    assert "* p $<$ .05, ** p $<$ .01, *** p $<$ .001.\\par" in lines
    escaped = (
        r"R\&D\_x, 5 \% \textasciitilde{} \{1\} \#2 \$ \textasciicircum{} \textbackslash{} $>$\par"
    )
    assert escaped in lines
    assert "Log-likelihood & $-$" in table.to_latex()
    float_ = table.to_latex(caption="A & B", label="tab:a")
    assert float_.startswith(
        "\\begin{table}[htbp]\n\\centering\n\\caption{A \\& B}\n\\label{tab:a}"
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_latex_compiles(lang: Lang, models: dict[str, Any], tmp_path: Path) -> None:
    tex = shutil.which("xelatex")
    if tex is None:
        pytest.skip("there is no XeLaTeX here")
    table = gx.regression_table(
        models, lang=lang, stars=True, notes=["R&D_x, 5 % ~ {1} #2 $ ^ \\ >"]
    )
    # In Chinese with the font that figures are drawn in; in English with TeX's own.
    font = chinese_font()
    chosen = f"\\usepackage{{fontspec}}\\setmainfont[Path={font.parent}/]{{{font.name}}}"
    head = "\\documentclass{article}\\usepackage{booktabs}" + (chosen if lang == "zh" else "")
    body = table.to_latex(caption="A table & its name", label="tab:a")
    text = f"{head}\\begin{{document}}{body}\\end{{document}}"
    (tmp_path / "table.tex").write_text(text, encoding="utf-8")
    command = [tex, "-interaction=nonstopmode", "-halt-on-error", "table.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
    printed = PdfDocument(tmp_path / "table.pdf")[0].get_textpage().get_text_range()
    assert "p < .05" in printed
    assert "¡" not in printed
    assert ("natural persons" if lang == "en" else "自然人") in printed


def test_html_is_the_same_each_time_and_escaped(models: dict[str, Any]) -> None:
    table = gx.regression_table({"a<b": models["Full"]}, stars=True)
    html = table.to_html()
    assert "a&lt;b" in html
    assert "* p &lt; .05" in html
    assert html == gx.regression_table({"a<b": models["Full"]}, stars=True).to_html()
    assert html == table._repr_html_()
    assert repr(table).endswith("Reference: natural persons.")


def test_other_models_stand_in_the_table_too() -> None:
    frame = counts(corpus(1))
    y, x = frame["applications_new"], sm.add_constant(frame[["log_size"]])
    fit = sm.OLS(y, x).fit()
    glm = sm.GLM(y, x, family=sm.families.Poisson()).fit()
    table = gx.regression_table({"OLS": fit, "GLM": glm}, level=0.9).cells
    assert table.loc["log size", "OLS"] == f"{fit.params['log_size']:.2f}"
    low, high = fit.conf_int(alpha=0.1).loc["log_size"]
    assert table["OLS"].iloc[1] == f"[{low:.2f}, {high:.2f}]"
    assert table.loc["Estimates", "OLS"] == "coefficients"
    assert table.loc["R²"].tolist() == [f"{fit.rsquared:.3f}", ""]
    assert table.loc["Deviance"].tolist() == ["", f"{glm.deviance:,.1f}"]
    arrays = sm.OLS(y.to_numpy(), x.to_numpy()).fit()
    numbered = gx.regression_table({"arrays": arrays}, drop=["0"]).cells
    assert numbered.loc["Control: 0", "arrays"] == "yes"


def test_a_small_number_keeps_its_digits() -> None:
    small = observations({"a": {"natural_person": (500, 600), "business": (2, 900)}, "b": {
        "natural_person": (9, 12), "business": (1, 99)}})  # fmt: skip
    table = gx.regression_table({"m": gx.full_disclosure_glm(small)})
    cell = table.cells.loc["businesses", "m"]
    assert cell.startswith("0.00")
    assert float(cell) > 0


def test_wilson_is_given_where_a_rate_is_a_count_out_of_a_count() -> None:
    found = gx.measures(corpus(1).truth)
    rates = gx.wilson(found)
    given = rates["low"].notna()
    assert set(rates.loc[given, "unit"]) == {"share"}
    assert (rates.loc[given, "low"] <= rates.loc[given, "value"] + 1e-12).all()
    assert (rates.loc[given, "value"] <= rates.loc[given, "high"] + 1e-12).all()
    shares = (rates["unit"] == "share") & rates["value"].notna()
    assert given.equals(shares)
    mean = gx.measures(corpus(1).truth, ["refusal_rate"], by=["year"], how="mean")
    assert gx.wilson(mean)["low"].isna().all()
    with pytest.raises(gx.GxlabError, match="the frame has no unit"):
        gx.wilson(found.drop(columns="unit"))


def test_wilson_by_hand() -> None:
    frame = pd.DataFrame(
        {"value": [0.1, 0.0, np.nan], "unit": "share", "numerator": [1, 0, 0],
         "denominator": [10, 5, 0]}
    )  # fmt: skip
    found = gx.wilson(frame)
    # (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n), with z = 1.959964
    np.testing.assert_allclose(found["low"].head(2), [0.017876, 0.0], atol=1e-6)
    np.testing.assert_allclose(found["high"].head(2), [0.404150, 0.434482], atol=1e-6)
    assert found.loc[2, ["low", "high"]].isna().all()


def test_last_digits() -> None:
    even = gx.last_digits(range(10, 210))
    assert (even.n, even.chi_square, even.bears) == (200, 0, True)
    assert even.heaped == 0.2
    rounded = gx.last_digits([*range(10, 210), *range(100, 1100, 10), np.nan, 7, 1.5])
    assert (rounded.n, rounded.n_left_out) == (300, 3)
    assert rounded.heaped == pytest.approx(140 / 300)
    assert rounded.p_value < 0.001
    few = gx.last_digits(range(10, 60))
    assert (few.bears, few.why_not) == (False, "50 counts, fewer than 100")
    assert np.isnan(few.p_value)
    assert "does not bear the test" in few._repr_html_()


def test_first_digits() -> None:
    powers = gx.first_digits([2**n for n in range(120)])
    assert powers.bears
    assert powers.p_value > 0.9
    same = gx.first_digits(range(100, 999))
    assert same.why_not == "counts from 100 to 998 span less than 100 times"
    assert np.isnan(same.p_value)
    flat = gx.first_digits([*range(1, 10), *range(10, 100), *range(100, 1000)])
    assert flat.bears
    assert flat.p_value < 1e-6
    assert gx.first_digits([]).n == 0


def test_labels_are_in_both_languages() -> None:
    assert label("natural_person", "zh") == "自然人"
    assert label("region[east]", "en") == "region: east"
    assert label("unheard_of", "zh") == "unheard_of"


def test_a_case_alone_in_its_category_is_not_left_out() -> None:
    rows = gx.load().headlines
    rows = rows[~rows["caveat"].str.contains("office alone").eq(True)]
    found = gx.applications_count_model(rows, ["level", "region", "year"])
    assert found.data["level"].eq("province").sum() == 1
    # Without it the design would lose a column, and the ratio would be 1 by default.
    assert found.leave_one_out.loc["level[province]", "smallest"] > 1
