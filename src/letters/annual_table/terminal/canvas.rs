//! A sheet of terminal cells on which texts are set and rectangles ruled; crossing rules join by themselves.

use super::wrap::width_of;

/// A rule leaves its cell upwards, downwards, to the left, to the right: one bit each.
const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// The box-drawing character for every set of directions.
const JOINTS: [char; 16] =
    [' ', '│', '│', '│', '─', '┘', '┐', '┤', '─', '└', '┌', '├', '─', '┴', '┬', '┼'];

/// What stands in one terminal cell.
#[derive(Clone, Copy)]
enum Mark {
    Rule(u8),
    Letter(char),
    /// The right half of a wide letter.
    Covered,
}

/// The sheet.
pub struct Canvas {
    lines: Vec<Vec<Mark>>,
}

/// A rectangle by its edges, which lie on cells of their own.
#[derive(Clone, Copy)]
pub struct Edges {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

impl Canvas {
    /// An empty sheet.
    pub fn new(width: usize, height: usize) -> Self {
        Self { lines: vec![vec![Mark::Rule(0); width]; height] }
    }

    /// Rules the four edges of a rectangle.
    pub fn frame(&mut self, Edges { top, bottom, left, right }: Edges) {
        for x in left..right {
            for y in [top, bottom] {
                self.join(y, x, RIGHT);
                self.join(y, x + 1, LEFT);
            }
        }
        for y in top..bottom {
            for x in [left, right] {
                self.join(y, x, DOWN);
                self.join(y + 1, x, UP);
            }
        }
    }

    /// Sets a text with its first letter in the cell.
    pub fn write(&mut self, y: usize, x: usize, text: &str) {
        let marks = text.chars().flat_map(|letter| {
            let covered = std::iter::repeat_n(Mark::Covered, width_of(letter).saturating_sub(1));
            std::iter::once(Mark::Letter(letter)).chain(covered)
        });
        let cells = self.lines.get_mut(y).into_iter().flatten().skip(x);
        for (cell, mark) in cells.zip(marks) {
            *cell = mark;
        }
    }

    /// The sheet as text, without spaces at the ends of lines.
    pub fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| {
            let line: String = line.iter().filter_map(|mark| mark.character()).collect();
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn join(&mut self, y: usize, x: usize, direction: u8) {
        if let Some(Mark::Rule(bits)) = self.lines.get_mut(y).and_then(|line| line.get_mut(x)) {
            *bits |= direction;
        }
    }
}

impl Mark {
    fn character(self) -> Option<char> {
        match self {
            Self::Rule(bits) => JOINTS.get(usize::from(bits)).copied(),
            Self::Letter(letter) => Some(letter),
            Self::Covered => None,
        }
    }
}
