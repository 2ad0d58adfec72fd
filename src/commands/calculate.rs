//! `calculate`: budgets in, results out.

use leader_site::calculate::{Extras, Wanted};
use leader_site::cli::Calculate;
use leader_site::diag::{Diagnostics, say, why_not_written_to};
use leader_site::write::file;

use super::{DONE, MISTAKES, NOT_WRITTEN, Shell, of_rules};

/// Calculates the budgets of a file.
pub fn run(arguments: &Calculate, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    let project = of_rules(&arguments.site, arguments.date);
    let wanted = Wanted {
        language: shell.lang.as_deref(),
        tongue: shell.tongue,
        json: arguments.json,
        extras: Extras {
            compare: arguments.compare,
            solve: arguments.solve,
            row: arguments.row.map(|row| row.get() - 1),
        },
        documents: &arguments.document,
    };
    let told = leader_site::calculate(
        &project,
        &arguments.file,
        &wanted,
        &mut |text| shell.out.print_bytes(text.as_bytes()),
        &mut diags,
    );
    shell.show(&diags);
    let Ok(documents) = told else { return MISTAKES };
    for (path, bytes) in documents {
        let name = path.display();
        if let Err(error) = file::replace(&path, &bytes) {
            let why = why_not_written_to(&path, error.kind());
            shell.say(&say!("error: cannot write {name}: {why}", "virhe: tiedostoa {name} ei voi kirjoittaa: {why}"; why));
            return NOT_WRITTEN;
        }
        shell.say(&say!("{name} written", "{name} kirjoitettu"));
    }
    DONE
}
