"""Turn an assignment into segments that people read: profiles, names, rules, plays."""

from collections.abc import Sequence

from shoal.records.accounts import Accounts, Placed
from shoal.records.evidence import Natural
from shoal.records.preparation import Prepared
from shoal.records.scoring import Assignment
from shoal.records.segments import Segment
from shoal.segments.naming.names import name_segments
from shoal.segments.naming.placed import name_placed, rule_of_placed
from shoal.segments.naming.portraits import paint_portraits
from shoal.segments.profiles.metrics import profile_metrics
from shoal.segments.profiles.outcomes import outcome_shares
from shoal.segments.profiles.rules import plain_rules
from shoal.segments.profiles.typical import typical_accounts


def describe_segments(
    accounts: Accounts,
    assignment: Assignment,
    prepared: Prepared,
    *,
    natural: Natural,
    seed: int,
    placed: Sequence[Placed] = (),
    taken: Sequence[str] = (),
) -> tuple[Segment, ...]:
    """Describe every segment in words and native units.

    Parameters
    ----------
    accounts : Accounts
        Metrics, context and outcomes in native units.
    assignment : Assignment
        The segment of each account.
    prepared : Prepared
        The metrics after preparation, in the same order; typical accounts are sought there.
    natural : Natural
        The verdict; with `none` no segment gets an archetype.
    seed : int
        For the folds that judge the rules.
    placed : sequence of Placed
        The segments that rules made before clustering: the last keys of `assignment`.
    taken : sequence of str
        Further names that no segment may get.

    Returns
    -------
    tuple of Segment
        In the order of `assignment.keys`.
    """
    profiles = profile_metrics(accounts, assignment)
    outcomes = outcome_shares(accounts, assignment)
    effects = [[p.effect for p in segment] for segment in profiles]
    rules = plain_rules(accounts, assignment, effects, seed=seed)
    typical = typical_accounts(accounts, assignment, prepared)
    portraits = paint_portraits(accounts, assignment, profiles, outcomes)
    n_found = len(assignment.keys) - len(placed)
    names = [*(p.name for p in placed), *taken]
    namings = name_segments(portraits[:n_found], accounts, natural=natural, taken=names)
    namings += tuple(
        name_placed(p, accounts, o) for p, o in zip(placed, portraits[n_found:], strict=True)
    )
    rules = (*rules[:n_found], *(rule_of_placed(p) for p in placed))
    return tuple(
        Segment(
            key=key,
            name=naming.name,
            size=portrait.size,
            share=portrait.size / max(len(accounts.ids), 1),
            persona=naming.persona,
            metrics=profiles[s],
            archetype=naming.archetype,
            score=naming.score,
            reason=naming.reason,
            rule=rules[s],
            plays=naming.plays,
            typical=typical[s],
            outcomes=outcomes[s],
        )
        for s, (key, portrait, naming) in enumerate(
            zip(assignment.keys, portraits, namings, strict=True)
        )
    )
