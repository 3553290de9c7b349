//! The JSON Schema of the file format (draft 07), for editors; made from the tables of keys.

use super::keys::{self, Key, Kind, LOG, Need, RAMP, STICKY, TableSpec};
use serde_json::{Map, Value, json};

/// The JSON Schema of scenario files.
pub fn json_schema() -> Value {
    let mut schema = table(&keys::ROOT);
    let root = schema.as_object_mut().expect("a table's schema is an object");
    root.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("title".into(), json!("Caseload scenario"));
    root.insert("definitions".into(), json!({ "work": distribution("work"), "money": distribution("arr") }));
    schema
}

fn table(spec: &TableSpec) -> Value {
    let mut properties = Map::new();
    for key in spec.keys {
        properties.insert(key.name.into(), described(key));
    }
    let required: Vec<&str> = spec.keys.iter().filter(|k| matches!(k.need, Need::Required)).map(|k| k.name).collect();
    let mut schema = json!({
        "type": "object",
        "description": spec.doc,
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn described(key: &Key) -> Value {
    let mut text = key.doc.to_string();
    match key.need {
        Need::Setting(default) => text.push_str(&format!(" Default: {default}.")),
        Need::Assumed(default, grade, source) => {
            text.push_str(&format!(" Default: {default} (evidence {}: {source}).", grade.letter()));
        }
        Need::Required | Need::Optional => {}
    }
    let schema = kind(&key.kind);
    // Beside a reference draft 07 ignores everything else, so the text goes around it.
    if schema.get("$ref").is_some() {
        return json!({ "description": text, "allOf": [schema] });
    }
    let mut schema = schema;
    if let (Kind::List(_), Need::Optional) = (&key.kind, key.need) {
        // In a design an empty list takes back what the file has.
        schema["minItems"] = json!(0);
    }
    schema["description"] = json!(text);
    schema
}

fn kind(kind: &Kind) -> Value {
    let text = json!({ "type": "string" });
    let number_or_text = json!({ "type": ["number", "string"] });
    match kind {
        Kind::Text
        | Kind::TimeZone
        | Kind::When
        | Kind::Duration
        | Kind::DurationOrNever
        | Kind::Span
        | Kind::SpanOrNever
        | Kind::Matching
        | Kind::Days
        | Kind::DaysPerYear
        | Kind::Rate
        | Kind::RateOfAll
        | Kind::Money
        | Kind::MoneyPerYear
        | Kind::NameOf(_) => text,
        Kind::Count(low, high) => json!({ "type": ["integer", "string"], "minimum": low, "maximum": high }),
        Kind::Number(low, high) | Kind::Points(low, high) => {
            json!({ "type": ["number", "string"], "minimum": low, "maximum": high })
        }
        Kind::Share => json!({ "type": ["number", "string"], "minimum": 0, "maximum": 1 }),
        Kind::YearlyShare => text,
        Kind::NumberOrNone => number_or_text,
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Date => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
        Kind::Dates => json!({ "type": "array", "items": { "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" } }),
        Kind::Work | Kind::Delay => json!({ "$ref": "#/definitions/work" }),
        Kind::MoneyDistribution => json!({ "$ref": "#/definitions/money" }),
        Kind::Contract => json!({ "type": ["string", "object"], "additionalProperties": number_or_text }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::NamesOf(_) | Kind::WorkNames => json!({ "type": ["string", "array"], "items": { "type": "string" } }),
        Kind::Hours => {
            let stretches = json!({ "type": ["string", "array"], "items": { "type": "string" } });
            json!({ "type": "object", "additionalProperties": stretches })
        }
        Kind::WeekdayWeights | Kind::HourWeights | Kind::MonthWeights => {
            json!({ "type": "object", "additionalProperties": number_or_text })
        }
        Kind::Log => json!({ "anyOf": [text, table(&LOG)] }),
        Kind::ShareRamp => {
            json!({ "anyOf": [{ "type": ["number", "string"], "minimum": 0, "maximum": 1 }, table(&RAMP)] })
        }
        Kind::Shares | Kind::Seats => json!({ "type": "object", "additionalProperties": number_or_text }),
        Kind::Sticky => json!({ "anyOf": [text, table(&STICKY)] }),
        Kind::Table(spec) => table(spec),
        Kind::Named(spec) => json!({ "type": "object", "additionalProperties": table(spec) }),
        Kind::List(spec) => json!({ "type": "array", "minItems": 1, "items": table(spec) }),
    }
}

fn distribution(part: &str) -> Value {
    let quantity = json!({ "type": "string" });
    let number = json!({ "type": ["number", "string"] });
    let of = |properties: Value| {
        let required: Vec<&String> = properties.as_object().map(|p| p.keys().collect()).unwrap_or_default();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    };
    let own = json!({ "$ref": format!("#/definitions/{}", if part == "work" { "work" } else { "money" }) });
    let mixed = of(Value::Object(Map::from_iter([("weight".to_string(), number.clone()), (part.to_string(), own)])));
    let families = [
        ("constant", quantity.clone()),
        ("exponential", json!({ "anyOf": [quantity, of(json!({ "mean": quantity }))] })),
        ("erlang", of(json!({ "shape": number, "mean": quantity }))),
        ("gamma", of(json!({ "mean": quantity, "cv": number }))),
        (
            "lognormal",
            json!({ "anyOf": [of(json!({ "median": quantity, "mean": quantity })), of(json!({ "mean": quantity, "cv": number }))] }),
        ),
        ("weibull", of(json!({ "shape": number, "scale": quantity }))),
        ("uniform", of(json!({ "low": quantity, "high": quantity }))),
        ("triangular", of(json!({ "low": quantity, "mode": quantity, "high": quantity }))),
        ("mixture", json!({ "type": "array", "minItems": 1, "items": mixed })),
        ("values", json!({ "type": "array", "minItems": 1, "items": quantity })),
    ];
    let families: Map<String, Value> = families.into_iter().map(|(name, schema)| (name.to_string(), schema)).collect();
    json!({
        "description": "A quantity with its unit, or one family: { lognormal = { median = .., mean = .. } }.",
        "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": families, "minProperties": 1, "maxProperties": 1, "additionalProperties": false },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_in_the_schema_with_its_defaults() {
        let schema = json_schema();
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        let team = &schema["properties"]["teams"]["additionalProperties"];
        assert_eq!(team["additionalProperties"], false);
        let leave = team["properties"]["leave"]["description"].as_str().unwrap();
        assert!(leave.contains("Default: 25 days / year (evidence E"), "{leave}");
        assert_eq!(schema["properties"]["segments"]["additionalProperties"]["required"], json!(["accounts", "arr"]));
    }
}
