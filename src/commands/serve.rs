//! `serve`: the site in a browser while it is being written.

use std::sync::Mutex;
use std::time::Duration;

use leader_site::cli::Serve;
use leader_site::diag::{Diagnostics, Look, Severity, Tongue, Words, amounts, mistakes, say};
use leader_site::serve::{LOOK_AT_CLOCK, News, ServeError, Wish};

use super::{DONE, MISTAKES, NOT_WRITTEN, Shell, output, today};

/// Serves the site until it is told to stop.
pub fn run(arguments: &Serve, shell: &Shell) -> u8 {
    let which = &arguments.which;
    let wish = Wish {
        root: which.site.clone(),
        date: which.date,
        today,
        look_at_clock: LOOK_AT_CLOCK,
        base_url: which.base_url.clone(),
        drafts: which.drafts,
        port: arguments.port,
        editor: arguments.editor.clone(),
    };
    let tongue = shell.tongue;
    let open = arguments.open;
    let last = Mutex::new(None);
    let news = move |news: News<'_>| match news {
        News::Listening { url, taken, told_of_changes } => {
            listening(&url, taken, told_of_changes, tongue);
            // Without a browser the address above still serves.
            if open && open::that_detached(&url).is_err() {
                tell(tongue, &Words::new("no browser could be opened", "selainta ei saatu auki"));
            }
        }
        News::Told { diags, has_site, time } => {
            let text = diags.render(Look::Coloured, tongue);
            let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            // What was told a moment ago need not be read again.
            if last.as_ref() != Some(&text) {
                output::tell(&text);
                *last = Some(text);
            }
            told(diags, has_site, time, tongue);
        }
    };
    match leader_site::serve::serve(wish, tongue, news, stopped()) {
        Ok(()) => DONE,
        Err(ServeError::NoSite(folder)) => {
            let mut diags = Diagnostics::new();
            let _ = diags.no_site(&folder.display().to_string());
            shell.show(&diags);
            MISTAKES
        }
        Err(error) => {
            tell(tongue, &why(&error));
            NOT_WRITTEN
        }
    }
}

fn tell(tongue: Tongue, words: &Words) {
    output::tell(&format!("{}\n", words.told_in(tongue)));
}

fn listening(url: &str, taken: Option<u16>, told_of_changes: bool, tongue: Tongue) {
    if let Some(port) = taken {
        tell(
            tongue,
            &say!(
                "port {port} is taken, so another one is used",
                "portti {port} on varattu, joten käytössä on toinen"
            ),
        );
    }
    if !told_of_changes {
        tell(
            tongue,
            &Words::new(
                "this system does not tell of saved files: they are looked at once a second",
                "järjestelmä ei kerro tallennuksista: tiedostot katsotaan kerran sekunnissa",
            ),
        );
    }
    tell(
        tongue,
        &say!("The site is at {url} (Ctrl-C ends it)", "Sivusto on osoitteessa {url} (Ctrl-C lopettaa)"),
    );
}

fn told(diags: &Diagnostics, has_site: bool, time: Duration, tongue: Tongue) {
    let time = amounts::time(time);
    let found = mistakes(diags.count(Severity::Error));
    let warnings = diags.count(Severity::Warning);
    if diags.has_errors() && !has_site {
        tell(
            tongue,
            &say!(
                "{found} ({time}); there is no version without mistakes to show yet",
                "{found} ({time}); virheetöntä versiota ei vielä ole näytettäväksi";
                found, time
            ),
        );
    } else if diags.has_errors() {
        tell(
            tongue,
            &say!(
                "{found} ({time}); the page shows the last good version",
                "{found} ({time}); sivulla näkyy viimeisin virheetön versio";
                found, time
            ),
        );
    } else if warnings > 0 {
        let warnings = match warnings {
            1 => Words::new("1 warning", "1 varoitus"),
            _ => {
                let count = amounts::count(warnings);
                say!("{count} warnings", "{count} varoitusta"; count)
            }
        };
        tell(tongue, &say!("shown ({time}), {warnings}", "näkyvissä ({time}), {warnings}"; time, warnings));
    } else {
        tell(tongue, &say!("shown ({time})", "näkyvissä ({time})"; time));
    }
}

fn why(error: &ServeError) -> Words {
    match error {
        // The messages tell of it.
        ServeError::NoSite(_) => Words::default(),
        ServeError::NoFolder(folder) => {
            let folder = folder.display();
            say!("error: there is no folder `{folder}`", "virhe: kansiota `{folder}` ei ole")
        }
        ServeError::Watch => Words::new(
            "error: the folder of the site cannot be watched for changes",
            "virhe: sivuston kansion muutoksia ei voi seurata",
        ),
        ServeError::Port(port) => say!(
            "error: port {port} and those after it are taken; choose another one with --port",
            "virhe: portti {port} ja sitä seuraavat ovat varattuja; valitse toinen: --port"
        ),
        ServeError::Network(error) => {
            say!("error: the preview cannot be served: {error}", "virhe: esikatselua ei voi näyttää: {error}")
        }
    }
}

/// Done when the person, or the system, ends the program.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
