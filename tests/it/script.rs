//! The scripts of the theme and of the tests, run by the engine of the browser.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::Value as Json;

/// A script that answers lines of JSON with lines.
pub struct Script {
    process: Child,
    input: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Script {
    /// Starts a driver of this folder, such as `evaluate.mjs`.
    pub fn new(driver: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(driver);
        let node = std::env::var_os("NODE").unwrap_or_else(|| "node".into());
        let mut process = Command::new(node)
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js runs the scripts; tests/run installs it");
        let input = process.stdin.take().expect("a pipe");
        let answers = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        Self { process, input, answers }
    }

    /// The answer to one question.
    pub fn ask(&mut self, question: &Json) -> Json {
        writeln!(self.input, "{question}").expect("the script listens");
        let answer = self.answers.next().expect("the script does not throw").expect("the script answers");
        serde_json::from_str(&answer).expect("the script answers in JSON")
    }

    /// The lines that answer these lines, one after the other.
    pub fn ask_all(mut self, questions: String) -> Vec<String> {
        // Beside the reading, or both would wait for each other.
        let mut input = self.input;
        let writer = thread::spawn(move || input.write_all(questions.as_bytes()));
        let answers = self.answers.map(|line| line.expect("the script answers")).collect();
        writer.join().expect("a thread").expect("the script listens");
        let _ = self.process.wait();
        answers
    }

    /// Lets the script end.
    pub fn end(mut self) {
        drop(self.input);
        let _ = self.process.wait();
    }
}
