-- differs: ids are uuid and instants timestamptz here, BLOB and fixed UTC text on SQLite
-- Open cases whose rows and logs still have to follow a new notice, or new periods of their organ. Worked off in small
-- transactions; where it stands is kept, so that it goes on after a crash.
CREATE TABLE recounts (
    id UUID NOT NULL PRIMARY KEY,
    notice_id UUID REFERENCES calendar_notices (id),
    organ_id INTEGER REFERENCES organs (id),
    -- The periods of the organ before.
    periods TEXT,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    at_organ INTEGER,
    at_day DATE,
    at_case UUID,
    recorded_at TIMESTAMPTZ NOT NULL,
    carried_on_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    CHECK ((notice_id IS NULL) = (organ_id IS NOT NULL)),
    CHECK ((organ_id IS NULL) = (periods IS NULL))
);
CREATE INDEX recounts_unfinished ON recounts (recorded_at) WHERE finished_at IS NULL;

-- A review or lawsuit has dates of its own, and words of its decision.
ALTER TABLE challenges ADD COLUMN forum TEXT;
ALTER TABLE challenges ADD COLUMN simplified BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE challenges ADD COLUMN copy_received_on DATE;
ALTER TABLE challenges ADD COLUMN defended_on DATE;
ALTER TABLE challenges ADD COLUMN endings TEXT;
ALTER TABLE challenges ADD COLUMN reason TEXT;
ALTER TABLE challenges ADD COLUMN recorded_by TEXT;
CREATE INDEX challenges_by_key ON challenges (row_key, recorded_at);
CREATE INDEX challenges_by_number ON challenges (organ_id, number) WHERE superseded_at IS NULL;
CREATE INDEX challenge_cases_by_case ON challenge_cases (case_id);

ALTER TABLE handed_in_tables ADD COLUMN recorded_by TEXT;
ALTER TABLE sealed_reports ADD COLUMN recorded_by TEXT;
