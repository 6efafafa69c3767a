//! The legal date of receipt by channel (art. 31): always the earliest that can be defended.
