"""Small pictures show the numbers of the evidence, and nothing else."""

from dataclasses import replace

import pytest

from shoal.reports.candidates import (
    HEIGHT,
    candidate_rows,
    silhouette_picture,
    small_pictures,
    weight_words,
)
from shoal.reports.evidence import gather_evidence
from shoal.reports.reading import read_study


def with_recommendation(study, **changes):
    return read_study(replace(study, recommendation=replace(study.recommendation, **changes)))


def test_points_are_the_candidates_of_the_chosen_algorithm(read):
    elbow, silhouette, stability = small_pictures(read())

    assert [p.count for p in elbow.points] == list(range(2, 11))
    assert [p.value for p in silhouette.points] == [
        f"{0.54 - 0.03 * abs(k - 6):.2f}" for k in range(2, 11)
    ]
    assert [p.count for p in stability.points] == [4, 5, 6, 7, 8]  # the finalists
    for picture in (elbow, silhouette, stability):
        assert [p.count for p in picture.points if p.chosen] == [6]


def test_heights_start_at_zero(read):
    elbow, _, _ = small_pictures(read())

    rise = [HEIGHT - p.y for p in elbow.points]
    values = [1.2 / (p.count + 1) for p in elbow.points]
    assert elbow.base_y == HEIGHT
    assert [r / rise[0] for r in rise] == pytest.approx([v / values[0] for v in values], abs=0.01)


def test_there_is_room_for_the_number_above_the_highest_point(read):
    for picture in small_pictures(read()):
        assert min(p.y for p in picture.points) >= 16


def test_highest_is_said_where_it_is(read):
    _, silhouette, _ = small_pictures(read())

    assert silhouette.note.endswith("Highest at six.")


def test_below_zero_the_base_line_moves_up(build_study):
    study = build_study()
    rows = tuple(
        replace(row, silhouette=row.silhouette - 0.5) for row in study.recommendation.evidence
    )

    picture = silhouette_picture(with_recommendation(study, evidence=rows))

    assert picture.base_y < HEIGHT
    assert min(p.y for p in picture.points) < picture.base_y < max(p.y for p in picture.points)


def test_band_lies_where_tables_without_groups_lie(read):
    picture = silhouette_picture(read())

    corners = [tuple(map(float, pair.split(","))) for pair in picture.band.split()]
    assert len(corners) == 18
    upper, lower = corners[:9], corners[:8:-1]
    assert all(u[1] < low[1] for u, low in zip(upper, lower, strict=True))
    curve = {p.x: p.y for p in picture.points}
    assert all(curve[x] < y for x, y in upper[2:])  # real groups stand above the band


def test_a_number_that_was_not_measured_has_no_picture(build_study):
    study = build_study()
    rows = tuple(
        replace(row, inertia=None, stability=None) for row in study.recommendation.evidence
    )

    titles = [p.title for p in small_pictures(with_recommendation(study, evidence=rows))]

    assert titles == ["Distance between groups"]


def test_only_one_row_of_the_table_is_chosen(read):
    rows = candidate_rows(read())

    assert len(rows) == 18
    assert [(r.algorithm, r.count) for r in rows if r.chosen] == [("k-means", "6")]
    assert rows[0].stability == "–"


def test_weights_read_as_fractions():
    assert [weight_words(w) for w in (1.0, 0.5, 0.25)] == ["1", "½", "¼"]


def test_the_table_shows_every_number_that_was_measured(build_study):
    study = build_study()
    row = replace(
        study.recommendation.evidence[0],
        silhouette=0.314,
        silhouette_error=0.012,
        calinski_harabasz=1234.4,
        davies_bouldin=1.706,
        bic=-56789.2,
        jaccards=(0.98, 0.713),
    )
    (shown,) = candidate_rows(with_recommendation(study, evidence=(row,)))
    assert shown.silhouette == "0.31 ± 0.01"
    assert (shown.apart, shown.alike, shown.bic) == ("1,234", "1.71", "−56,789")
    assert shown.least_alike == "0.71"
    bare = replace(row, silhouette_error=0.0, calinski_harabasz=None, davies_bouldin=None, bic=None)
    (shown,) = candidate_rows(with_recommendation(study, evidence=(bare,)))
    assert (shown.silhouette, shown.apart, shown.alike, shown.bic) == ("0.31", "–", "–", "–")


def test_every_number_of_the_table_is_explained(read):
    explained = {meaning.word for meaning in gather_evidence(read()).glossary}
    columns = {"Silhouette", "Stability", "Foretold", "Calinski-Harabasz", "Davies-Bouldin", "BIC"}
    columns |= {"Least Jaccard"}
    assert columns <= explained
