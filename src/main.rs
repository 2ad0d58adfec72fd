//! Arguments in, exit code out.

mod commands;

use std::ffi::OsString;
use std::process::ExitCode;

use leader_site::cli::{self, Command, Language};

use commands::Shell;

fn main() -> ExitCode {
    // The first thread has the stack that the system gives, which differs; the work has one of its own.
    let work =
        std::thread::Builder::new().name("main".to_owned()).stack_size(leader_site::STACK_BYTES).spawn(run);
    match work.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // What went wrong has been said.
        Ok(Err(_)) => ExitCode::from(101),
        // A system without room for such a stack has that of the first thread.
        Err(_) => run(),
    }
}

fn run() -> ExitCode {
    leader_site::large_stacks();
    let given: Vec<OsString> = std::env::args_os().collect();
    let language = Language::asked(&given);
    let usual = commands::usual();
    let questions = commands::fits::questions_here(&given, &usual.site, language);
    let (cli, matches) = match cli::parse(&given, &questions, language, &usual) {
        Ok(read) => read,
        // Help that was asked for, or arguments that are not understood.
        Err(ended) => return ExitCode::from(commands::end(&ended, language)),
    };
    let shell = Shell::new(cli.lang.as_deref(), language);
    let code = match cli.command {
        Command::Build(arguments) => commands::build::run(&arguments, &shell),
        Command::Serve(arguments) => commands::serve::run(&arguments, &shell),
        Command::Check(arguments) => commands::check::run(&arguments, &shell),
        Command::Calculate(arguments) => commands::calculate::run(&arguments, &shell),
        Command::Fits(arguments) => {
            let by_option = cli::answers_by_option(&matches, &questions);
            commands::fits::run(&arguments, by_option, &shell)
        }
        Command::Upcoming(arguments) => commands::upcoming::run(&arguments, &shell),
        Command::Diff(arguments) => commands::diff::run(&arguments, &shell),
        Command::Explain(arguments) => commands::explain::run(&arguments, &shell),
        Command::New(arguments) => commands::new::run(&arguments, &shell),
        Command::Init(arguments) => commands::init::run(&arguments, &shell),
        Command::Schema(arguments) => commands::schema::run(&arguments, &shell),
        Command::Completions(arguments) => commands::completions::completions(&arguments, &questions, &shell),
        Command::Man(arguments) => commands::completions::manual(&arguments, &questions, &shell),
    };
    ExitCode::from(shell.out.finish(code, &shell))
}
