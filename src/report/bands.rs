//! What practitioners publish about accounts and ARR per CSM, to stand beside a result.

use crate::experiment::SpreadsheetRow;

/// A published range, with the kind of source it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    /// What the range is about: `SMB (ARR below $5k)`.
    pub about: &'static str,
    /// ARR per CSM, in dollars.
    pub arr_per_csm: (f64, f64),
    /// Accounts per CSM.
    pub accounts_per_csm: (f64, f64),
}

/// How every published range is to be read.
pub const SOURCE: &str = "published practitioner bands (rules of thumb of vendors and consultants, not measurements)";

/// The rule that spreadsheets rest on.
pub const RULE_OF_THUMB: &str = "published practitioner rule: $2M of ARR per CSM, $1M in a young team";

const ENTERPRISE: Published =
    Published { about: "enterprise (above $50k an account)", arr_per_csm: (2e6, 5e6), accounts_per_csm: (10.0, 20.0) };
const MID_MARKET: Published = Published {
    about: "mid-market ($5k to $50k an account)",
    arr_per_csm: (1e6, 3e6),
    accounts_per_csm: (75.0, 150.0),
};
const SMB: Published =
    Published { about: "SMB (below $5k an account)", arr_per_csm: (5e6, 15e6), accounts_per_csm: (250.0, 500.0) };

/// The published range for accounts that pay so much a year on average; `None` where the mean is not a number.
pub fn published(arr_per_account: f64) -> Option<Published> {
    match arr_per_account {
        arr if arr >= 50e3 => Some(ENTERPRISE),
        arr if arr >= 5e3 => Some(MID_MARKET),
        arr if arr >= 0.0 => Some(SMB),
        _ => None,
    }
}

/// Accounts per CSM of a team beside the band for accounts that pay as its accounts do: `= 75-150`.
pub fn of_accounts(row: &SpreadsheetRow, write: &dyn Fn(f64) -> String) -> String {
    beside(row, row.accounts_per_csm, |band| band.accounts_per_csm, write)
}

/// CSMs that the published accounts per CSM come to for a team's accounts, each rounded up: `3-6`.
pub fn csms_by_ratio(row: &SpreadsheetRow) -> String {
    let accounts = row.accounts_per_csm * f64::from(row.csms);
    match of_team(row).map(|band| band.accounts_per_csm) {
        Some((few, many)) => format!("{}-{}", (accounts / many).ceil(), (accounts / few).ceil()),
        None => "-".to_string(),
    }
}

/// ARR per CSM of a team beside the band for accounts that pay as its accounts do: `< $1M-$3M`.
pub fn of_arr(row: &SpreadsheetRow, write: &dyn Fn(f64) -> String) -> String {
    beside(row, row.arr_per_csm, |band| band.arr_per_csm, write)
}

/// The band that suits a team's accounts, by their mean ARR.
pub fn of_team(row: &SpreadsheetRow) -> Option<Published> {
    published(row.arr_per_csm / row.accounts_per_csm)
}

fn beside(
    row: &SpreadsheetRow,
    value: f64,
    of: impl Fn(Published) -> (f64, f64),
    write: &dyn Fn(f64) -> String,
) -> String {
    let Some(band) = of_team(row).map(of) else { return String::new() };
    let sign = match position(value, band) {
        "below" => '<',
        "inside" => '=',
        "above" => '>',
        _ => '?',
    };
    format!("{sign} {}-{}", write(band.0), write(band.1))
}

/// Where a value stands to a range.
pub fn position(value: f64, (low, high): (f64, f64)) -> &'static str {
    match value {
        v if v < low => "below",
        v if v > high => "above",
        v if v.is_finite() => "inside",
        _ => "unknown",
    }
}
