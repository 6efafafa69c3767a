//! Persistence: one file per aggregate. Stores what it is told and knows no rule.
