//! The tree of organs as it stood on a day: renamed, moved, merged, closed.
