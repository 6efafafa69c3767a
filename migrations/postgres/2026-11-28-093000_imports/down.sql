DROP TABLE import_parts;
DROP TABLE imports;
