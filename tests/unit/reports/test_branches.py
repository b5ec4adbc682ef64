"""The tree is drawn as it was grown."""

from dataclasses import replace

from shoal.records.evidence import Natural
from shoal.reports.branches import draw_tree
from shoal.reports.reading import read_study


def test_every_merge_has_two_branches_and_leaves_end_on_the_right(read):
    reading = read()

    picture = draw_tree(reading)

    assert len(picture.branches) == 2 * len(reading.study.tree.merges)
    assert sum(b.x2 == picture.right for b in picture.branches) == len(reading.study.tree.leaves)
    assert all(0 <= b.x1 <= b.x2 <= picture.right for b in picture.branches)
    assert min(b.x1 for b in picture.branches) == 0.0


def test_the_cut_crosses_as_many_branches_as_there_are_groups(read):
    for names in (("At Risk", "Champions"), ("At Risk", "Champions", "Dormant", "Casual")):
        picture = draw_tree(read(archetypes=names))

        crossed = sum(b.x1 < picture.cut_x < b.x2 for b in picture.branches)

        assert crossed == len(names)


def test_a_branch_wears_a_colour_only_if_all_below_it_are_one_segment(read):
    reading = read()
    css = {g.segment.key: g.css for g in reading.groups}

    picture = draw_tree(reading)

    coloured = {b.css for b in picture.branches if b.css}
    assert coloured == set(css.values())
    assert all(b.css == "" for b in picture.branches if b.x1 < picture.cut_x)


def test_runs_count_all_accounts(read):
    picture = draw_tree(read())

    assert sum(int(run.number) for run in picture.runs) == 500
    assert picture.summary == "Ward's tree puts 495 of 500 accounts in the same group"


def test_slices_single_segments_and_studies_without_one_have_no_tree(read, build_study):
    study = build_study()

    assert draw_tree(read(natural=Natural.NONE, named=False)) is None
    assert draw_tree(read(archetypes=("Champions",))) is None
    assert draw_tree(read_study(replace(study, tree=None))) is None
