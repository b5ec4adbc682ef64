"""Columns about what became of accounts, and about what the team did to them."""

from typing import Final

from shoal.audit.terms.term import Term
from shoal.records.meanings import Better, Kind, Meaning, Topic


def _outcome(key: str, label: str, better: Better, *, unit: str = "") -> Meaning:
    return Meaning(
        key=key, kind=Kind.OUTCOME, label=label, unit=unit, better=better, topic=Topic.GROWTH
    )


def _touch(key: str, label: str, *, unit: str = "") -> Meaning:
    return Meaning(key=key, kind=Kind.TOUCH, label=label, unit=unit, low=0)


_OUTCOMES: Final = (
    Term(
        meaning=_outcome("churned", "Churned", Better.LESS),
        names="churned churn is_churned has_churned churn_flag churn_label churn_status "
        "churn_value did_churn churn_date churned_at churned_on customer_churn exited attrition "
        "attrition_flag lost lost_customer kuendigung gekuendigt kuendigungsdatum abgewandert",
    ),
    Term(
        meaning=_outcome("cancelled", "Cancelled", Better.LESS),
        names="cancelled canceled is_cancelled is_canceled cancellation cancellation_date "
        "cancelled_at canceled_at cancel_date cancelled_flag storniert",
    ),
    Term(
        meaning=_outcome("renewed", "Renewed", Better.MORE),
        names="renewed is_renewed has_renewed did_renew renewal_outcome renewal_flag renewal_won "
        "retained is_retained verlaengert",
    ),
    Term(
        meaning=_outcome("expanded", "Expanded", Better.MORE),
        names="expanded is_expanded has_expanded did_expand expansion expansion_flag upgraded "
        "upgrade_flag is_upgraded",
    ),
    Term(
        meaning=_outcome("upsell", "Bought more", Better.MORE),
        names="upsell upsold upsell_flag cross_sell cross_sold has_upsell",
    ),
    Term(
        meaning=_outcome("downgraded", "Downgraded", Better.LESS),
        names="downgraded is_downgraded downgrade downgrade_flag contracted contraction "
        "contraction_flag",
    ),
    Term(
        meaning=_outcome("seat_growth", "Seats grew", Better.MORE, unit="%"),
        names="seat_growth seat_growth_pct seats_added license_growth licence_growth "
        "seat_growth_rate seat_change seat_change_pct",
    ),
    Term(
        meaning=_outcome("revenue_growth", "Revenue grew", Better.MORE, unit="%"),
        names="revenue_growth revenue_growth_pct arr_growth mrr_growth revenue_growth_rate "
        "arr_growth_pct mrr_growth_pct expansion_revenue expansion_mrr expansion_arr "
        "net_revenue_retention nrr umsatzwachstum",
    ),
    Term(
        meaning=_outcome("churn_score", "Churn score", Better.LESS),
        names="churn_score churn_probability churn_risk churn_risk_score churn_prediction "
        "churn_reason churn_category",
    ),
)

_TOUCHES: Final = (
    Term(
        meaning=_touch("csm_calls", "Calls by the team"),
        names="calls_by_csm csm_calls calls_made outbound_calls check_in_calls calls_with_csm",
    ),
    Term(
        meaning=_touch("emails_sent", "Mails sent"),
        names="emails_sent mails_sent csm_emails emails_by_csm campaign_emails_sent "
        "outreach_emails",
    ),
    Term(
        meaning=_touch("qbr_count", "Business reviews"),
        names="qbr_count qbr qbrs qbrs_held business_reviews quarterly_business_reviews ebr "
        "ebr_count",
    ),
    Term(
        meaning=_touch("meetings", "Meetings"),
        names="meetings meetings_held csm_meetings meetings_with_csm touchpoints touch_points "
        "csm_touches csm_touchpoints csm_interactions termine",
    ),
    Term(
        meaning=_touch("last_contact_days", "Days since last contact", unit="days"),
        names="last_contact_days days_since_last_contact days_since_contact "
        "days_since_last_touch days_since_last_qbr days_since_last_meeting "
        "days_since_last_touchpoint",
    ),
)

TERMS: Final = _OUTCOMES + _TOUCHES
