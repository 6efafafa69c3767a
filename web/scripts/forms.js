// Reads the request bodies of ../openapi.yaml and writes them as plain descriptions of forms, so that the form of every
// act follows the contract: field names, limits, choices and which are required.
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const contract = parse(readFileSync(new URL("../../openapi.yaml", import.meta.url), "utf8"));
const schemas = contract.components.schemas;

/** Follows a reference, keeping the name and the nearer description. */
function resolve(schema) {
  if (!schema.$ref) return schema;
  const name = schema.$ref.split("/").at(-1);
  return { ...schemas[name], ...(schema.description && { description: schema.description }), name };
}

/** Takes the null out of a nullable schema. */
function withoutNull(schema) {
  const choices = schema.oneOf ?? schema.anyOf;
  if (!choices) return schema;
  const rest = choices.filter((choice) => choice.type !== "null");
  if (rest.length !== 1) return schema;
  const only = resolve(rest[0]);
  return { ...only, description: schema.description ?? only.description };
}

const textKind = (schema) => {
  if (schema.format === "date") return "day";
  if (schema.format === "uuid") return "id";
  return schema.name === "Text" || (schema.maxLength ?? 0) > 500 ? "prose" : "line";
};

function kindOf(schema) {
  const types = [schema.type].flat().filter((type) => type !== "null");
  if (schema.const !== undefined) return "fixed";
  if (schema.enum) return "choice";
  if (schema.oneOf ?? schema.anyOf) return "variant";
  switch (types[0]) {
    case "boolean":
      return "yes";
    case "integer":
      return "number";
    case "array":
      return "list";
    case "object":
      return schema.properties ? "group" : "map";
    default:
      return textKind(schema);
  }
}

function field(name, raw, isRequired) {
  const schema = withoutNull(resolve(raw));
  const kind = kindOf(schema);
  const told = { name, kind, required: isRequired, text: (schema.description ?? "").trim() };
  if (schema.name) told.schema = schema.name;
  if (schema.const !== undefined) told.value = schema.const;
  if (schema.enum) told.choices = schema.enum.filter((value) => value !== null);
  for (const limit of ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "default", "pattern"])
    if (schema[limit] !== undefined) told[limit] = schema[limit];
  if (kind === "group") told.fields = fields(schema);
  if (kind === "list") told.each = field("", schema.items, true);
  if (kind === "variant")
    told.variants = (schema.oneOf ?? schema.anyOf).map((choice) => field("", resolve(choice), true));
  return told;
}

function fields(schema) {
  const required = schema.required ?? [];
  return Object.entries(schema.properties).map(([name, raw]) => field(name, raw, required.includes(name)));
}

const forms = {};
for (const operations of Object.values(contract.paths)) {
  for (const method of ["post", "put"]) {
    const body = operations[method]?.requestBody?.content?.["application/json"]?.schema;
    const name = body?.$ref?.split("/").at(-1);
    if (name && name !== "Batch") forms[name] = field("", body, true);
  }
}
const acts = {};
for (const [path, operations] of Object.entries(contract.paths)) {
  const address = /^\/cases\/\{number\}\/(.+)$/.exec(path)?.[1];
  const body = operations.post?.requestBody?.content?.["application/json"]?.schema;
  if (address && body) acts[address] = { form: body.$ref.split("/").at(-1), text: operations.post.description ?? "" };
}
const out = new URL("../src/desk/forms/forms.json", import.meta.url);
writeFileSync(out, JSON.stringify({ forms, acts }, null, 1));
