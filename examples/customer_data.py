"""Five hundred customers with six columns and no id: the table most teams start from.

Makes the table, segments it and prints what is recommended. Needs pandas.

    python examples/customer_data.py
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

import shoal


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One made-up kind of customer: how many, and what is typical of them."""

    customers: int
    monthly_active_users: float
    feature_adoption_rate: float
    support_tickets_per_month: float
    days_since_last_login: float
    nps_score: float


GROUPS = (
    Group(
        customers=110,
        monthly_active_users=48,
        feature_adoption_rate=72,
        support_tickets_per_month=1.2,
        days_since_last_login=1.5,
        nps_score=58,
    ),
    Group(
        customers=130,
        monthly_active_users=36,
        feature_adoption_rate=38,
        support_tickets_per_month=1.6,
        days_since_last_login=4,
        nps_score=28,
    ),
    Group(
        customers=100,
        monthly_active_users=22,
        feature_adoption_rate=27,
        support_tickets_per_month=7.5,
        days_since_last_login=6,
        nps_score=-8,
    ),
    Group(
        customers=90,
        monthly_active_users=9,
        feature_adoption_rate=16,
        support_tickets_per_month=0.7,
        days_since_last_login=34,
        nps_score=4,
    ),
    Group(
        customers=70,
        monthly_active_users=19,
        feature_adoption_rate=62,
        support_tickets_per_month=0.4,
        days_since_last_login=2.5,
        nps_score=41,
    ),
)


def customer_data(seed: int = 11) -> pd.DataFrame:
    """Return the made-up table: 500 rows in random order, six columns, no id.

    Contract value follows the size of the company and not the kind of customer.
    """
    random = np.random.default_rng(seed)
    table = pd.concat([_customers(group, random) for group in GROUPS])
    return table.sample(frac=1, random_state=seed).reset_index(drop=True)


def _customers(group: Group, random: np.random.Generator) -> pd.DataFrame:
    n = group.customers
    users = group.monthly_active_users * random.lognormal(0, 0.45, n)
    logins = random.lognormal(np.log(group.days_since_last_login), 0.5, n)
    adoption = random.normal(group.feature_adoption_rate, 8, n)
    return pd.DataFrame(
        {
            "monthly_active_users": users.round().astype(int) + 1,
            "feature_adoption_rate": adoption.clip(0, 100).round(1),
            "support_tickets_per_month": random.poisson(group.support_tickets_per_month * 3, n) / 3,
            "days_since_last_login": logins.round().astype(int),
            "contract_value": (random.lognormal(9.6, 0.8, n) / 100).round() * 100,
            "nps_score": random.normal(group.nps_score, 18, n).clip(-100, 100).round(),
        }
    )


if __name__ == "__main__":
    result = shoal.segment(customer_data())
    for reason in result.recommendation.reasons:
        print(reason)
    for segment in result.segments:
        print(f"{segment.size:4}  {segment.name}: {segment.persona}")
