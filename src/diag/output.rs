//! Why an output was not written, or not as usual.

use std::io::ErrorKind;
use std::path::Path;

use super::{Words, say, why_not_written};
use crate::write::Change;

/// Why a file or folder at this path could not be written: what the system says, and what can be seen
/// there.
pub fn why_not_written_to(path: &Path, kind: ErrorKind) -> Words {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    if is_link && !path.exists() {
        return leads_nowhere();
    }
    why_not_written(kind)
}

/// A symbolic link to something that is not there.
pub fn leads_nowhere() -> Words {
    Words::new(
        "it is a link that leads nowhere; make the folder or file that it names, or remove the link",
        "se on linkki, joka ei johda minnekään; tee kansio tai tiedosto, jonka se nimeää, tai poista linkki",
    )
}

/// The folder must not be overwritten.
pub fn refused(folder: &Path, reason: &Words) -> Words {
    let folder = folder.display();
    say!(
        "`{folder}` is not taken as the output folder: {reason}",
        "`{folder}` ei käy tuloskansioksi: {reason}"; reason
    )
}

/// The list of our files cannot be read.
pub fn damaged(manifest: &str) -> Words {
    say!(
        "its list of files, `{manifest}`, is damaged, so that nobody knows which files are whose; move what is yours out of the folder and delete the folder, then build again",
        "sen tiedostoluettelo `{manifest}` on vioittunut, joten kukaan ei tiedä, mitkä tiedostot ovat kenenkin; siirrä omat tiedostosi pois, poista kansio ja tee sivusto uudelleen"
    )
}

/// The system would not write a file.
pub fn not_written(path: &Path, reason: &Words) -> Words {
    let path = path.display();
    say!("`{path}` could not be written: {reason}", "`{path}` jäi kirjoittamatta: {reason}"; reason)
}

/// The disk is full.
pub fn full(path: &Path, is_out_of_files: bool) -> Words {
    let path = path.display();
    if is_out_of_files {
        say!(
            "`{path}` could not be written: the disk has room, but not for more files; remove files that nobody needs. The old site is as it was",
            "`{path}` jäi kirjoittamatta: levyllä on tilaa, mutta siihen ei mahdu enempää tiedostoja; poista tarpeettomia tiedostoja. Vanha sivusto on ennallaan"
        )
    } else {
        say!(
            "`{path}` could not be written: the disk is full. All that has changed needs room beside the old site, which is as it was",
            "`{path}` jäi kirjoittamatta: levy on täynnä. Kaikki muuttunut tarvitsee tilaa vanhan sivuston rinnalla; vanha sivusto on ennallaan"
        )
    }
}

/// Foreign files where the site has something.
pub fn in_the_way(folder: &Path, paths: &[String]) -> Words {
    let folder = folder.display();
    let paths = paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    say!(
        "in `{folder}` this program did not write {paths}, and the site now has something of that name; move it away or delete it, or give the page or file of the site another name. Nothing was changed",
        "kansiossa `{folder}` on jotakin, mitä tämä ohjelma ei ole kirjoittanut: {paths}. Sivustossa on nyt jotakin samannimistä; siirrä tai poista se, tai anna sivuston sivulle tai tiedostolle toinen nimi. Mitään ei muutettu"
    )
}

/// What was written was changed before it was published.
pub fn changed(path: &Path, change: Change) -> Words {
    let path = path.display();
    let what = match change {
        Change::Gone => say!("`{path}` is gone", "`{path}` on kadonnut"),
        Change::Other => say!("`{path}` was changed", "`{path}` on muuttunut"),
        Change::Added => say!("`{path}` was added", "`{path}` on lisätty"),
    };
    say!(
        "another program changed the new site while it was being made: {what}. The old site is as it was. Build again; if it happens again, see what removes or copies files there",
        "toinen ohjelma muutti uutta sivustoa kesken sen tekemisen: {what}. Vanha sivusto on ennallaan. Tee sivusto uudelleen; jos tämä toistuu, katso, mikä poistaa tai kopioi siellä tiedostoja"; what
    )
}

/// Another build may go on.
pub fn busy(folder: &Path, staging: &Path) -> Words {
    let (folder, staging) = (folder.display(), staging.display());
    say!(
        "another build writes into `{folder}`; wait until it has ended. If none is running, on any computer that uses this disk, delete `{staging}` and build again",
        "toinen ajo kirjoittaa parhaillaan kansioon `{folder}`; odota, että se päättyy. Jos mikään tätä levyä käyttävä kone ei tee sivustoa, poista `{staging}` ja tee sivusto uudelleen"
    )
}

/// Neither output is in its place.
pub fn stranded(target: &Path, old: &Path, new: &Path) -> Words {
    let (target, old, new) = (target.display(), old.display(), new.display());
    say!(
        "`{target}` could not be exchanged, nor put back. Nothing was deleted: the old site lies in `{old}`, the new one in `{new}`. Move or rename whatever is at `{target}` now, if anything; the next build puts the old site back, or you rename one of the two yourself",
        "kansiota `{target}` ei voitu vaihtaa eikä palauttaa. Mitään ei poistettu: vanha sivusto on kansiossa `{old}` ja uusi kansiossa `{new}`. Siirrä se, mitä paikassa `{target}` nyt ehkä on; seuraava ajo palauttaa vanhan sivuston, tai voit nimetä toisen niistä itse uudelleen"
    )
}

/// A foreign file was left in the old output.
pub fn not_brought(target: &Path, lies_in: &Path, path: &Path, reason: &Words) -> Words {
    let (target, old, path) = (target.display(), lies_in.join(path), path.display());
    let old = old.display();
    say!(
        "the new site is in `{target}`, but `{path}`, which this program did not write, could not be moved into it: {reason}. It was not deleted: it lies in `{old}`. The next build tries again, or move it yourself",
        "uusi sivusto on kansiossa `{target}`, mutta sinne ei voitu siirtää kohdetta `{path}`, jota tämä ohjelma ei ole kirjoittanut: {reason}. Sitä ei poistettu: se on paikassa `{old}`. Seuraava ajo yrittää uudelleen, tai voit siirtää sen itse"; reason
    )
}
