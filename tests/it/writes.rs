//! What the program writes besides an output goes whole into its place, or not at all.

use std::fs;
use std::path::Path;

/// Nothing but `src/write` writes files: a function of its own that does would leave half a file behind.
#[test]
fn files_are_written_in_one_place() {
    // What makes or changes a file in the standard library. Folders may be made anywhere.
    const WRITES: [&str; 10] = [
        "fs::write(",
        "File::create",
        ".write(true)",
        ".append(true)",
        ".create_new(true)",
        "fs::copy(",
        "fs::rename(",
        "hard_link(",
        "fs::remove_",
        "set_permissions(",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut files = 0;
    for entry in walkdir::WalkDir::new(&root).into_iter().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "rs") || path.starts_with(root.join("write")) {
            continue;
        }
        files += 1;
        let text = fs::read_to_string(path).expect("a source file");
        // Tests of a module stand at its end, and may write what they like.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            if WRITES.iter().any(|call| line.contains(call)) {
                found.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(files > 100, "the sources were not found");
    assert!(found.is_empty(), "written past `write::file`:\n{}", found.join("\n"));
}
