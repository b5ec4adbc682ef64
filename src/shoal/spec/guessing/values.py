"""What the values of a column tell: severe tickets, outcomes, who acted, a survey's scale."""

from collections.abc import Iterable, Mapping

from shoal.records.roles import KIND_WORDS
from shoal.records.samples import ColumnSample
from shoal.records.workspace import Role
from shoal.spec.guessing.words import plain, words_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SEVERE = _words(
    "high urgent critical blocker major severe p0 p1 sev0 sev1 s1 highest emergency hoch dringend"
    " kritisch sehr_hoch schwer notfall haute urgente critique alta critica"
)
_LOGINS = _words(
    "login logged_in log_in signin sign_in signed_in login_success user_login session_start"
    " anmeldung eingeloggt angemeldet connexion inicio_sesion"
)
_INTEGRATION_WORDS = _words("integration sync connector webhook schnittstelle")
_ACTORS: Mapping[str, frozenset[str]] = {
    "person": _words("web mobile browser app desktop ui ios android user person human mensch"),
    "api": _words("api sdk script service system integration webhook"),
    "agent": _words("mcp agent assistant bot ai llm copilot"),
}
_KINDS: Mapping[str, frozenset[str]] = {
    "churned": _words(
        "churned churn lost cancelled canceled cancellation terminated gekuendigt"
        " kuendigung kuendigungen verloren abgewandert resiliation resiliations baja bajas"
    ),
    "renewed": _words("renewed renewal renew verlaengert verlaengerung"),
    "expanded": _words(
        "expanded expansion upsell upgrade upgraded cross_sell erweitert erweiterung"
    ),
    "contracted": _words(
        "contracted contraction downsell downgrade downgraded reduziert reduzierung"
    ),
    "education": _words(
        "education academy training course courses webinar learning certification schulung akademie"
        " kurs kurse schulungen trainings"
    ),
    "marketing": _words("marketing campaign campaigns newsletter email event kampagne"),
    "community": _words("community forum group gruppe usergroup"),
    "nps": _words("nps"),
    "csat": _words("csat satisfaction zufriedenheit"),
    "ces": _words("ces effort aufwand"),
}
_SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}


def severe_values(column: ColumnSample) -> tuple[str, ...]:
    """Return the values of a severity that sound severe."""
    return tuple(v for v in column.values if plain(v) in _SEVERE)


def login_values(column: ColumnSample) -> tuple[str, ...]:
    """Return the names of events that are logins."""
    return tuple(v for v in column.values if plain(v) in _LOGINS)


def integration_values(column: ColumnSample) -> tuple[str, ...]:
    """Return the features that sound like integrations."""
    return tuple(v for v in column.values if words_of(v) & _INTEGRATION_WORDS)


def actor_values(column: ColumnSample) -> dict[str, tuple[str, ...]]:
    """Return the values of an actor by who it is; empty if one of them is not known."""
    by_who = {
        who: tuple(v for v in column.values if plain(v) in known) for who, known in _ACTORS.items()
    }
    if sum(map(len, by_who.values())) < len(column.values):
        return {}
    return {who: values for who, values in by_who.items() if values}


def kind_values(column: ColumnSample, role: Role) -> dict[str, str]:
    """Return what the values of a kind mean, as far as they are known."""
    words = KIND_WORDS.get(role, ())
    return {
        v: word
        for v in column.values
        for word in words
        if plain(v) == word or plain(v) in _KINDS[word]
    }


def kind_of_name(name: str, columns: Iterable[str], role: Role) -> str | None:
    """Return the kind that a table's name, or a column's, speaks of."""
    spoken = [words_of(name), *(words_of(c) for c in columns)]
    for words in spoken:
        for kind in KIND_WORDS.get(role, ()):
            if kind in words or words & _KINDS[kind]:
                return kind
    return None


def survey_scale(kind: str, score: ColumnSample) -> tuple[int, int]:
    """Return the scale of a survey: the usual one of its kind, wider if answers ask for it."""
    low, high = _SCALES[kind]
    if score.high is not None and score.high > high:
        # Ten points, or per cent; a little over ten is no scale but a fault.
        high = 10 if score.high < 20 else 100  # noqa: PLR2004
    if score.low is not None and score.low < low:
        low = 0 if score.low >= 0 else -100
    return low, high


def kind_of_scale(score: ColumnSample) -> str:
    """Return the survey that usually has such answers."""
    high = score.high if score.high is not None else 10.0
    return next((k for k in ("csat", "ces") if high <= _SCALES[k][1]), "nps")
