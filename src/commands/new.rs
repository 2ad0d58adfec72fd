//! `new`: a page to write on.

use leader_site::cli::New;
use leader_site::diag::{Diagnostics, Severity, Words, say};
use leader_site::pattern::{self, Kind, NewPage, NotMade};
use leader_site::read;
use leader_site::source::Project;

use super::{DONE, MISTAKES, NOT_UNDERSTOOD, NOT_WRITTEN, Shell, mistakes, today, usual};

/// Makes a page and says what to do with it.
pub fn run(arguments: &New, shell: &Shell) -> u8 {
    let project = Project {
        root: arguments.site.clone(),
        date: arguments.date.unwrap_or_else(today),
        base_url: None,
        drafts: true,
    };
    let mut diags = Diagnostics::new();
    let error = |words: Words| say!("error: {words}", "virhe: {words}"; words);
    let here = std::env::current_dir().unwrap_or_default();
    let path = read::page_from(&here, &arguments.site, &arguments.path);
    match pattern::page(&project, &path, arguments.title.as_deref(), &mut diags) {
        Ok(page) => {
            tell(&page, arguments, shell);
            DONE
        }
        Err(NotMade::Mistakes) => {
            shell.show(&diags);
            let mistakes = mistakes(diags.count(Severity::Error));
            shell.say(&say!("{mistakes}; no page was made", "{mistakes}; sivua ei tehty"; mistakes));
            MISTAKES
        }
        Err(NotMade::Refused(words)) => {
            shell.say(&error(words));
            NOT_UNDERSTOOD
        }
        Err(NotMade::Disk(words)) => {
            shell.say(&error(words));
            NOT_WRITTEN
        }
    }
}

fn tell(page: &NewPage, arguments: &New, shell: &Shell) {
    let path = arguments.site.join(&page.path);
    let path = path.strip_prefix(".").unwrap_or(&path).display();
    shell.say(&match page.kind {
        Kind::Page => say!("{path}: a new page", "{path}: uusi sivu"),
        Kind::News => say!("{path}: a new news item", "{path}: uusi uutinen"),
        Kind::Section => say!("{path}: the page of a new section", "{path}: uuden osion sivu"),
    });
    // From anywhere within the site it is found by itself.
    let site = match arguments.site.to_str() {
        _ if arguments.site == usual().site => String::new(),
        Some(site) => format!(" --site {site}"),
        None => String::new(),
    };
    if page.is_draft {
        shell.say(&say!(
            "Write it, and see it with `leader-site serve{site} --drafts`. It is a draft: take the line `draft: true` away when it may be published.",
            "Kirjoita sivu ja katso sitä komennolla `leader-site serve{site} --drafts`. Se on luonnos: poista rivi `draft: true`, kun sivun saa julkaista."
        ));
    } else {
        shell.say(&say!(
            "Write it, and see it with `leader-site serve{site}`.",
            "Kirjoita sivu ja katso sitä komennolla `leader-site serve{site}`."
        ));
    }
    if page.kind != Kind::News {
        let file = &page.in_menu;
        shell.say(&say!(
            "If it belongs in the menu, add `- page: {file}` under `menus` in content/site.yaml.",
            "Jos sivu kuuluu valikkoon, lisää rivi `- page: {file}` tiedoston content/site.yaml kohtaan `menus`."
        ));
    }
}
