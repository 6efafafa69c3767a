-- Who stands below an organ, took it over or adds its figures to it, found without reading the whole tree.
CREATE INDEX organ_versions_by_parent ON organ_versions (parent_id);
CREATE INDEX organ_versions_by_successor ON organ_versions (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX organ_versions_by_rolls_up_to ON organ_versions (rolls_up_to_id) WHERE rolls_up_to_id IS NOT NULL;
