"""Columns about who an account is: shown beside a segment, never clustered."""

from typing import Final

from shoal.audit.terms.term import Term
from shoal.records.meanings import ContextRole, Kind, Meaning


def _fact(
    key: str, label: str, role: ContextRole = ContextRole.OTHER, *, unit: str = ""
) -> Meaning:
    return Meaning(key=key, kind=Kind.FACT, label=label, role=role, unit=unit, decimals=0)


def _id(key: str, label: str) -> Meaning:
    return Meaning(key=key, kind=Kind.ID, label=label)


# The order is the order in which an id is guessed, and the best contract value is found.
_IDS: Final = (
    Term(
        meaning=_id("account_id", "Account"),
        names="account_id acct_id account_number account_no account_key account_uuid "
        "sfdc_account_id konto_id kontonummer",
    ),
    Term(
        meaning=_id("customer_id", "Customer"),
        names="customer_id cust_id client_id customer_number customer_no customer_key "
        "customer_uuid customer_nr kunden_id kundennummer kunden_nr kundennr kunde_id kd_nr",
    ),
    Term(
        meaning=_id("company_id", "Company"),
        names="company_id org_id organization_id organisation_id tenant_id workspace_id team_id "
        "subscriber_id member_id firmen_id firma_id",
    ),
    Term(meaning=_id("id", "Id"), names="id _id ids uuid guid uid identifier key"),
    Term(meaning=_id("user_id", "User"), names="user_id contact_id person_id subscription_id"),
    Term(
        meaning=_id("external_id", "External id"),
        names="external_id crm_id salesforce_id sfdc_id hubspot_id record_id stripe_id",
    ),
)

_MONEY: Final = (
    Term(
        meaning=_fact("contract_value", "Annual recurring revenue", ContextRole.CONTRACT_VALUE),
        names="arr annual_recurring_revenue current_arr arr_amount total_arr",
    ),
    Term(
        meaning=_fact("contract_value", "Annual contract value", ContextRole.CONTRACT_VALUE),
        names="acv annual_contract_value annual_contract_amount",
    ),
    Term(
        meaning=_fact("contract_value", "Contract value", ContextRole.CONTRACT_VALUE),
        names="contract_value contract_amount total_contract_value tcv deal_value deal_size "
        "subscription_value account_value vertragswert auftragswert vertragsvolumen",
    ),
    Term(
        meaning=_fact("contract_value", "Monthly recurring revenue", ContextRole.CONTRACT_VALUE),
        names="mrr monthly_recurring_revenue current_mrr mrr_amount total_mrr",
    ),
    Term(
        meaning=_fact("paid_amount", "Amount"),
        names="amount amount_paid paid_amount billed_amount invoice_amount recurring_amount betrag",
    ),
    Term(
        meaning=_fact("contract_value", "Revenue", ContextRole.CONTRACT_VALUE),
        names="revenue annual_revenue monthly_revenue total_revenue revenue_amount umsatz "
        "jahresumsatz monatsumsatz",
    ),
    Term(
        meaning=_fact("lifetime_value", "Lifetime value"),
        names="ltv clv cltv lifetime_value customer_lifetime_value",
    ),
    Term(
        meaning=_fact("currency", "Currency"),
        names="currency currency_code currency_iso_code contract_currency arr_currency waehrung",
    ),
)

_PEOPLE: Final = (
    Term(
        meaning=_fact("name", "Name", ContextRole.NAME),
        names="name account_name customer_name company_name client_name organization_name "
        "organisation_name company firma firmenname kundenname kunde account customer client "
        "kontoname organization organisation",
    ),
    Term(
        meaning=_fact("owner", "Owner", ContextRole.OWNER),
        names="owner csm csm_name account_owner customer_success_manager account_manager "
        "owner_name csm_owner success_manager assigned_csm owner_email csm_id owner_id "
        "betreuer kundenbetreuer ansprechpartner",
    ),
    Term(
        meaning=_fact("seats", "Seats", ContextRole.SEATS),
        names="seats seat_count licenses licences license_count licence_count seats_purchased "
        "licensed_seats licensed_users seats_licensed purchased_seats contracted_seats "
        "total_seats paid_seats num_seats licenses_purchased user_licenses sitze lizenzen "
        "plaetze lizenzanzahl anzahl_lizenzen",
    ),
    Term(
        meaning=_fact("employees", "Employees"),
        names="employees employee_count num_employees company_size headcount number_of_employees "
        "company_employees mitarbeiter mitarbeiterzahl unternehmensgroesse",
    ),
)

_PLACE: Final = (
    Term(
        meaning=_fact("industry", "Industry", ContextRole.INDUSTRY),
        names="industry vertical sector industry_name industry_sector branche naics sic_code",
    ),
    Term(meaning=_fact("country", "Country"), names="country country_code land nation"),
    Term(
        meaning=_fact("region", "Region"),
        names="region territory geo state province market bundesland sales_region",
    ),
    Term(
        meaning=_fact("city", "City"),
        names="city town stadt ort zip zip_code zipcode postal_code postcode plz latitude "
        "longitude lat lng lon phone phone_number",
    ),
    Term(
        meaning=_fact("parent", "Parent account", ContextRole.PARENT),
        names="parent parent_account parent_id parent_account_id parent_company parent_name "
        "ultimate_parent muttergesellschaft konzern",
    ),
)

_CONTRACT: Final = (
    Term(
        meaning=_fact("renewal_date", "Renewal date", ContextRole.RENEWAL),
        names="renewal_date renewal renews_on next_renewal next_renewal_date contract_end "
        "contract_end_date subscription_end_date subscription_end contract_renewal_date "
        "renewal_on contract_expiry expiry_date vertragsende verlaengerung verlaengerungsdatum",
    ),
    Term(
        meaning=_fact("days_to_renewal", "Days to renewal", unit="days"),
        names="days_to_renewal days_until_renewal months_to_renewal contract_days_remaining",
    ),
    Term(
        meaning=_fact("product", "Product", ContextRole.PRODUCT),
        names="product plan tier product_name plan_name plan_tier subscription_plan "
        "subscription_tier pricing_plan pricing_tier subscription_type edition package "
        "produkt tarif paket",
    ),
    Term(
        meaning=_fact("stage", "Stage", ContextRole.STAGE),
        names="stage lifecycle_stage customer_stage lifecycle journey_stage status "
        "account_status customer_status subscription_status phase",
    ),
    Term(
        meaning=_fact("contract_type", "Contract"),
        names="contract contract_type contract_term contract_length term_months billing_cycle "
        "billing_frequency payment_method payment_terms paperless_billing auto_renew "
        "auto_renew_flag auto_renewal vertragsart vertragslaufzeit zahlungsart",
    ),
    Term(
        meaning=_fact("group", "Group"),
        names="customer_segment market_segment segment_type account_type customer_type "
        "account_tier customer_tier cohort lead_source referral_source acquisition_channel "
        "channel source kundentyp",
    ),
    Term(
        meaning=_fact("tenure", "Tenure"),
        names="tenure tenure_days tenure_months tenure_years account_age account_age_days age_days "
        "account_age_months customer_age_days days_since_signup months_as_customer "
        "days_as_customer customer_since signup_date created created_at created_date "
        "created_on creation_date start_date contract_start contract_start_date "
        "subscription_start subscription_start_date sign_up_date signed_up_at onboarding_date "
        "kunde_seit vertragsbeginn registration_date",
    ),
    Term(
        meaning=_fact("person", "Person"),
        names="gender sex age birth_date date_of_birth birth_year partner has_partner dependents "
        "has_dependents senior senior_citizen is_senior marital_status education_level income "
        "household_size children geschlecht alter email email_address",
    ),
)

TERMS: Final = _IDS + _MONEY + _PEOPLE + _PLACE + _CONTRACT
