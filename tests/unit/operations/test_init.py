import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from shoal.doors.cli.init import command
from shoal.errors import NotAFile, OutputExists, UnreadableFile, UsageError
from shoal.operations.check import check_workspace
from shoal.operations.init import begin_workspace

GERMAN = {
    "Kundenstamm.csv": "Kundennummer;Firma;Branche;Betreuer;Kunde seit;Jahresumsatz;Währung\n"
    "00017;Nord GmbH;Handel;Frau Ott;03.04.2024;12000;EUR\n"
    "00018;Süd AG;Bau;Herr Vogt;25.12.2024;8000;EUR\n",
    "Verträge.csv": "Vertragsnummer;Kundennummer;Gültig von;Gültig bis;Lizenzen;Monatsbetrag\n"
    "V1;00017;03.04.2024;;20;900\nV2;00018;25.12.2024;31.12.2025;5;300\n",
    "Kontakte.csv": "E-Mail;Kundennummer\na@nord.de;00017\nb@sued.de;00018\n",
    "Anfragen.csv": "Ticketnummer;Kundennummer;Eröffnet am;Gelöst am;Priorität\n"
    "1;00017;13.01.2026;14.01.2026;hoch\n2;00018;20.02.2026;;niedrig\n3;00018;21.02.2026;;hoch\n",
    "Umfrage.csv": "Kundennummer;Beantwortet am;Punkte\n00017;13.01.2026;9\n00018;14.01.2026;3\n",
    "Kündigungen.csv": "Kundennummer;Datum;Art\n00018;31.12.2025;gekündigt\n",
    "nutzung/nutzung-2026-01.csv": "Ereignis;E-Mail;Zeitpunkt;Funktion\n"
    "Anmeldung;a@nord.de;2026-01-13 10:00:00;Bericht\n",
    "nutzung/nutzung-2026-02.csv": "Ereignis;E-Mail;Zeitpunkt;Funktion\n"
    "Export;b@sued.de;2026-02-13 10:00:00;Export\n",
}


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    for name, text in GERMAN.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (folder / "README.md").write_text("no table")
    return folder


def roles(begun):
    return {s.name: s.role.value for s in begun.guess.sources}


def test_german_exports_become_a_workspace_that_checks_clean(tmp_path, exports):
    begun = begin_workspace(tmp_path, [exports])
    assert roles(begun) == {
        "kundenstamm": "accounts",
        "vertraege": "subscriptions",
        "kontakte": "contacts",
        "nutzung": "events",
        "anfragen": "tickets",
        "umfrage": "surveys",
        "kuendigungen": "outcomes",
    }
    assert [f.message for f in begun.checked.findings] == []
    by_name = {s.name: s for s in begun.guess.sources}
    assert by_name["kundenstamm"].fields["owner"] == "Betreuer"
    assert by_name["nutzung"].via.source == "kontakte"
    assert by_name["nutzung"].table.n_rows == 2
    assert by_name["nutzung"].table.path == "exports/nutzung"


def test_what_is_written_is_what_is_read(tmp_path, exports):
    begun = begin_workspace(tmp_path, [exports])
    assert begun.file.read_text("utf-8") == begun.text
    assert "severe: [hoch]" in begun.text
    assert "logins: [Anmeldung]" in begun.text
    assert 'kind: {"gekündigt": churned}' in begun.text
    assert "currency_column: " in begun.text


def test_what_has_to_be_said_about_dates_is_written(tmp_path, exports):
    begun = begin_workspace(tmp_path, [exports])
    assert begun.text.count("    dates: day.month.year") == 5
    assert "encoding:" not in begun.text
    assert "decimal:" not in begun.text


@pytest.mark.parametrize("codec", ["cp1252", "utf-16"])
def test_letters_and_decimals_are_seen(tmp_path, codec):
    text = (
        "Kundennummer;Firma;Kunde seit;Jahresumsatz\n1;Süd;31.12.2024;1.234,50\n2;Nord;1.2.2025;7\n"
    )
    (tmp_path / "Kundenstamm.csv").write_bytes(text.encode(codec))
    begun = begin_workspace(tmp_path, [tmp_path / "Kundenstamm.csv"])
    lines = [line.split("#")[0].strip() for line in begun.text.splitlines()]
    word = {"cp1252": "windows-1252", "utf-16": "utf-16"}[codec]
    assert {f"encoding: {word}", "dates: day.month.year", "decimal: comma"} <= set(lines)
    assert begun.checked.findings == ()


def test_an_order_that_nothing_tells_is_left_to_a_person(tmp_path):
    text = "account_id,opened_at,priority\n1,03/04/2025,high\n1,05/04/2025,low\n"
    (tmp_path / "tickets.csv").write_text(text)
    begun = begin_workspace(tmp_path, [tmp_path / "tickets.csv"])
    assert "    # dates: day/month/year" in begun.text
    either = "say whether the dates of opened_at are day/month/year or month/day/year"
    assert any(either in sentence for sentence in begun.look_at)
    assert "unfit-type" in [f.code for f in begun.checked.findings]


def test_files_beside_the_workspace_are_named_from_there_and_may_move_with_it(tmp_path, exports):
    begun = begin_workspace(tmp_path / "workspace", [exports / "Kundenstamm.csv"])
    assert "path: ../exports/Kundenstamm.csv" in begun.text.replace('"', "")
    assert "outside: true" in begun.text
    assert begun.checked.findings == ()
    moved = tmp_path / "moved"
    moved.mkdir()
    exports.rename(moved / "exports")
    (tmp_path / "workspace").rename(moved / "workspace")
    assert check_workspace(moved / "workspace", {}).findings == ()


def test_files_elsewhere_are_named_in_full(tmp_path, exports):
    folder = tmp_path / "team" / "workspace"
    begun = begin_workspace(folder, [exports / "Kundenstamm.csv"])
    assert f"path: {exports}/Kundenstamm.csv" in begun.text.replace('"', "")
    assert "outside: true" in begun.text
    assert begun.checked.findings == ()


def test_files_that_differ_in_numbers_only_are_one_table(tmp_path, exports):
    begun = begin_workspace(tmp_path, [exports, exports / "nutzung"])
    paths = [s.table.path for s in begun.guess.sources if s.role.value == "events"]
    assert paths == ["exports/nutzung", "exports/nutzung/nutzung-*.csv"]


def test_a_workspace_is_not_replaced_unless_asked(tmp_path, exports):
    (tmp_path / "shoal.yml").write_text("mine")
    with pytest.raises(OutputExists, match=r"shoal\.yml is there already"):
        begin_workspace(tmp_path, [exports])
    assert (tmp_path / "shoal.yml").read_text() == "mine"
    begin_workspace(tmp_path, [exports], overwrite=True)
    assert check_workspace(tmp_path, {}).findings == ()


def test_a_dry_run_writes_nothing(tmp_path, exports):
    folder = tmp_path / "new"
    begun = begin_workspace(folder, [exports], write=False)
    assert begun.checked is None
    assert not folder.exists()
    assert begun.text.startswith("# What Shoal reads")


def test_a_table_that_cannot_be_read_does_not_stop_the_others(tmp_path, exports):
    (exports / "bad.parquet").write_bytes(b"PAR1 no PAR1")
    (exports / "wetter.csv").write_text("stadt,temperatur\nWien,12\n")
    begun = begin_workspace(tmp_path, [exports])
    assert set(begun.guess.unused) == {"exports/bad.parquet", "exports/wetter.csv"}
    assert begun.checked.findings == ()


def test_what_cannot_be_done_is_an_error(tmp_path, exports):
    with pytest.raises(UsageError, match="No file was named"):
        begin_workspace(tmp_path, [])
    with pytest.raises(NotAFile, match=r"Did you mean Kontakte\.csv"):
        begin_workspace(tmp_path, [exports / "Kontakt.csv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAFile, match="no table"):
        begin_workspace(tmp_path, [tmp_path / "empty"])
    (tmp_path / "w.csv").write_text("stadt,temperatur\nWien,12\n")
    with pytest.raises(UnreadableFile, match="None of the files"):
        begin_workspace(tmp_path, [tmp_path / "w.csv"])
    assert not (tmp_path / "shoal.yml").exists()


def test_the_command_takes_many_files_after_one_from(tmp_path, exports):
    folder = tmp_path / "w"
    files = [str(exports / name) for name in ("Kundenstamm.csv", "Anfragen.csv")]
    done = CliRunner().invoke(command, [str(folder), "--from", *files, "--json"])
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert answer["workspace"] == "w"
    assert [s["role"] for s in answer["sources"]] == ["accounts", "tickets"]
    assert answer["sources"][1]["columns"]["opened"] == "Eröffnet am"
    assert answer["findings"] == []
    assert Path(answer["file"]) == folder / "shoal.yml"


def test_the_command_prints_the_file_of_a_dry_run_and_nothing_else(tmp_path, exports):
    done = CliRunner().invoke(command, [str(tmp_path), "--from", str(exports), "--dry-run"])
    assert done.stdout == begin_workspace(tmp_path, [exports], write=False).text
    assert "kundenstamm: accounts" in done.stderr


def test_the_command_tells_what_to_look_at(tmp_path, exports):
    done = CliRunner().invoke(command, [str(tmp_path), "--from", str(exports)])
    assert "vertraege: say the currency of Monatsbetrag." in done.stdout
    assert done.stdout.endswith(f"Workspace: {tmp_path / 'shoal.yml'}\n")


@pytest.mark.data
def test_ravenstack_is_understood(tmp_path, data):
    begun = begin_workspace(tmp_path, [data / "ravenstack"])
    assert roles(begun) == {
        "accounts": "accounts",
        "subscriptions": "subscriptions",
        "feature_usage": "events",
        "support_tickets": "tickets",
        "churn_events": "outcomes",
    }
    usage = next(s for s in begun.guess.sources if s.name == "feature_usage")
    assert (usage.via.source, usage.via.on) == ("subscriptions", "subscription_id")
    assert "minutes" not in usage.fields
    assert any("seconds" in told for told in begun.look_at)
    assert begun.checked.findings == ()
    assert [p.name for p in tmp_path.iterdir()] == ["shoal.yml"]
