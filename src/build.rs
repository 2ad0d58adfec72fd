//! The program carries the theme, the rules and the pages of a new site: it is made anew when a file
//! in them comes or goes.

fn main() {
    for folder in ["themes/leader", "content/rules", "src/starter", "src/patterns"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
