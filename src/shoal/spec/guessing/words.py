"""Names by which exports call what Shoal asks for, in English, German, French and Spanish."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from shoal.records.workspace import Role

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

# Names are in order: of two columns that fit, the one whose name stands first is taken.
_FIELDS: Mapping[str, str] = {
    "account": "account_id acct_id account_no account_number account_key customer_id cust_id"
    " customer_no customer_number client_id company_id org_id organization_id organisation_id"
    " tenant_id workspace_id team_id kunden_id kundennummer kunden_nummer kunden_nr kundennr"
    " kunde_id kd_nr firmen_id firma_id konto_id kontonummer mandanten_id mandant kontonr konto_nr"
    " kundenkonto kundenr associated_company_id company_record_id group_id id_client numero_client"
    " code_client id_compte id_cliente cliente_id codigo_cliente numero_cliente id_cuenta"
    " empresa_id societe_id account customer client kunde firma associated_company compte cliente"
    " cuenta societe empresa",
    "user": "user_id user_email email e_mail user contact_email contact_id contact person_id"
    " member_id username user_name login_name benutzer_id benutzer nutzer_id nutzer anwender_id"
    " anwender mail mitarbeiter_id distinct_id benutzername benutzer_email utilisateur"
    " utilisateur_id id_utilisateur usuario usuario_id id_usuario correo courriel",
    "at": "occurred_at happened_at event_time event_timestamp event_at event_date usage_date"
    " activity_date timestamp ts at time date datetime created_at logged_at zeitpunkt zeitstempel"
    " datum zeit ereignisdatum nutzungsdatum erfasst_am login_date used_at used_on date_evenement"
    " fecha fecha_evento fecha_hora horodatage",
    "from": "valid_from from start_date starts_at started_at start begin_date begin"
    " contract_start subscription_start period_start gueltig_ab gueltig_von von startdatum beginn"
    " vertragsbeginn laufzeit_von created_at joined_at seit create_date valid_since date_debut"
    " debut fecha_inicio inicio vertragsstart laufzeitbeginn",
    "to": "valid_to valid_until to until end_date ends_at ended_at end contract_end"
    " subscription_end period_end cancelled_at canceled_at gueltig_bis bis enddatum ende"
    " vertragsende laufzeit_bis left_at date_fin fin fecha_fin laufzeitende",
    "opened": "opened_at opened open_date submitted_at reported_at created_at created_date"
    " created eroeffnet_am erstellt_am gemeldet_am eingegangen_am eingangsdatum eingang"
    " angelegt_am datum create_date geoeffnet geoeffnet_am eroeffnet angelegt gemeldet"
    " date_ouverture ouvert_le date_creation cree_le fecha_apertura fecha_creacion abierto",
    "resolved": "resolved_at resolved solved_at closed_at closed completed_at geloest_am"
    " geschlossen_am erledigt_am abgeschlossen_am close_date closed_date closed_on resolved_on"
    " geloest geschlossen erledigt date_resolution resolu_le date_cloture ferme_le"
    " fecha_resolucion fecha_cierre resuelto",
    "severity": "severity priority urgency prioritaet dringlichkeit schweregrad priorite urgence"
    " gravite prioridad urgencia gravedad",
    "satisfaction": "csat csat_score satisfaction satisfaction_score satisfaction_rating rating"
    " zufriedenheit bewertung note_satisfaction satisfaccion valoracion",
    "sent": "sent_at sent invited_at sent_date gesendet_am versendet_am verschickt_am versandt_am"
    " survey_sent date_envoi envoye_le fecha_envio enviado",
    "score": "score nps_score nps csat_score csat ces_score ces rating answer response punktzahl"
    " punkte bewertung antwort wert note punktwert puntuacion calificacion valoracion reponse"
    " note_nps",
    "feature": "feature feature_name feature_key module module_name funktion modul fonctionnalite"
    " fonction funcion funcionalidad",
    "minutes": "minutes duration_minutes duration_min session_minutes minutes_used dauer_minuten"
    " dauer_min minuten nutzungsminuten minutos duree_minutes duracion_minutos",
    "id": "event_id usage_id log_id row_id uuid id ereignis_id nutzungs_id message_id insert_id",
    "actor": "actor_type actor client_type platform source akteur plattform quelle",
    "count": "usage_count event_count n_events count hits quantity anzahl nombre_evenements"
    " cantidad",
    "seats": "seats seat_count licenses licences license_count licensed_seats purchased_seats"
    " plaetze sitze lizenzen anzahl_lizenzen lizenzanzahl quantity anzahl_plaetze anzahl_sitze"
    " anzahl_nutzer anzahl_benutzer places sieges nombre_de_places nombre_licences licencias"
    " puestos asientos",
    "amount": "mrr mrr_amount monthly_recurring_revenue monthly_amount amount arr arr_amount"
    " annual_amount revenue price monatsbetrag monatspreis betrag jahresbetrag umsatz preis"
    " montant montant_mensuel prix importe importe_mensual precio cuota",
    "plan": "plan plan_tier plan_name tier product subscription_plan tarif paket edition produkt"
    " formule forfait offre producto tarifa",
    "key": "subscription_id contract_id vertragsnummer vertrags_id abo_id",
    "created": "signup_date signed_up_at sign_up_date created_at created_on created_date created"
    " customer_since start_date kunde_seit registriert_am anmeldedatum erstellt_am vertragsbeginn"
    " signed_up signup sign_up signed_up_on signed_up_date signup_at registered_at registered_on"
    " registered became_customer_on create_date registriert registriert_seit kunde_ab kundenbeginn"
    " date_inscription inscrit_le client_depuis date_creation fecha_alta cliente_desde"
    " fecha_registro fecha_creacion",
    "ended": "cancelled_on canceled_on cancelled_at canceled_at churn_date churned_at ended_at"
    " end_date gekuendigt_am kuendigungsdatum gekuendigt_zum vertragsende kuendigung gekuendigt"
    " date_resiliation resilie_le fecha_baja fecha_cancelacion",
    "stage": "lifecycle_stage stage customer_stage account_status status phase lebensphase etape"
    " etapa estado statut",
    "owner": "csm csm_name owner account_owner account_manager customer_success_manager betreuer"
    " kundenbetreuer company_owner ansprechpartner responsable gestor charge_de_compte",
    "industry": "industry sector vertical branche secteur activite rubro",
    "contract_value": "arr arr_amount annual_recurring_revenue acv contract_value jahreswert"
    " vertragswert jahresumsatz valeur_contrat valor_contrato",
    "renewal": "renewal_date renewal renews_on next_renewal contract_end verlaengerung"
    " verlaengerungsdatum verlaengert_am date_renouvellement fecha_renovacion",
    "country": "country country_code land country_region pays pais",
    "kind": "kind type category outcome event_type activity_type touch_type survey_type channel"
    " status art typ kategorie ergebnis kanal tipo categorie categoria",
}
# Where a role calls a thing otherwise, these names come first.
_OF_ROLE: Mapping[tuple[Role, str], str] = {
    (Role.ACCOUNTS, "account"): _FIELDS["account"].rpartition(" account customer")[0]
    + " id record_id",
    (Role.ACCOUNTS, "name"): "account_name company_name company customer_name name organization"
    " organisation client_name kundenname firmenname firma kunde customer account kontoname nom"
    " raison_sociale societe nom_client nombre nombre_cliente razon_social empresa",
    (Role.EVENTS, "name"): "event event_name action event_type activity name ereignis aktion"
    " aktivitaet evenement evento accion",
    (Role.MILESTONES, "name"): "milestone milestone_name step onboarding_step step_name name"
    " stage meilenstein schritt etappe etape jalon hito etapa paso",
    (Role.SURVEYS, "at"): "answered_at responded_at response_date answer_date submitted_at"
    " survey_date completed_at date created_at beantwortet_am antwortdatum datum at timestamp"
    " submission_date survey_sent sent_at sent date_reponse repondu_le fecha_respuesta fecha"
    " date_enquete",
    (Role.MILESTONES, "at"): "reached_at completed_at achieved_at completed_on date at timestamp"
    " created_at erreicht_am abgeschlossen_am datum date_atteinte fecha",
    (Role.OUTCOMES, "at"): "churn_date churned_at outcome_date renewal_date closed_at"
    " effective_date cancelled_at date at timestamp created_at kuendigungsdatum gekuendigt_am"
    " datum close_date gekuendigt_zum kuendigung gekuendigt date_resiliation fecha_baja"
    " fecha_cancelacion fecha",
    (Role.ENGAGEMENT, "at"): "attended_at completed_at started_at occurred_at date at timestamp"
    " created_at teilgenommen_am abgeschlossen_am datum fecha",
    (Role.TOUCHES, "at"): "called_at held_at meeting_date call_date occurred_at date at timestamp"
    " created_at datum termin fecha",
    (Role.OUTCOMES, "amount"): "amount amount_change mrr_change arr_change mrr arr betrag montant"
    " importe",
}
FILE_WORDS: Mapping[Role, str] = {
    Role.ACCOUNTS: "accounts account customers customer companies company clients kunden kunde"
    " firmen konten kundenstamm kundenkonten organizations organisations tenants groups comptes"
    " societes entreprises clientes cuentas empresas",
    Role.SUBSCRIPTIONS: "subscriptions subscription contracts contract licenses abos abonnements"
    " vertraege lizenzen vertrag lizenz abo plans abonnement contrats licences suscripciones"
    " contratos licencias",
    Role.CONTACTS: "benutzerverzeichnis nutzerverzeichnis directory "
    "contacts contact users user members people kontakte benutzer nutzer anwender"
    " ansprechpartner utilisateurs usuarios contactos personnes",
    Role.EVENTS: "events event usage activity log logs product sessions clickstream telemetry"
    " nutzung ereignisse aktivitaeten protokoll tracks track pageviews logins actions evenements"
    " utilisation eventos uso actividad",
    Role.TICKETS: "tickets ticket support cases helpdesk requests anfragen vorfaelle stoerungen"
    " vorgaenge vorgang faelle demandes incidents incidencias solicitudes casos",
    Role.SURVEYS: "nps csat ces survey surveys feedback umfrage umfragen zufriedenheit bewertung"
    " bewertungen ratings enquete enquetes sondage sondages avis encuesta encuestas",
    Role.MILESTONES: "onboarding milestones milestone einfuehrung meilensteine jalons hitos",
    Role.ENGAGEMENT: "academy training trainings webinars webinar courses education learning"
    " marketing campaigns newsletter community forum engagement schulung schulungen akademie kurse"
    " formations formation formacion cursos",
    Role.OUTCOMES: "outcomes outcome churn churns renewals cancellations kuendigungen"
    " verlaengerungen ergebnisse kuendigung resiliations resiliation renouvellements bajas"
    " cancelaciones renovaciones",
    Role.TOUCHES: "calls call meetings touches touch visits qbr anrufe termine besuche gespraeche"
    " kontakthistorie appels reunions llamadas reuniones visitas",
}


def plain(name: str) -> str:
    """Return a name in small letters with words parted by one line below.

    >>> plain("Gültig bis"), plain("accountID"), plain("e-Mail")
    ('gueltig_bis', 'account_id', 'e_mail')
    """
    parted = _CAMEL.sub("_", name.strip()).casefold().translate(_UMLAUTS)
    flat = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode()
    return "_".join(re.findall(r"[a-z0-9]+", flat))


@cache
def names_of(role: Role, field: str) -> tuple[str, ...]:
    """Return the names that a field of a role goes by, the most telling first.

    >>> names_of(Role.TICKETS, "severity")[:2]
    ('severity', 'priority')
    """
    told = _OF_ROLE.get((role, field), _FIELDS.get(field, ""))
    return tuple(dict.fromkeys([*told.split(), field]))


def words_of(name: str) -> frozenset[str]:
    """Return the words of a file's name.

    >>> sorted(words_of("acme_support-tickets"))
    ['acme', 'support', 'tickets']
    """
    return frozenset(plain(name).split("_"))
