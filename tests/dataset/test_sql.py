"""SQL over a dataset: it agrees with pandas, changes nothing, and says what may be meant."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import gxlab as gx
from tests.conftest import ROOT


@pytest.fixture(scope="module", params=["csv", "parquet"])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> gx.Dataset:
    if request.param == "csv":
        return gx.Dataset(ROOT / "data" / "dataset")
    return gx.build(ROOT / "data" / "reports", tmp_path_factory.mktemp("built") / "dataset")


def test_observations_and_checks_in_sql_and_in_pandas(dataset: gx.Dataset) -> None:
    sql = dataset.query(
        """select o.body, o.year, sum(o.value) as concluded, any_value(c.broken) as broken
        from observations o join (
            select report_id, count(*) filter (verdict = 'broken') as broken
            from checks group by report_id
        ) c using (report_id)
        where o."table" = 'applications' and o."column" = 'total'
          and (o."row" in ('granted', 'partly_granted') or o."row" like 'refused!_%' escape '!'
            or o."row" like 'unavailable!_%' escape '!' or o."row" like 'declined!_%' escape '!'
            or o."row" like 'other%')
        group by o.body, o.year order by o.body, o.year"""
    )
    cells = dataset.observations.query("table == 'applications' and column == 'total'")
    outcomes = "granted$|partly_granted$|refused_|unavailable_|declined_|other"
    cells = cells[cells["row"].str.match(outcomes)]
    broken = dataset.checks["verdict"].eq("broken").groupby(dataset.checks["report_id"]).sum()
    by = cells.groupby(["body", "year"])
    pandas = pd.DataFrame(
        {
            "concluded": by["value"].sum(min_count=1),
            "broken": by["report_id"].first().map(broken).astype("Int64"),
        }
    ).reset_index()
    pd.testing.assert_frame_equal(sql, pandas, check_dtype=False)
    assert sql.dtypes.astype(str).to_dict() == {
        "body": "str", "year": "Int64", "concluded": "float64", "broken": "Int64",
    }  # fmt: skip


def test_headlines_in_sql_and_in_pandas() -> None:
    dataset = gx.load()
    sql = dataset.query(
        """select disclosed_scope as scope, count(*) as n, median(disclosed_total) as middle,
        sum(applications_new) as applications from headlines
        where disclosed_total is not null group by scope order by scope"""
    )
    rows = dataset.headlines.dropna(subset="disclosed_total").groupby("disclosed_scope")
    assert sql["n"].tolist() == rows.size().tolist()
    assert sql["middle"].tolist() == rows["disclosed_total"].median().tolist()
    assert sql["applications"].tolist() == rows["applications_new"].sum().tolist()


def test_labels_stand_beside_codes(dataset: gx.Dataset) -> None:
    found = dataset.query(
        """select distinct row_zh from observations join labels using ("table", "row", "column")
        where "row" = 'granted'"""
    )
    assert found["row_zh"].tolist() == ["(一)予以公开"]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("select yaer from observations", "no column 'yaer' in what is asked; did you mean year"),
        ("select row_zh from observations", "it is a column of labels"),
        ('select body from reports where body = "Huaian"', "a text is written in single quotes"),
        ("select * from observation", "there is no table 'observation'; did you mean observations"),
        ("select table from observations", "write the column in double quotes"),
        ("select nothing_like_it_at_all from reports", "there are "),
        ("selct 1", "syntax error"),
        ("select 1; select 2", "one select"),
        ("", "one select"),
        ("drop view reports", "nothing in a dataset can be changed"),
        ("insert into reports select * from reports", "nothing in a dataset can be changed"),
        ("copy reports to 'out.csv'", "nothing in a dataset can be changed"),
        ("attach 'other.db'", "nothing in a dataset can be changed"),
        ("set enable_external_access = true", "nothing in a dataset can be changed"),
        ("select * from read_csv('/etc/passwd')", "disabled by configuration"),
        ("select * from read_text('README.md')", "disabled by configuration"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered(dataset: gx.Dataset, sql: str, reason: str) -> None:
    with pytest.raises(gx.QueryError) as caught:
        dataset.query(sql)
    assert reason in str(caught.value)


def test_a_folder_with_a_quote_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    dataset = gx.build(tmp_path / "reports", tmp_path / "it's mine")
    assert dataset.query("select count(*) as n from observations")["n"].tolist() == [0]


def test_a_rate_over_nothing_is_missing(dataset: gx.Dataset) -> None:
    found = dataset.query("select 1.0::double / 0 as rate, 1 / 0 as whole")
    assert found.isna().all().all()
