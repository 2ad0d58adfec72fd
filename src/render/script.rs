//! Scripts of a theme in fewer bytes, for phones.

use std::ops::Range;

use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc::minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;

/// A script that no browser would run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScriptMistake {
    /// What the reading of the language says, in English.
    pub reason: String,
    /// The bytes that are meant.
    pub at: Range<usize>,
}

/// The script without comments and spaces, its own names shortened. It does what it did.
///
/// Only a module keeps its names to itself: what a plain script declares may be used by another.
pub(super) fn shortened(script: &str) -> Result<String, ScriptMistake> {
    let allocator = Allocator::default();
    let mut read = Parser::new(&allocator, script, SourceType::unambiguous()).parse();
    if !read.errors.is_empty() {
        // A module that neither imports nor exports may still wait.
        let module = Parser::new(&allocator, script, SourceType::mjs()).parse();
        if module.errors.is_empty() {
            read = module;
        }
    }
    if let Some(error) = read.errors.first() {
        let label = error.labels.as_ref().and_then(|labels| labels.first());
        let start = label.map_or(0, |label| label.offset()).min(script.len());
        let end = start.saturating_add(label.map_or(0, |label| label.len())).clamp(start, script.len());
        return Err(ScriptMistake { reason: error.message.to_string(), at: start..end });
    }
    let mut program = read.program;
    let is_module = program.source_type.is_module();
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: is_module, ..MangleOptions::default() }),
        compress: Some(CompressOptions::smallest()),
    };
    let scoping = Minifier::new(options).minify(&allocator, &mut program).scoping;
    let options =
        CodegenOptions { minify: true, comments: CommentOptions::disabled(), ..CodegenOptions::default() };
    let mut written = Codegen::new().with_options(options).with_scoping(scoping).build(&program).code;
    written.push('\n');
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_script_loses_what_only_people_need() {
        let cases = [
            ("// Why.\nconst one = 1;\nexport {one};\n", "const e=1;export{e as one};\n"),
            (
                "/* What. */\nfunction shown(first) {\n  return first + 1;\n}\n",
                "function shown(e){return e+1}\n",
            ),
            (
                "import {a} from './a.js';\na(10_000n, x => x?.y ?? /`/u);\n",
                "import{a as e}from\"./a.js\";e(10000n,e=>e?.y??/`/u);\n",
            ),
            ("const {default: words} = await import(root.dataset.words);\nshow(words);\n", ""),
            ("", "\n"),
        ];
        for (script, expected) in cases {
            let written = shortened(script).unwrap_or_else(|mistake| panic!("{script}: {mistake:?}"));
            if expected.is_empty() {
                assert!(written.contains("await import(root.dataset.words)"), "{written}");
            } else {
                assert_eq!(written, expected);
            }
            assert_eq!(shortened(&written).as_deref(), Ok(written.as_str()), "twice is as once");
        }
    }

    #[test]
    fn a_script_that_cannot_be_read_is_told_at_its_place() {
        for (script, at) in [("const a = ;\n", ";"), ("f(1, 2;\n", ";"), ("let x = 'open\n", "'open")] {
            let mistake = shortened(script).expect_err(script);
            assert_eq!(script[mistake.at.clone()].trim_end(), at, "{mistake:?}");
            assert!(!mistake.reason.is_empty());
        }
    }
}
