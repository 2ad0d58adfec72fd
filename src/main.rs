//! Arguments in, exit code out.

mod commands;

use std::process::ExitCode;

use clap::FromArgMatches;
use leader_site::cli::{self, Cli, Command};

use commands::output::tell;
use commands::{DONE, NOT_UNDERSTOOD, Shell};

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
    // Wrong arguments end here, with 2.
    let questions = commands::fits::questions_here();
    let matches = match cli::command(&questions).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return ExitCode::from(not_a_command(&error)),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(not_a_command(&error)),
    };
    let shell = Shell::new(cli.lang.as_deref());
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

/// Prints the help or the version that was asked for, or tells what is wrong with the arguments. Gives the exit code.
fn not_a_command(error: &clap::Error) -> u8 {
    let text = error.render().ansi().to_string();
    if error.use_stderr() {
        tell(&text);
        return NOT_UNDERSTOOD;
    }
    let shell = Shell::new(None);
    shell.out.print(&text);
    shell.out.finish(DONE, &shell)
}
