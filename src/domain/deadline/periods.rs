//! The lengths of the periods. Defaults are the law's; what the law leaves open an organ may set.

/// Lengths in working days, except where a name says calendar days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// Reply after receipt (art. 33): 20.
    pub reply: u32,
    /// Longest extension (art. 33): 20.
    pub extension_at_most: u32,
    /// To send the amendment notice after receipt (art. 30): 7.
    pub amendment_notice: u32,
    /// For the requester to amend, where the notice names no day: reasonable (art. 30), at most 15 by the 江苏省 norm.
    /// **Setting.**
    pub amendment: u32,
    /// For a third party (art. 32) or another organ (art. 34) to answer after delivery: 15.
    pub consultation: u32,
    /// After which a letter without proof of delivery raises an alarm; the law is silent: 10. **Setting.**
    pub unproved_delivery: u32,
    /// For the requester to pay, from the day after receiving the fee notice (国办函〔2020〕109号): 20.
    pub fee: u32,
    /// To obey a judgment that states no period of its own (法释〔2025〕8号 art. 11): 20.
    pub order: u32,
    /// Written answer and evidence to the review organ (行政复议法 art. 48): 10.
    pub review_defence: u32,
    /// The same in the simplified procedure (行政复议法 art. 54): 5.
    pub simplified_review_defence: u32,
    /// Answer and evidence to the court, in calendar days (行政诉讼法 art. 67): 15.
    pub lawsuit_defence_calendar_days: u32,
}

impl Default for Periods {
    fn default() -> Self {
        Self {
            reply: 20,
            extension_at_most: 20,
            amendment_notice: 7,
            amendment: 15,
            consultation: 15,
            unproved_delivery: 10,
            fee: 20,
            order: 20,
            review_defence: 10,
            simplified_review_defence: 5,
            lawsuit_defence_calendar_days: 15,
        }
    }
}
