//! JSON Schemas of the files that authors write, so that their editors complete keys and explain them.
//!
//! Made from the same table as the checker's messages ([`crate::check::shape`]). The draft is the one
//! that every editor knows.

use serde_json::{Map, Value, json};

use crate::check::shape::{Demand, FILES, File, Key, Kind, Say, Shape, rules, site};
use crate::diag::Tongue;
use crate::model::locale;

/// The settings of the theme that the program carries.
const THEME: &str = include_str!("../themes/leader/theme.yaml");

/// The schema of this name: `site`, `parameters`.
pub fn named(name: &str) -> Option<&'static File> {
    FILES.iter().copied().find(|file| file.name == name)
}

/// The schema of a file as JSON text, its descriptions in this language.
pub fn text(file: &File, tongue: Tongue) -> String {
    format!("{:#}\n", schema(file, tongue))
}

/// The schema of a file.
pub fn schema(file: &File, tongue: Tongue) -> Value {
    let mut maker = Maker { tongue, definitions: Map::new() };
    let mut schema = Map::new();
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".into(), file.paths.into());
    schema.insert("description".into(), maker.told(file.about).into());
    schema.extend(maker.kind(&file.root));
    if file.name == "site" {
        schema.insert("allOf".into(), json!([maker.theme_settings()]));
    }
    if !maker.definitions.is_empty() {
        schema.insert("definitions".into(), maker.definitions.into());
    }
    schema.into()
}

struct Maker {
    tongue: Tongue,
    /// Shapes that hold themselves.
    definitions: Map<String, Value>,
}

impl Maker {
    fn told(&self, say: Say) -> &'static str {
        match self.tongue {
            Tongue::English => say.en,
            Tongue::Finnish => say.fi,
        }
    }

    /// What a site with the theme of the program can set of it, in the theme's own words.
    fn theme_settings(&mut self) -> Value {
        let settings: Map<String, Value> = serde_yaml::from_str(THEME).unwrap_or_default();
        let settings: Map<String, Value> = settings
            .into_iter()
            .map(|(name, setting)| {
                let kind = match &setting["default"] {
                    Value::Bool(_) => json!({"type": ["boolean", "null"]}),
                    Value::Number(_) => json!({"type": ["integer", "null"]}),
                    _ => with_null(self.kind(&site::LOCALIZED)).into(),
                };
                let mut schema = into_map(kind);
                schema.insert("description".into(), setting["hint"].clone());
                schema.insert("default".into(), setting["default"].clone());
                (name, schema.into())
            })
            .collect();
        let about = site::SITE.key("settings").map_or("", |key| self.told(key.about));
        json!({
            "if": {"properties": {"theme": {"enum": ["leader"]}}},
            "then": {"properties": {"settings": {
                "description": about,
                "properties": settings,
                "additionalProperties": false,
            }}},
        })
    }

    fn kind(&mut self, kind: &Kind) -> Map<String, Value> {
        let schema = match kind {
            // A number or a word like `true` is taken as it is written, too.
            Kind::Text => json!({"type": ["string", "number", "boolean"]}),
            // A number is taken as it is written, too: a page can be called 2026.
            Kind::Like(pattern) => json!({"type": ["string", "number", "boolean"], "pattern": pattern}),
            Kind::Word(words) => json!({"enum": words}),
            Kind::Flag => json!({"type": "boolean"}),
            Kind::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
            Kind::Day => json!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$", "format": "date"}),
            Kind::Quantity(unit) => {
                let units = rules::units(*unit);
                json!({"type": "string", "pattern": format!("^\\s*\\+?\\d[\\d\\s.,]*({units})\\s*$")})
            }
            Kind::Either(kinds) => {
                let kinds: Vec<Value> = kinds.iter().map(|kind| self.kind(kind).into()).collect();
                json!({"anyOf": kinds})
            }
            Kind::List(kind) => json!({"type": ["array", "null"], "items": self.kind(kind)}),
            Kind::Shape(shape) => return self.shape(shape),
            Kind::ById(kind) => json!({
                "type": ["object", "null"],
                "propertyNames": {"pattern": rules::ID},
                "additionalProperties": self.kind(kind),
            }),
            Kind::ByName(kind) => {
                json!({"type": ["object", "null"], "additionalProperties": self.kind(kind)})
            }
            Kind::ByLanguage(kind) => {
                let kind = self.kind(kind);
                let languages: Map<String, Value> = locale::Tongue::CODES
                    .iter()
                    .map(|code| ((*code).to_owned(), kind.clone().into()))
                    .collect();
                json!({"type": ["object", "null"], "properties": languages, "additionalProperties": false})
            }
            Kind::Anything => json!({}),
        };
        into_map(schema)
    }

    fn shape(&mut self, shape: &'static Shape) -> Map<String, Value> {
        if !holds_itself(shape) {
            return self.object(shape);
        }
        let name = shape.owner.en.trim_start_matches("a ").trim_start_matches("an ").replace(' ', "-");
        if !self.definitions.contains_key(&name) {
            // Known before it is made, since it leads back to itself.
            self.definitions.insert(name.clone(), Value::Null);
            let object = self.object(shape);
            self.definitions.insert(name.clone(), object.into());
        }
        into_map(json!({"$ref": format!("#/definitions/{name}")}))
    }

    fn object(&mut self, shape: &'static Shape) -> Map<String, Value> {
        let required: Vec<&str> = shape.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
        let properties: Map<String, Value> =
            shape.keys.iter().map(|key| (key.name.to_owned(), self.key(key).into())).collect();
        let others = shape.others.map_or(Value::Bool(false), |kind| self.kind(kind).into());
        let needs_keys =
            !required.is_empty() || shape.demands.iter().any(|demand| matches!(demand, Demand::One(_)));
        let mut object = Map::new();
        // A group with nothing in it is written as a key without a value, too.
        object.insert("type".into(), if needs_keys { json!("object") } else { json!(["object", "null"]) });
        object.insert("properties".into(), properties.into());
        if !required.is_empty() {
            object.insert("required".into(), required.into());
        }
        object.insert("additionalProperties".into(), others);
        let demands: Vec<Value> = shape.demands.iter().map(demand).collect();
        if !demands.is_empty() {
            object.insert("allOf".into(), demands.into());
        }
        object
    }

    fn key(&mut self, key: &'static Key) -> Map<String, Value> {
        let mut schema = Map::new();
        schema.insert("description".into(), self.told(key.about).into());
        if let Ok(example) = serde_yaml::from_str::<Value>(key.example) {
            schema.insert("examples".into(), json!([example]));
        }
        let kind = self.kind(&key.kind);
        // An optional key without a value counts as not written.
        schema.extend(if key.required { without_null(kind) } else { with_null(kind) });
        schema
    }
}

fn into_map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn types_of(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    match schema.get("type")? {
        Value::Array(types) => Some(types.clone()),
        one => Some(vec![one.clone()]),
    }
}

fn with_null(mut schema: Map<String, Value>) -> Map<String, Value> {
    if let Some(mut types) = types_of(&schema) {
        if !types.contains(&json!("null")) {
            types.push(json!("null"));
        }
        schema.insert("type".into(), types.into());
    } else if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.push(Value::Null);
    } else if let Some(Value::Array(kinds)) = schema.get_mut("anyOf") {
        kinds.push(json!({"type": "null"}));
    }
    schema
}

fn without_null(mut schema: Map<String, Value>) -> Map<String, Value> {
    match types_of(&schema) {
        Some(mut types) => {
            types.retain(|one| one != "null");
            let types = if types.len() == 1 { types.remove(0) } else { types.into() };
            schema.insert("type".into(), types);
        }
        None if schema.contains_key("enum") => {}
        None => {
            schema.insert("not".into(), json!({"type": "null"}));
        }
    }
    schema
}

fn demand(demand: &Demand) -> Value {
    match demand {
        Demand::One(keys) => {
            let each: Vec<Value> = keys.iter().map(|key| has(key)).collect();
            json!({"oneOf": each})
        }
        Demand::Beside(key, other) => json!({"if": has(key), "then": has(other)}),
        Demand::Where(key, values, others) => {
            let others: Vec<Value> = others.iter().map(|other| has(other)).collect();
            json!({
                "if": {"required": [key], "properties": {*key: {"enum": values}}},
                "then": {"allOf": others},
            })
        }
    }
}

/// The key is there and has a value.
fn has(key: &str) -> Value {
    json!({"required": [key], "properties": {key: {"not": {"type": "null"}}}})
}

fn holds_itself(shape: &'static Shape) -> bool {
    fn within(kind: &'static Kind, wanted: &'static Shape, seen: &mut Vec<*const Shape>) -> bool {
        match kind {
            Kind::Shape(shape) => std::ptr::eq(*shape, wanted) || leads_to(shape, wanted, seen),
            Kind::List(kind) | Kind::ById(kind) | Kind::ByName(kind) | Kind::ByLanguage(kind) => {
                within(kind, wanted, seen)
            }
            Kind::Either(kinds) => kinds.iter().any(|kind| within(kind, wanted, seen)),
            _ => false,
        }
    }
    fn leads_to(shape: &'static Shape, wanted: &'static Shape, seen: &mut Vec<*const Shape>) -> bool {
        if seen.contains(&std::ptr::from_ref(shape)) {
            return false;
        }
        seen.push(shape);
        shape.keys.iter().any(|key| within(&key.kind, wanted, seen))
            || shape.others.is_some_and(|kind| within(kind, wanted, seen))
    }
    leads_to(shape, shape, &mut Vec::new())
}
