//! From case facts to cells: the rules of section three and four (rules.md section 5).
