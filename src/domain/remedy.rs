//! Which way of review or lawsuit a reply must name.
