//! The parts of an xlsx that say where its sheets, strings and styles lie.

use std::collections::HashMap;
use std::io::Read;

use super::package::Package;
use super::xml::{Node, Xml, attribute};
use super::{SheetName, Unreadable};
use crate::ledger::dates::Epoch;

/// The table of contents of a workbook.
#[derive(Default)]
pub(super) struct Workbook {
    pub(super) sheets: Vec<SheetName>,
    /// The part of each sheet, in the same order.
    pub(super) parts: Vec<String>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) epoch: Epoch,
}

/// A relationship: the last word of its type, and the part it leads to.
struct Relation {
    kind: String,
    target: String,
}

impl Workbook {
    /// Reads `workbook.xml` and its relationships.
    pub(super) fn read(package: &Package) -> Result<Self, Unreadable> {
        let root = relations(package, "")?;
        let main = root.into_values().find(|relation| relation.kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        let relations = relations(package, &main)?;
        let target = |kind: &str| {
            relations
                .values()
                .find(|relation| relation.kind == kind)
                .map(|relation| relation.target.clone())
        };
        let mut workbook =
            Self { strings: target("sharedStrings"), styles: target("styles"), ..Self::default() };
        workbook.read_sheets(package.part(&main)?.ok_or(Unreadable::Damaged)?, &relations)?;
        Ok(workbook)
    }

    fn read_sheets(
        &mut self,
        part: Box<dyn Read>,
        relations: &HashMap<String, Relation>,
    ) -> Result<(), Unreadable> {
        let mut xml = Xml::new(part);
        loop {
            match xml.next()? {
                Node::Start(element) => match element.local_name().as_ref() {
                    "workbookPr" => {
                        let is_1904 = attribute(&element, "date1904")
                            .is_some_and(|v| v == "1" || v == "true");
                        self.epoch = if is_1904 { Epoch::Of1904 } else { Epoch::Of1900 };
                    }
                    "sheet" => {
                        let relation = attribute(&element, "id").and_then(|id| relations.get(&id));
                        // A chart sheet has no cells.
                        let Some(relation) =
                            relation.filter(|relation| relation.kind == "worksheet")
                        else {
                            continue;
                        };
                        let is_visible =
                            attribute(&element, "state").is_none_or(|state| state == "visible");
                        let name = attribute(&element, "name").unwrap_or_default();
                        self.sheets.push(SheetName { name, is_visible });
                        self.parts.push(relation.target.clone());
                    }
                    _ => {}
                },
                Node::Eof => return Ok(()),
                Node::End(_) | Node::Characters(_) | Node::Other => {}
            }
        }
    }
}

/// The relationships of a part by id; those of the package itself for the empty name.
fn relations(package: &Package, of: &str) -> Result<HashMap<String, Relation>, Unreadable> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = format!("{folder}/_rels/{file}.rels");
    let mut relations = HashMap::new();
    let Some(part) = package.part(&name)? else {
        return Ok(relations);
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Node::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let kind = attribute(&element, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let target = resolved(folder, &attribute(&element, "Target").unwrap_or_default());
                relations.insert(
                    attribute(&element, "Id").unwrap_or_default(),
                    Relation { kind, target },
                );
            }
            Node::Eof => return Ok(relations),
            Node::Start(_) | Node::End(_) | Node::Characters(_) | Node::Other => {}
        }
    }
}

/// A target seen from the folder of the part that names it.
fn resolved(folder: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}
