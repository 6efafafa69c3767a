//! Has the program compiled anew when the client was built anew. Builds nothing itself: without a client the program
//! says so on its pages.

use std::fs;

fn main() {
    // A folder that is not there would count as changed each time.
    if let Err(error) = fs::create_dir_all("web/dist") {
        println!("cargo:warning=web/dist: {error}");
    }
    println!("cargo:rerun-if-changed=web/dist");
}
