-- Lists over many organs are walked in their order until the page is full, instead of sorting all that the organs have.
CREATE INDEX cases_in_order ON cases (received_on, id);
