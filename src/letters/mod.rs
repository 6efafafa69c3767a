//! Values to bytes: the exports of the year table.
