"""What a correct reading of each sample says. To add a shape, add a file to samples/ and a line here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from comotion.formats.reading import Unreadable, inspect, read

SAMPLES = Path(__file__).parent / "samples"
D = Decimal

# file: (kind, dialect, header row, skipped rows, refused rows, codes of problems, some values by row)
READINGS = {
    "account_mapping_upload.csv": ("accounts", "account_mapping", 1, 0, {4}, {"MISSING"}, {2: {"name": "Vega Foods", "website": "https://vegafoods.example"}}),
    "ace_monthly_revenue_is_no_amount.csv": ("opportunities", "ace", 1, 0, set(), set(), {2: {"name": "Vega rollout", "account_name": "Vega Foods", "amount": None, "close_date": date(2026, 4, 5)}}),
    "amounts_in_many_styles.csv": ("opportunities", "salesforce", 1, 0, {9}, {"NOT_A_NUMBER"}, {
        2: {"amount": D("1234.50"), "currency": None}, 3: {"amount": D(-1234)}, 4: {"amount": D(1234), "currency": "USD"}, 5: {"amount": D(-1234)},
        6: {"amount": D("12.30"), "currency": "EUR"}, 7: {"amount": D("1234.5")}, 8: {"amount": D("1234.25")}, 10: {"amount": None}}),
    "answers_long.csv": ("answers", "template", 1, 0, {6}, {"OUT_OF_RANGE"}, {
        2: {"level": "executive", "item": "trust_1", "value": 4, "round_closed_date": date(2026, 9, 30)}, 3: {"item": "satisfaction", "value": 9},
        4: {"side": "theirs", "value": "dont_know"}, 5: {"value": "not_applicable"}}),
    "dates_told_apart_as_american.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"close_date": date(2026, 4, 5)}, 3: {"close_date": date(2026, 4, 25)}}),
    "dates_told_apart_as_european.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"close_date": date(2026, 5, 4)}, 3: {"close_date": date(2026, 4, 25)}}),
    "dates_that_can_mean_two_days.csv": ("opportunities", "salesforce", 1, 0, {2, 4}, {"AMBIGUOUS_DATES"}, {3: {"close_date": date(2026, 5, 5)}}),
    "dynamics_opportunities.xlsx": ("opportunities", "dynamics", 1, 0, set(), set(), {2: {"external_id": "6f0e-11", "name": "Vega rollout", "account_name": "Vega Foods", "amount": D(5000), "close_date": date(2026, 5, 4), "stage": "2-Develop", "created_date": date(2026, 1, 2)}}),
    "goals.csv": ("goals", None, 1, 0, set(), set(), {2: {"side": "ours", "same_as": "Ten customers together"}, 3: {"side": "theirs", "external_id": "G-2"}}),
    "headers_repeated_and_blank.csv": ("partnerships", None, 1, 0, set(), {"BLANK_HEADER", "REPEATED_HEADER"}, {2: {"name": "Northwind", "level": "Gold"}}),
    "horizons.csv": ("horizons", "template", 1, 0, {4, 5}, {"UNKNOWN_CHOICE", "OUT_OF_RANGE"}, {2: {"horizon": "h1", "grade": 3, "side": "ours"}, 3: {"horizon": "h2", "grade": 0, "side": "theirs"}}),
    "hubspot_companies_view_export.csv": ("accounts", "hubspot", 1, 0, {3}, {"MISSING"}, {2: {"external_id": "9001", "domain": "vegafoods.example", "country": "Norway", "type": "Customer"}}),
    "hubspot_deals_internal_stages.csv": ("opportunities", "hubspot", 1, 0, set(), set(), {2: {"stage": "Closed won", "is_closed": True, "is_won": True}, 3: {"stage": "Qualified to buy", "is_closed": None, "is_won": None, "amount": None}}),
    "hubspot_deals_stage_labels.csv": ("opportunities", "hubspot", 1, 0, set(), set(), {2: {"stage": "Closed won", "is_won": True, "partner": "Northwind", "account_external_id": "9001", "close_date": date(2026, 3, 31)}, 3: {"stage": "Qualified to buy", "partner": None}}),
    "hubspot_deals_joined_company_ids.csv": ("opportunities", "hubspot", 1, 0, set(), set(), {2: {"account_external_id": "9001", "stage": "Contract sent", "amount": D("12500.5")}}),
    "hubspot_deals_warehouse.csv": ("opportunities", "hubspot", 1, 0, set(), set(), {2: {"stage": None, "amount": None, "owner": None, "deleted": False}, 3: {"stage": "Closed lost", "is_closed": True, "is_won": False, "deleted": True, "owner": "35252170"}}),
    "hubspot_merges_warehouse.csv": ("merges", "hubspot", 1, 0, {3}, {"MERGED_INTO_ITSELF"}, {2: {"survivor_external_id": "9089908390", "merged_external_id": "9014070905"}}),
    "hubspot_pipelines_warehouse.csv": ("pipelines", "hubspot", 1, 0, set(), set(), {2: {"external_id": "default", "label": "Sales Pipeline"}, 3: {"deleted": True}}),
    "hubspot_stages_warehouse.csv": ("stages", "hubspot", 1, 0, set(), set(), {2: {"is_won": True, "is_closed": True, "probability": D(100)}, 3: {"is_won": False, "probability": D(40)}}),
    "instructions_above_the_header.csv": ("partnerships", None, 4, 1, set(), set(), {6: {"name": "Northwind", "website": "https://northwind.example"}}),
    "landscape_members.csv": ("partnerships", "landscape", 1, 0, set(), set(), {2: {"name": "Northwind", "external_id": "northwind", "level": "Gold", "started_date": date(2017, 5, 1)}, 3: {"name": "Hidden One", "website": None, "external_id": None, "started_date": None}, 4: {"name": "Hidden Two", "website": None}}),
    "landscape_outline.yml": ("partnerships", "landscape", 1, 0, set(), set(), {5: {"name": "Northwind", "level": "Platinum", "external_id": "northwind", "started_date": date(2026, 5, 1)}, 11: {"name": "Southwind", "level": "Gold", "started_date": None}}),
    "landscape_programs.csv": ("designations", "landscape", 1, 0, set(), set(), {2: {"partnership": "Northwind", "external_id": "northwind", "program": "Kubernetes Certified Service Provider"}}),
    "leading_zeros_in_ids.csv": ("accounts", "salesforce", 1, 0, set(), set(), {2: {"external_id": "00042"}, 3: {"external_id": "042"}}),
    "ledger_european_amounts.csv": ("ledger", None, 1, 0, set(), set(), {
        2: {"our_amount": D("1234.50"), "their_amount": D(1000), "currency": "EUR", "date": date(2026, 2, 14), "confirmed_by_us": True, "confirmed_by_them": False},
        3: {"our_amount": D("-500.00"), "their_amount": None, "direction": "return", "value_type": "operational", "confirmed_by_us": True, "confirmed_by_them": None}}),
    "line_breaks_inside_quotes.csv": ("partnerships", None, 1, 0, set(), set(), {2: {"notes": 'First line\nsecond line, "quoted"'}, 4: {"name": "Southwind"}}),
    "line_ends_of_old_macs.csv": ("partnerships", None, 1, 0, set(), set(), {2: {"name": "Northwind"}, 3: {"level": "Silver"}}),
    "meetings.csv": ("meetings", None, 1, 0, set(), set(), {2: {"kind": "wts", "our_attendees": "Ida Berg;Ola Lie", "their_attendees": "Tor Dahl;Eva Moe", "our_sponsor_present": False, "minutes": D(30)}, 4: {"kind": "qsr", "held_date": None, "minutes": None, "our_sponsor_present": True}}),
    "numbers_that_can_mean_two_amounts.csv": ("opportunities", "salesforce", 1, 0, {2, 3}, {"AMBIGUOUS_NUMBERS"}, {4: {"amount": D(12)}}),
    "numbers_told_by_another_column.csv": ("ledger", None, 1, 0, set(), set(), {2: {"our_amount": D(1234), "their_amount": D("0.5")}}),
    "only_a_header.csv": ("partnerships", None, 1, 0, set(), {"NO_ROWS"}, {}),
    "partner_center_co_sell.csv": ("opportunities", "partner_center", 1, 0, set(), set(), {2: {"external_id": "006q000000HddohAAB", "amount": D(5000), "currency": "USD", "close_date": date(2026, 4, 5)}}),
    "partnerships_german_semicolons_cp1252.csv": ("partnerships", None, 1, 0, set(), {"ENCODING_GUESSED"}, {2: {"name": "Müller & Söhne", "potential": D("62.5"), "effort": D(3), "started_date": date(2023, 4, 1), "partner_willing": True}}),
    "partnerships_named_twice.csv": ("partnerships", None, 1, 0, set(), {"REPEATED"}, {2: {"level": "Gold"}, 4: {"level": "Silver"}}),
    "partnerships_own_spreadsheet.csv": ("partnerships", None, 1, 0, set(), set(), {
        2: {"approach": "technology_integration", "owner": "Ida Berg", "our_sponsor": "Ann Holm", "partner_sponsor": "Tor Dahl", "potential_fit": D(4), "potential_our_contribution": D(3), "potential_partner_contribution": D(5), "potential_complexity": D(2), "effort": D(3), "partner_willing": True, "willing_asked_date": date(2026, 8, 14), "step": 3, "notes": "Wants a pilot"},
        3: {"approach": "co_marketing", "partner_willing": False, "our_sponsor": None}, 4: {"level": None, "effort": None, "step": None}}),
    "partnerships_placeholder_names.csv": ("partnerships", None, 1, 0, {3, 4, 5}, {"MISSING"}, {2: {"name": "Northwind"}}),
    "partnerships_with_bad_rows.csv": ("partnerships", None, 1, 0, {3, 4, 5, 6}, {"NOT_A_NUMBER", "MISSING", "OUT_OF_RANGE", "NOT_A_DATE", "NOT_A_WEBSITE"}, {2: {"name": "Northwind"}, 7: {"website": None}}),
    "pipedrive_deals.csv": ("opportunities", "pipedrive", 1, 0, set(), set(), {2: {"external_id": "7", "amount": D("100.0"), "probability": D(1), "close_date": date(2024, 12, 5), "account_name": "Vega Foods"}, 3: {"amount": None, "close_date": None}}),
    "readings_long.csv": ("readings", "template", 1, 0, {5, 6}, {"UNKNOWN_CHOICE", "MISSING"}, {
        2: {"kpi": "revenue_vs_plan", "period": (date(2026, 10, 1), "month"), "value": D("0.875"), "side": "ours", "entered_at": date(2026, 11, 2)},
        3: {"kpi": "pipeline_coverage", "period": (date(2026, 10, 1), "month"), "side": "theirs"}, 4: {"kpi": "trust_survey", "period": (date(2026, 7, 1), "quarter"), "side": "joint"}}),
    "readings_with_percent_signs.csv": ("readings", None, 1, 0, set(), set(), {2: {"value": D("0.85")}, 3: {"value": D(15)}, 4: {"value": D("12.5")}}),
    "remarks_among_the_rows.csv": ("partnerships", None, 2, 2, set(), set(), {4: {"name": "Northwind"}, 6: {"name": "Southwind"}}),
    "roadmap.csv": ("roadmap", "template", 1, 0, {4}, {"OUT_OF_RANGE"}, {2: {"our_rating": 1, "their_rating": -1, "done_date": None}, 3: {"our_rating": 0, "done_date": date(2026, 9, 14)}}),
    "rows_too_short_and_too_long.csv": ("partnerships", None, 1, 0, {3, 4}, {"TOO_FEW_CELLS", "TOO_MANY_CELLS"}, {2: {"name": "Northwind"}}),
    "salesforce_accounts_deleted_and_merged.csv": ("accounts", "salesforce", 1, 0, set(), set(), {2: {"deleted": False, "annual_revenue": D("1000000.5"), "merged_into": None}, 3: {"deleted": True, "merged_into": "0015500000Xyy06AAB"}}),
    "salesforce_data_loader_ids_of_15.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"external_id": "006q000000HddohAAB", "account_external_id": "001q000000wW9BeAAK"}}),
    "salesforce_data_loader_ids_of_18.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"external_id": "006q000000HddohAAB", "account_external_id": "001q000000wW9BeAAK", "is_won": True, "close_date": date(2018, 12, 19), "amount": D(24120000)}}),
    "salesforce_partner_accounts.csv": ("partnerships", "salesforce", 1, 0, set(), set(), {2: {"name": "Northwind", "external_id": "0015500000Xyy06AAB", "owner": "Ida Berg"}}),
    "salesforce_probability_of_1000.csv": ("opportunities", "salesforce", 1, 0, {2}, {"OUT_OF_RANGE"}, {3: {"probability": D(20), "deleted": True}}),
    "salesforce_report_grouped_with_subtotals.csv": ("opportunities", "salesforce", 1, 3, set(), {"GROUP_FILLED"}, {3: {"account_name": "Vega Foods", "amount": D("2500.00")}, 7: {"account_name": "Orion Steel", "name": "Orion training"}}),
    "salesforce_report_in_utf16_with_tabs.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"name": "Vega rollout – große Lösung", "amount": D("1234.50"), "currency": "EUR", "close_date": date(2026, 3, 31)}}),
    "salesforce_report_with_footer.csv": ("opportunities", "salesforce", 1, 8, set(), set(), {2: {"amount": D(1234567), "probability": D(100), "close_date": date(2026, 3, 31), "partner": "Northwind", "is_won": True}, 3: {"amount": D("950.50"), "partner": None, "created_date": date(2026, 1, 15)}}),
    "salesforce_tree.json": ("accounts", "salesforce", 1, 0, set(), set(), {2: {"name": "Vega Foods", "annual_revenue": D("1234.5")}, 3: {"parent_external_id": None, "annual_revenue": None}}),
    "separator_announced.csv": ("partnerships", None, 2, 0, set(), set(), {3: {"name": "Northwind, Inc."}}),
    "template_filled_in.xlsx": ("partnerships", "template", 1, 1, set(), set(), {3: {"name": "Northwind", "approach": "co_marketing", "started_date": date(2024, 5, 1), "effort": D(3), "partner_willing": True, "potential": D("62.5"), "owner": None}}),
    "text_below_the_table.csv": ("partnerships", None, 1, 2, set(), {"TEXT_BELOW_TABLE"}, {2: {"name": "Northwind"}}),
    "utf16_without_a_mark.csv": ("partnerships", None, 1, 0, set(), set(), {2: {"name": "Northwind"}}),
    "a_cell_of_several_lines_that_is_no_number.csv": ("partnerships", None, 1, 0, {2}, {"NOT_A_NUMBER"}, {4: {"effort": D(3)}}),
    "a_soft_delete_and_a_live_row.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"deleted": True, "is_won": True}, 3: {"deleted": False, "amount": D(700), "owner": "U-1"}}),
    "account_mapping_own_sheet.csv": ("accounts", "account_mapping", 1, 0, set(), set(), {2: {"name": "Vega Foods", "type": "customer"}, 3: {"type": "open opportunity"}}),
    "account_mapping_shared_sheet.csv": ("accounts", "account_mapping", 1, 0, set(), set(), {2: {"website": "https://www.vegafoods.example/no", "owner": "Ida Berg"}, 3: {"website": "orionsteel.example", "owner": None}}),
    "ace_target_dates_american.csv": ("opportunities", "ace", 1, 0, set(), set(), {2: {"name": "Vega data lake", "amount": None, "close_date": date(2026, 4, 5)}, 3: {"close_date": date(2026, 12, 6)}}),
    "answers_do_not_know.csv": ("answers", "template", 1, 0, {4}, {"OUT_OF_RANGE"}, {2: {"value": "dont_know"}, 3: {"value": "not_applicable"}}),
    "bars_between_cells.csv": ("partnerships", None, 1, 0, set(), set(), {2: {"name": "Northwind, Inc."}, 3: {"name": "Southwind; Ltd", "owner": "Ola Lie"}}),
    "candidates.csv": ("candidates", None, 1, 0, set(), set(), {2: {"candidate": "Eastwind", "website": "https://eastwind.example"}, 3: {"candidate": "Westwind"}}),
    "commitments.csv": ("commitments", None, 1, 0, set(), set(), {2: {"due_date": date(2026, 10, 1), "done_date": date(2026, 9, 29), "side": "ours"}, 3: {"done_date": None, "side": "theirs"}}),
    "decisions.csv": ("decisions", None, 1, 0, set(), set(), {2: {"decision": "Launch in Norway first", "raised_date": date(2026, 9, 2), "decided_by": "Ida Berg"}}),
    "dynamics_columns_of_related_rows.csv": ("opportunities", "dynamics", 1, 0, set(), set(), {2: {"external_id": "6f0e-21", "amount": D(5000), "close_date": date(2026, 5, 4), "stage": "2-Develop"}}),
    "figures_of_many_alphabets.csv": ("partnerships", None, 1, 0, {3}, {"NOT_A_NUMBER"}, {2: {"effort": D(3)}, 4: {"effort": D(3)}}),
    "footers_in_german.csv": ("partnerships", None, 1, 2, set(), set(), {3: {"name": "Südwind", "level": "Silber"}}),
    "greek_letters_without_a_mark.csv": ("partnerships", None, 1, 0, set(), {"ENCODING_GUESSED"}, {2: {"level": "Gold"}}),
    "header_cells_with_line_breaks.csv": ("partnerships", None, 1, 0, set(), set(), {4: {"name": "Northwind", "owner": "Ida Berg"}}),
    "hubspot_companies_other_spellings.csv": ("accounts", "hubspot", 1, 0, set(), set(), {2: {"external_id": "9002", "domain": "vegafoods.example", "owner": "Ida Berg"}, 3: {"owner": None, "country": "Sweden"}}),
    "hubspot_deals_numbered_stages.csv": ("opportunities", "hubspot", 1, 0, set(), set(), {2: {"stage": "238471", "is_closed": None, "amount": D(900)}}),
    "hubspot_deals_with_mark_and_several_ids.csv": ("opportunities", "hubspot", 1, 0, set(), set(), {2: {"external_id": "71001", "account_external_id": "9002", "close_date": date(2024, 2, 1)}, 3: {"amount": None, "is_closed": True, "is_won": False}}),
    "json_list_of_deals.json": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"amount": D("1234.5"), "is_won": True}, 3: {"amount": None, "is_won": False}}),
    "meetings_of_a_log.csv": ("meetings", None, 1, 0, set(), set(), {2: {"kind": "qsr", "held_date": date(2026, 9, 10), "our_attendees": "Ida Berg;Ann Holm", "minutes": D(60)}}),
    "partner_center_with_errors.csv": ("opportunities", "partner_center", 1, 0, {3}, {"NOT_A_DATE"}, {2: {"external_id": "006q000000HddohAAB", "close_date": date(2026, 3, 4)}}),
    "partners_with_certificates.csv": ("partnerships", None, 1, 0, set(), set(), {2: {"name": "Northwind", "level": "Advanced"}, 3: {"level": "Select"}}),
    "pipedrive_deals_by_column_names.csv": ("opportunities", "pipedrive", 1, 0, set(), set(), {2: {"external_id": "11", "amount": D(1200), "currency": "EUR", "is_won": True}, 3: {"amount": None, "close_date": None}}),
    "pipedrive_vendors_sample.csv": ("opportunities", "pipedrive", 1, 0, set(), set(), {2: {"name": "Vega rollout", "account_name": "Vega Foods", "amount": D("100.0")}, 3: {"amount": D("250.5")}}),
    "quarters_of_no_year.csv": ("readings", None, 1, 0, {2, 3}, {"NOT_A_PERIOD"}, {4: {"period": (date(2026, 1, 1), "quarter"), "value": D(73)}}),
    "salesforce_amounts_proven_german.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"amount": D(1234), "close_date": date(2026, 3, 31)}, 3: {"amount": D(2000)}}),
    "salesforce_amounts_with_a_currency_each.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"amount": D(1234), "currency": "USD"}, 3: {"amount": D("2000.50"), "currency": "EUR"}, 4: {"amount": None, "currency": None}}),
    "salesforce_id_of_15_and_of_18_are_one.csv": ("opportunities", "salesforce", 1, 0, set(), {"REPEATED"}, {2: {"external_id": "006q000000HddohAAB"}, 3: {"external_id": "006q000000HddohAAB"}}),
    "salesforce_opportunity_partners.csv": ("opportunity_partners", None, 1, 0, set(), set(), {2: {"external_id": "00I5500000Cc001EAA", "role": "Influencer", "is_primary": True}, 3: {"is_primary": False}}),
    "salesforce_report_customer_types.csv": ("accounts", "salesforce", 1, 0, set(), set(), {2: {"type": "Customer - Direct", "owner": "Ida Berg"}, 3: {"type": "Customer - Channel"}}),
    "salesforce_report_customised_without_ids.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"external_id": None, "amount": D(12500), "currency": "EUR"}, 3: {"currency": "USD", "close_date": date(2026, 6, 30)}}),
    "salesforce_report_every_value_quoted.csv": ("accounts", "salesforce", 1, 5, set(), set(), {2: {"name": "Vega Foods", "country": "Norway"}, 4: {"name": "Orion Steel", "website": None}}),
    "salesforce_stage_history.csv": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"account_external_id": "0015500000AaBb1AAC", "is_won": True, "currency": "EUR"}, 3: {"amount": None, "is_closed": False}}),
    "salesforce_template_without_rows.csv": ("opportunities", "salesforce", 5, 1, set(), {"NO_ROWS"}, {}),
    "scorecard_with_header_block.csv": ("scorecards", None, 8, 0, set(), set(), {9: {"partnership": "Northwind", "period": (date(2026, 7, 1), "quarter"), "kpi": "revenue_vs_plan", "weight": D(30)}, 11: {"weight": D(40), "level": "Gold"}}),
    "successful_channels_partners.csv": ("partnerships", None, 1, 0, set(), set(), {2: {"name": "Northwind", "external_id": "P-100"}, 3: {"external_id": "P-101"}}),
    "tabs_named_xls.xls": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"amount": D("1234.50")}}),
    "utf16_of_the_other_order.csv": ("partnerships", None, 1, 0, set(), set(), {2: {"name": "Nørdvind", "level": "Gold"}}),
    "zoho_deals_with_signs.csv": ("opportunities", "zoho", 1, 0, set(), set(), {2: {"amount": D("95570.69"), "account_external_id": "zcrm_9"}, 3: {"amount": D(12400), "is_won": True}}),
    "workbook_figures_as_text.xlsx": ("opportunities", "salesforce", 1, 0, {2}, {"AMBIGUOUS_NUMBERS"}, {3: {"amount": D("5.25")}}),
    "workbook_formula_without_value.xlsx": ("opportunities", "salesforce", 1, 0, set(), {"FORMULA_WITHOUT_VALUE"}, {2: {"amount": D(3)}, 3: {"amount": None}}),
    "workbook_of_1904.xlsx": ("opportunities", "salesforce", 1, 0, set(), set(), {2: {"close_date": date(2026, 4, 5), "amount": D("1234.5"), "probability": D(35)}}),
    "workbook_with_merged_groups.xlsx": ("readings", None, 3, 0, set(), {"OTHER_SHEETS"}, {5: {"partnership": "Northwind", "kpi": "trust_survey", "value": D(71)}, 6: {"partnership": "Southwind"}}),
    "zoho_deals_dates_in_two_styles.csv": ("opportunities", "zoho", 1, 0, {3}, {"AMBIGUOUS_DATES"}, {2: {"close_date": date(2026, 11, 15), "amount": D("95570.69")}}),
}  # fmt: skip

WIDE = {
    "readings_wide_one_column_a_kpi.csv": [
        (2, "Northwind", "revenue_vs_plan", (date(2026, 9, 1), "month"), D("0.9")),
        (2, "Northwind", "commitments_kept", (date(2026, 9, 1), "month"), D("0.8")),
        (3, "Southwind", "revenue_vs_plan", (date(2026, 10, 1), "month"), D("1.1")),
        (3, "Southwind", "perception_gap", (date(2026, 10, 1), "month"), D(12)),
    ],
    "readings_wide_one_column_a_month.csv": [
        (2, "Northwind", "decision_latency_days", (date(2026, 8, 1), "month"), D(12)),
        (2, "Northwind", "decision_latency_days", (date(2026, 9, 1), "month"), D("9.5")),
        (3, "Northwind", "commitments_kept", (date(2026, 8, 1), "month"), D("0.5")),
        (3, "Northwind", "commitments_kept", (date(2026, 7, 1), "quarter"), D("0.75")),
    ],
}

REFUSED = {
    "empty_but_for_a_mark.csv": "is empty",
    "headers_that_are_numbers.csv": "is of no kind we know (its columns: Partner name, 2024, 2025)",
    "issue_log.csv": "has no column for partnership, which issues need",
    "json_without_records.json": "is JSON without a list of records",
    "responsibility_matrix.csv": "has no column for partnership, which responsibility_matrix need",
    "hubspot_contacts.csv": "is of no kind we know",
    "pivot_table_saved_as_text.csv": "is a pivot table",
    "quote_never_closed.csv": "opens a quote in line 2 that is never closed",
    "really_a_pdf.csv": "is a PDF",
    "salesforce_report_is_a_web_page.xls": "is a web page (HTML)",
    "workbook_pivot.xlsx": "is a pivot table",
    "zero_bytes_inside.csv": "holds a NUL byte in line 3",
}


def test_samples_are_a_hundred_and_more():
    assert len(list(SAMPLES.iterdir())) + len(list((SAMPLES.parent / "calendar/samples").iterdir())) >= 100


def test_samples_are_all_expected():
    named = READINGS.keys() | WIDE.keys() | REFUSED.keys() | {"answers_wide.csv"}
    assert {path.name for path in SAMPLES.iterdir()} == named


@pytest.mark.parametrize("name", READINGS)
def test_sample_reads_as_its_shape_says(name):
    kind, dialect, header_row, skipped, refused, codes, values = READINGS[name]
    table = read((SAMPLES / name).read_bytes(), name)
    shown = table.inspection
    assert (shown.kind, shown.dialect, shown.header_row, shown.skipped_rows) == (kind, dialect, header_row, skipped)
    assert table.refused == refused
    assert {problem.code for problem in table.problems} == codes
    by_number = {row.number: row.values for row in table.rows}
    assert {number: {field: by_number[number][field] for field in some} for number, some in values.items()} == values
    assert shown.rows == len(table.rows) + len(table.refused_rows)


@pytest.mark.parametrize("name", READINGS)
def test_sample_inspects_as_it_reads(name):
    data = (SAMPLES / name).read_bytes()
    assert inspect(data, name) == read(data, name).inspection


@pytest.mark.parametrize("name", WIDE)
def test_wide_sample_becomes_long(name):
    table = read((SAMPLES / name).read_bytes(), name)
    fields = ("partnership", "kpi", "period", "value")
    assert [(row.number, *(row.values[field] for field in fields)) for row in table.rows] == WIDE[name]
    assert table.inspection.kind == "readings"


def test_wide_answers_become_one_row_an_item():
    table = read((SAMPLES / "answers_wide.csv").read_bytes(), "answers_wide.csv")
    assert [(row.number, row.values["item"], row.values["value"]) for row in table.rows] == [
        (2, "trust_1", 4), (2, "trust_2", 5), (2, "trust_3", 3), (2, "trust_5", "not_applicable"), (2, "satisfaction", 8),
    ]  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_sample_that_is_no_table_is_refused_by_name(name):
    with pytest.raises(Unreadable) as refusal:
        read((SAMPLES / name).read_bytes(), name)
    assert str(refusal.value).startswith(f"{name} ")
    assert REFUSED[name] in str(refusal.value)
    assert "\n" not in str(refusal.value)
