//! The operations of `openapi.yaml`, each with a call that the contract allows.

use actix_web::http::Method;
use serde_json::{Value, json};

use super::support::{Call, contract};

/// One operation of the contract.
pub struct Operation {
    pub id: &'static str,
    pub method: Method,
    /// As it stands in the contract, with names in braces.
    pub path: &'static str,
    told: &'static Value,
    parameters: Vec<&'static Value>,
}

/// All of them, as the contract orders them.
pub fn operations() -> Vec<Operation> {
    let mut found = Vec::new();
    for (path, item) in contract()["paths"].as_object().unwrap() {
        for method in ["get", "put", "post", "patch", "delete"] {
            let Some(told) = item.get(method) else { continue };
            let of = |holder: &'static Value| holder["parameters"].as_array().into_iter().flatten();
            found.push(Operation {
                id: told["operationId"].as_str().unwrap(),
                method: method.to_uppercase().parse().unwrap(),
                path,
                told,
                parameters: of(item).chain(of(told)).map(resolved).collect(),
            });
        }
    }
    found
}

impl Operation {
    /// Its address, with what `stands_for` says in the place of each name.
    pub fn uri(&self, stands_for: impl Fn(&str) -> String) -> String {
        let part = |part: &str| match part.strip_prefix('{').and_then(|name| name.strip_suffix('}'))
        {
            Some(name) => stands_for(name),
            None => part.to_owned(),
        };
        let path = self.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let needed = self
            .parameters
            .iter()
            .filter(|parameter| parameter["in"] == "query" && parameter["required"] == json!(true));
        let query: Vec<String> = needed
            .map(|parameter| parameter["name"].as_str().unwrap())
            .map(|name| format!("{name}={}", stands_for(name)))
            .collect();
        let outside = ["/healthz", "/readyz", "/metrics"].contains(&self.path);
        let base = if outside { "" } else { "/api/v1" };
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{base}{path}{mark}{}", query.join("&"))
    }

    /// The schema of its body, if it has one of JSON.
    pub fn schema(&self) -> Option<&'static Value> {
        self.told.pointer("/requestBody/content/application~1json/schema").map(resolved)
    }

    /// A body that the contract allows: its example, or one made from its schema.
    pub fn body(&self) -> Option<Value> {
        let schema = self.schema()?;
        let example = self.told.pointer("/requestBody/content/application~1json/example");
        Some(example.cloned().unwrap_or_else(|| sample(schema)))
    }

    /// A body with every field, optional ones too.
    pub fn full_body(&self) -> Option<Value> {
        let mut body = made(self.schema()?, true);
        for (name, value) in self.body()?.as_object().into_iter().flatten() {
            body[name.as_str()] = value.clone();
        }
        Some(body)
    }

    /// Whether its body is a file.
    pub fn takes_file(&self) -> bool {
        let told = |place: &str| self.told.pointer(place).is_some();
        told("/requestBody/$ref") || told("/requestBody/content/text~1csv")
    }

    pub fn has(&self, header: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter["name"] == header)
    }

    /// A call of this operation at `uri`.
    pub fn call(&self, uri: &str, body: Option<&Value>) -> Call {
        let call = Call::new(self.method.clone(), uri);
        match body {
            Some(body) => call.json(body),
            None => call,
        }
    }
}

/// What a reference stands for.
pub fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(target) => resolved(contract().pointer(target.trim_start_matches('#')).unwrap()),
        None => value,
    }
}

/// The least value that a schema allows.
pub fn sample(schema: &'static Value) -> Value {
    made(schema, false)
}

fn made(schema: &'static Value, full: bool) -> Value {
    let schema = resolved(schema);
    for word in ["const", "default"] {
        if let Some(value) = schema.get(word).filter(|value| !value.is_null()) {
            return value.clone();
        }
    }
    if let Some(value) = schema.pointer("/examples/0").or_else(|| schema.pointer("/enum/0")) {
        return value.clone();
    }
    if let Some(first) = schema.pointer("/oneOf/0") {
        return made(first, full);
    }
    match kind(schema) {
        "object" => object(schema, full),
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(1).max(1);
            (0..least).map(|_| made(&schema["items"], full)).collect()
        }
        "integer" => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
        "boolean" => json!(true),
        _ => text(schema),
    }
}

/// The type of a schema; of several the first.
pub fn kind(schema: &Value) -> &str {
    let of = &schema["type"];
    of.as_str().or_else(|| of[0].as_str()).unwrap_or("string")
}

fn object(schema: &'static Value, full: bool) -> Value {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let wanted = properties.filter(|(name, _)| full || required.contains(&name.as_str()));
    Value::Object(wanted.map(|(name, of)| (name.clone(), made(of, full))).collect())
}

fn text(schema: &Value) -> Value {
    match schema["format"].as_str() {
        Some("date") => json!("2026-03-02"),
        Some("date-time") => json!("2026-03-02T02:00:00Z"),
        Some("uuid") => json!("0197a1c2-7b1e-7c55-8a53-3f0f8d9a2b11"),
        _ if schema["pattern"] == "^[a-z][a-z0-9._-]{1,63}$" => json!("wang.fang"),
        _ => json!("某文字 12345"),
    }
}
