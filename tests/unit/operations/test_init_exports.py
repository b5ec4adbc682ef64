"""Exports as common tools and languages name their columns become workspaces that check clean."""

import json

import pytest
import yaml

from shoal.errors import UnreadableFile
from shoal.operations.init import begin_workspace

DAYS = ["2026-03-01", "2026-03-02", "2026-03-04"]


def csv(columns, *, rows=3, sep=","):
    """Write a table whose cells follow from what stands behind the name of their column."""

    def cell(kind, i):
        kinds = {"d": DAYS[i % 3], "t": f"{DAYS[i % 3]} 10:00:00", "n": str(i + 1), "": ""}
        return kinds.get(kind, f"{kind}{i}")

    parts = [c.rpartition(":") for c in columns]
    lines = [sep.join(name for name, _, _ in parts)]
    lines += [sep.join(cell(kind, i) for _, _, kind in parts) for i in range(rows)]
    return "\n".join(lines) + "\n"


def lines(**cells):
    return "".join(json.dumps({k: f"{v}{i}" for k, v in cells.items()}) + "\n" for i in (1, 2, 3))


CRM = {
    "companies.csv": csv(["Record ID:c", "Company name:N", "Company owner:O", "Create Date:t"]),
    "contacts.csv": csv(["Record ID:p", "Email:m@x", "Associated Company ID:c"]),
    "tickets.csv": csv(["Ticket ID:t", "Create date:t", "Close date:t", "Associated Company ID:c"]),
    "nps_responses.csv": csv(["Company ID:c", "Submission date:d", "NPS score:n"]),
}
BILLING = {
    "customers.csv": csv(["id:c", "Name:N", "Created (UTC):t"]),
    "subscriptions.csv": csv(
        ["id:s", "Customer ID:c", "Quantity:n", "Amount:n", "Start (UTC):t", "Ended At (UTC):"]
    ),
}
TRACKING = {
    "groups.jsonl": lines(groupId="g", name="N", createdAt="2026-03-0"),
    "tracks.jsonl": "".join(
        json.dumps(
            {"messageId": i, "event": "Go", "userId": "u", "groupId": f"g{i}", "timestamp": d}
        )
        + "\n"
        for i, d in enumerate(DAYS, 1)
    ),
}
GERMAN = {
    "Konten.csv": csv(["Kontonr:c", "Name:N", "Registriert am:d", "Kündigung:"], sep=";"),
    "Vorgänge.csv": csv(["Kontonr:c", "Geöffnet:d", "Gelöst:d", "Bewertung:n"], sep=";"),
    "Lizenzen.csv": csv(["Kontonr:c", "Beginn:d", "Anzahl Plätze:n", "Betrag:n"], sep=";"),
    "Kündigungen.csv": csv(["Kontonr:c", "Gekündigt zum:d"], sep=";"),
}
FRENCH = {
    "clients.csv": csv(["id_client:c", "nom:N", "date_inscription:d", "secteur:S"], sep=";"),
    "abonnements.csv": csv(["id_client:c", "date_debut:d", "places:n", "montant:n"], sep=";"),
    "enquete.csv": csv(["id_client:c", "date_reponse:d", "note:n"], sep=";"),
}
SPANISH = {
    "clientes.csv": csv(["id_cliente:c", "nombre:N", "fecha_alta:d"], sep=";"),
    "incidencias.csv": csv(["id_cliente:c", "fecha_apertura:d", "prioridad:alta"], sep=";"),
    "eventos.csv": csv(["id_cliente:c", "usuario:u", "fecha:d", "evento:e"], sep=";"),
}
PLAIN = {
    "customers.csv": csv(["customer_id:c", "company:N", "signed_up:d"]),
    "nps.csv": csv(["customer_id:c", "filled_in:d", "nps:n"]),
    "logins.csv": csv(["customer_id:c", "user:u", "day:d"]),
}


@pytest.fixture
def begin(tmp_path):
    def run(files):
        for name, text in files.items():
            (tmp_path / "exports").mkdir(exist_ok=True)
            (tmp_path / "exports" / name).write_text(text, "utf-8")
        return begin_workspace(tmp_path / "acme", [tmp_path / "exports"])

    return run


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            CRM,
            {
                "companies": ("accounts", {"account": "Record ID", "owner": "Company owner"}),
                "contacts": ("contacts", {"account": "Associated Company ID"}),
                "tickets": ("tickets", {"opened": "Create date", "resolved": "Close date"}),
                "nps_responses": ("surveys", {"at": "Submission date", "score": "NPS score"}),
            },
        ),
        (
            BILLING,
            {
                "customers": ("accounts", {"created": "Created (UTC)"}),
                "subscriptions": ("subscriptions", {"seats": "Quantity", "to": "Ended At (UTC)"}),
            },
        ),
        (
            TRACKING,
            {
                "groups": ("accounts", {"account": "groupId", "created": "createdAt"}),
                "tracks": ("events", {"account": "groupId", "at": "timestamp", "id": "messageId"}),
            },
        ),
        (
            GERMAN,
            {
                "konten": ("accounts", {"created": "Registriert am"}),
                "vorgaenge": ("tickets", {"opened": "Geöffnet", "satisfaction": "Bewertung"}),
                "lizenzen": ("subscriptions", {"seats": "Anzahl Plätze", "amount": "Betrag"}),
                "kuendigungen": ("outcomes", {"at": "Gekündigt zum"}),
            },
        ),
        (
            FRENCH,
            {
                "clients": ("accounts", {"name": "nom", "created": "date_inscription"}),
                "abonnements": ("subscriptions", {"seats": "places", "amount": "montant"}),
                "enquete": ("surveys", {"at": "date_reponse", "score": "note"}),
            },
        ),
        (
            SPANISH,
            {
                "clientes": ("accounts", {"name": "nombre", "created": "fecha_alta"}),
                "incidencias": ("tickets", {"opened": "fecha_apertura", "severity": "prioridad"}),
                "eventos": ("events", {"user": "usuario", "at": "fecha"}),
            },
        ),
        (
            PLAIN,
            {
                "customers": ("accounts", {"created": "signed_up"}),
                "nps": ("surveys", {"at": "filled_in", "score": "nps"}),
                "logins": ("events", {"at": "day"}),
            },
        ),
    ],
)
def test_usual_names_are_understood(begin, files, expected):
    begun = begin(files)
    found = {s.name: s for s in begun.guess.sources}
    assert {name: s.role.value for name, s in found.items()} == {
        name: role for name, (role, _) in expected.items()
    }
    for name, (_, fields) in expected.items():
        assert fields.items() <= found[name].fields.items()
    assert [f.message for f in begun.checked.findings] == []


def test_one_date_is_taken_for_the_time_only_where_the_files_name_says_what_it_is(begin):
    begun = begin(PLAIN | {"things.csv": csv(["customer_id:c", "filled_in:d", "nps:n"])})
    assert list(begun.guess.unused) == ["../exports/things.csv"]


def test_a_table_without_a_role_is_a_comment_that_becomes_a_source(begin):
    deals = csv(["Deal:D", "Company ID:c", "Event:e", "Moment:n"])
    begun = begin(CRM | {"things.csv": deals, "stock.csv": csv(["sku:s", "shelf:n"])})
    assert "surveys" in begun.text
    block = [line for line in begun.text.splitlines() if line.startswith("  # ")]
    told = "\n".join(block)
    assert "  # ../exports/stock.csv is not used." in told
    assert "  #   columns: sku, shelf" in told
    assert "Nearest are events (no column for at)" in told
    start = block.index("  # things:")
    sources = yaml.safe_load("\n".join(line.replace("  # ", "  ", 1) for line in block[start:]))
    assert sources["things"] == {
        "role": "events",
        "path": "../exports/things.csv",
        "outside": True,
        "account": "Company ID",
        "columns": {"name": "Event"},
        "at": "COLUMN",
    }


def test_a_second_table_of_accounts_is_told_who_has_the_role(begin):
    begun = begin(PLAIN | {"clients.csv": csv(["customer_id:c", "company:N"])})
    ((path, why),) = begun.guess.unused.items()
    assert path == "../exports/clients.csv"
    assert why == "It looks like accounts, which customers is already."


def test_a_table_of_customers_alone_is_sent_to_segment(begin):
    with pytest.raises(UnreadableFile) as caught:
        begin({"numbers.csv": csv(["balance:n", "orders:n"])})
    assert "shoal segment FILE" in caught.value.suggestion
