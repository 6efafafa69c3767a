//! Reasons, waits, breaches, alarms and doubts as JSON: each with its article and its sentence.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::reason::{Alarm, Breach, Doubt, Reason, Waiting};

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reason = serializer.serialize_struct("Reason", 6)?;
        reason.serialize_field("from", &self.from)?;
        reason.serialize_field("to", &self.to)?;
        reason.serialize_field("effect", &self.effect())?;
        reason.serialize_field("working_days", &self.working_days)?;
        reason.serialize_field("article", self.article())?;
        reason.serialize_field("text", &self.text())?;
        reason.end()
    }
}

impl Serialize for Waiting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut waiting = serializer.serialize_struct("Waiting", 3)?;
        waiting.serialize_field("what", &self.what)?;
        waiting.serialize_field("until", &self.until)?;
        waiting.serialize_field("text", &self.text())?;
        waiting.end()
    }
}

impl Serialize for Breach {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut breach = serializer.serialize_struct("Breach", 5)?;
        breach.serialize_field("code", self.code())?;
        breach.serialize_field("article", self.act.article())?;
        breach.serialize_field("limit", &self.limit)?;
        breach.serialize_field("happened_on", &self.happened_on)?;
        breach.serialize_field("text", &self.text())?;
        breach.end()
    }
}

impl Serialize for Alarm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut alarm = serializer.serialize_struct("Alarm", 4)?;
        alarm.serialize_field("code", "unproved_delivery")?;
        alarm.serialize_field("sent_on", &self.sent_on)?;
        alarm.serialize_field("after", &self.after)?;
        alarm.serialize_field("text", &self.text())?;
        alarm.end()
    }
}

impl Serialize for Doubt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}
