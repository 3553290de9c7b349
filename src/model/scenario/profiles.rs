//! Reads profiles: when in the week requests come.

use super::calendars::{weekdays, zone};
use super::keys::{self, Kind};
use super::months;
use super::reader::{Context, Item, TableReader, join, suggestion};
use crate::model::Months;
use crate::model::work::Profile;
use jiff::tz::TimeZone;

/// Hours 7 to 18 of a B2B help desk, per cent, moved so that the dip is lunch at 12 to 13.
const BUSINESS_HOURS: [f64; 12] = [0.2, 8.4, 12.0, 11.7, 12.8, 6.7, 6.5, 10.1, 10.9, 12.4, 7.1, 1.2];
const BUSINESS_WEEKDAYS: [f64; 7] = [19.0, 22.1, 21.0, 19.9, 18.0, 0.0, 0.0];

/// The profiles of a scenario, those that need no definition among them; `months` where one names none.
pub fn read_all(ctx: &Context, root: &TableReader<'_>, default_zone: &TimeZone, months: Months) -> Vec<Profile> {
    let mut profiles = Vec::new();
    if let Some(Kind::Named(spec)) = keys::ROOT.key("profiles").map(|k| &k.kind) {
        for (name, node) in root.named("profiles") {
            let table = TableReader::new(ctx, spec, &join("profiles", name), node);
            let time_zone = table.item("time_zone").map_or_else(|| Some(default_zone.clone()), |i| zone(&i));
            let days = table.item("weekdays").map_or([1.0; 7], |i| day_weights(&i));
            let hours = table.item("hours").map_or([1.0; 24], |i| hour_weights(&i));
            let mut profile = profile(name, time_zone.unwrap_or(TimeZone::UTC), &days, &hours);
            profile.months = table.item("months").map_or(months, |i| months::read(&i));
            if profile.weights.iter().all(|w| *w == 0.0) && !ctx.has_problems() {
                table.fail(
                    format!("`{}` has no weight at any hour", table.path),
                    "give at least one weekday and one hour a weight above 0",
                );
            }
            profiles.push(profile);
        }
    }
    let mut hours = [0.0; 24];
    hours[7..19].copy_from_slice(&BUSINESS_HOURS);
    for mut predefined in [
        profile("business_hours", default_zone.clone(), &BUSINESS_WEEKDAYS, &hours),
        profile("flat", default_zone.clone(), &[1.0; 7], &[1.0; 24]),
    ] {
        if profiles.iter().all(|p| p.name != predefined.name) {
            predefined.months = months;
            profiles.push(predefined);
        }
    }
    profiles
}

fn profile(name: &str, time_zone: TimeZone, days: &[f64; 7], hours: &[f64; 24]) -> Profile {
    let weights = std::array::from_fn(|h| days[h / 24] * hours[h % 24]);
    Profile { name: name.to_string(), time_zone, weights, months: Months::EVEN }
}

/// The profile that a request names.
pub fn named(item: Option<Item<'_>>, profiles: &[Profile]) -> Option<Profile> {
    let item = item?;
    let name = item.text()?;
    let found = profiles.iter().find(|p| p.name == name).cloned();
    if found.is_none() {
        let names: Vec<&str> = profiles.iter().map(|p| p.name.as_str()).collect();
        item.fail(format!("no profile is called `{name}`"), suggestion(&name, &names));
    }
    found
}

fn day_weights(item: &Item<'_>) -> [f64; 7] {
    let mut weights = [0.0; 7];
    let help = "write { mon = 19, tue = 22, wed = 21, thu = 20, fri = 18 }";
    let Some(table) = item.node.table() else {
        item.fail(format!("{} where weights are meant", item.node.sort()), help);
        return weights;
    };
    for entry in &table.entries {
        let path = join(&item.path, &entry.key);
        let Some(days) = weekdays(&entry.key) else {
            item.ctx.problem(entry.key_span.clone(), &path, format!("`{}` is not a weekday", entry.key), help);
            continue;
        };
        let weight = Item::new(item.ctx, &entry.value, path).number(0.0, 1e6).unwrap_or(0.0);
        days.into_iter().for_each(|d| weights[d] = weight);
    }
    weights
}

fn hour_weights(item: &Item<'_>) -> [f64; 24] {
    let mut weights = [0.0; 24];
    let help = "write { \"9\" = 12, \"10\" = 8 } with hours from 0 to 23";
    let Some(table) = item.node.table() else {
        item.fail(format!("{} where weights are meant", item.node.sort()), help);
        return weights;
    };
    for entry in &table.entries {
        let path = join(&item.path, &entry.key);
        match entry.key.parse::<usize>() {
            Ok(hour) if hour < 24 => {
                weights[hour] = Item::new(item.ctx, &entry.value, path).number(0.0, 1e6).unwrap_or(0.0);
            }
            _ => item.ctx.problem(
                entry.key_span.clone(),
                &path,
                format!("`{}` is not an hour of the day", entry.key),
                help,
            ),
        }
    }
    weights
}
