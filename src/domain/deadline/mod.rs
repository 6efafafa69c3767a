//! From recorded facts and a calendar to the due date and the chain of reasons. Nothing is ever shifted in place.
