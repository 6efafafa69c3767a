//! A table of any file with its spans written out: what a merged cell says stands in every place it covers.

use std::rc::Rc;

use super::Error;

/// The most places that a table may have with its spans written out.
const PLACES_LIMIT: usize = 200_000;

/// The most columns that a table is read to.
const COLUMNS_LIMIT: usize = 256;

/// A table, line by line; lines may differ in length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    pub lines: Vec<Vec<Rc<str>>>,
}

/// A cell as a document writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanning {
    pub text: Rc<str>,
    pub columns: usize,
    pub rows: usize,
}

/// A text and how many more lines it covers, per column.
type Hanging = Vec<Option<(Rc<str>, usize)>>;

impl Grid {
    /// What stands in a place.
    pub fn at(&self, line: usize, column: usize) -> Option<&Rc<str>> {
        self.lines.get(line)?.get(column)
    }

    /// Lines of spanning cells, laid out as a browser does; a span that would run out of the table is cut.
    pub fn of_spanning(lines: &[Vec<Spanning>]) -> Result<Self, Error> {
        let mut grid = Self::default();
        let mut hanging: Hanging = Vec::new();
        let mut places = 0_usize;
        for cells in lines {
            let mut line: Vec<Rc<str>> = Vec::new();
            for cell in cells {
                drop_down(&mut line, &mut hanging);
                for _ in 0..cell.columns.min(COLUMNS_LIMIT.saturating_sub(line.len())) {
                    hang(&mut hanging, line.len(), &cell.text, cell.rows);
                    line.push(Rc::clone(&cell.text));
                }
            }
            drop_down(&mut line, &mut hanging);
            places += line.len();
            if places > PLACES_LIMIT {
                return Err(Error::TableTooBig);
            }
            grid.lines.push(line);
        }
        Ok(grid)
    }

    /// Puts a text over a rectangle of a sheet, growing it as needed; `places` counts what was put.
    pub fn fill(&mut self, area: &Area, text: &Rc<str>, places: &mut usize) -> Result<(), Error> {
        let last_column = area.last_column.min(COLUMNS_LIMIT - 1);
        for line in area.line..=area.last_line {
            for column in area.column..=last_column {
                *places += 1;
                if *places > PLACES_LIMIT || line > PLACES_LIMIT {
                    return Err(Error::TableTooBig);
                }
                self.put(line, column, text);
            }
        }
        Ok(())
    }

    /// Lets the places of a line say what the line above says there.
    pub fn repeat_from_above(&mut self, line: usize, columns: std::ops::Range<usize>) {
        let Some((above, below)) = self.lines.split_at_mut_checked(line) else { return };
        if let (Some(above), Some(below)) = (above.last(), below.first_mut()) {
            let pairs = below.iter_mut().zip(above).skip(columns.start).take(columns.len());
            pairs.for_each(|(cell, said)| *cell = Rc::clone(said));
        }
    }

    fn put(&mut self, line: usize, column: usize, text: &Rc<str>) {
        if self.lines.len() <= line {
            self.lines.resize(line + 1, Vec::new());
        }
        if let Some(cells) = self.lines.get_mut(line) {
            if cells.len() <= column {
                cells.resize(column + 1, Rc::from(""));
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = Rc::clone(text);
            }
        }
    }
}

/// A rectangle of a sheet, ends included.
pub struct Area {
    pub line: usize,
    pub last_line: usize,
    pub column: usize,
    pub last_column: usize,
}

/// Lets the texts that hang down from above take their places at the end of the line so far.
fn drop_down(line: &mut Vec<Rc<str>>, hanging: &mut Hanging) {
    while let Some(slot) = hanging.get_mut(line.len()) {
        let Some((text, rows)) = slot.take() else { break };
        line.push(Rc::clone(&text));
        *slot = (rows > 1).then(|| (text, rows - 1));
    }
}

/// Notes that a text covers `rows` lines of a column, this one included.
fn hang(hanging: &mut Hanging, column: usize, text: &Rc<str>, rows: usize) {
    if hanging.len() <= column {
        hanging.resize(column + 1, None);
    }
    if let Some(slot) = hanging.get_mut(column) {
        *slot = (rows > 1).then(|| (Rc::clone(text), rows - 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, columns: usize, rows: usize) -> Spanning {
        Spanning { text: Rc::from(text), columns, rows }
    }

    #[test]
    fn spans_are_written_out() {
        let grid = Grid::of_spanning(&[
            vec![cell("a", 1, 3), cell("b", 2, 1)],
            vec![cell("c", 1, 2), cell("d", 1, 1)],
            vec![cell("e", 1, 9)],
        ]);
        let lines: Vec<_> = grid.unwrap().lines.iter().map(|line| line.concat()).collect();
        assert_eq!(lines, ["abb", "acd", "ace"]);
    }

    #[test]
    fn enormous_areas_are_refused_or_cut() {
        let area = |last_line, last_column| Area { line: 0, last_line, column: 0, last_column };
        let text = Rc::from("a");
        let mut grid = Grid::default();
        grid.fill(&area(1, usize::MAX), &text, &mut 0).unwrap();
        assert_eq!((grid.lines.len(), grid.lines[1].len()), (2, COLUMNS_LIMIT));
        let filled = grid.fill(&area(usize::MAX, 255), &text, &mut 0);
        assert_eq!(filled, Err(Error::TableTooBig));
    }

    #[test]
    fn enormous_spans_are_refused_or_cut() {
        let wide = Grid::of_spanning(&[vec![cell("a", usize::MAX, usize::MAX)]]).unwrap();
        assert_eq!(wide.lines[0].len(), COLUMNS_LIMIT);
        let many = vec![vec![cell("a", 1000, 65_534)]; 2000];
        assert!(matches!(Grid::of_spanning(&many), Err(Error::TableTooBig)));
    }
}
