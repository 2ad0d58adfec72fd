//! How pages show pictures: in the size that the screen needs, where a file has sizes.

use super::html::{encode_path, escape};
use crate::model::site::{Site, SiteFile};
use crate::picture::{Photo, Variant};

/// What the markup of a picture is made of; its addresses have the base of the site.
pub(super) struct Shown {
    pub src: String,
    /// The sizes in WebP; empty for a file that is shown as it is.
    pub srcset: String,
    pub dimensions: Option<(u32, u32)>,
}

impl Shown {
    /// A picture that is not there: its lack has been told.
    pub(super) fn nothing() -> Self {
        Self { src: String::new(), srcset: String::new(), dimensions: None }
    }

    pub(super) fn new(site: &Site, file: &SiteFile) -> Self {
        let Some(photo) = file.photo() else {
            let src = site.base.path_to(&encode_path(&file.url));
            return Self { src, srcset: String::new(), dimensions: file.dimensions() };
        };
        let webp = photo.webp();
        let srcset: Vec<String> = webp
            .iter()
            .map(|variant| format!("{} {}w", address(site, file, &photo, variant), variant.width))
            .collect();
        // Browsers take the shape from these before the picture is there, and no width beyond them.
        let widest = webp.last().map(|variant| (variant.width, variant.height));
        Self {
            src: address(site, file, &photo, &photo.plain()),
            srcset: srcset.join(", "),
            dimensions: widest,
        }
    }

    /// The markup up to its loading attributes, and what closes it.
    pub(super) fn markup(&self, alt: &str, sizes: &str) -> (String, &'static str) {
        let mut html = String::new();
        if !self.srcset.is_empty() {
            html.push_str("<picture><source type=\"image/webp\" srcset=\"");
            escape(&self.srcset, &mut html);
            html.push_str("\" sizes=\"");
            escape(sizes, &mut html);
            html.push_str("\">");
        }
        html.push_str("<img src=\"");
        escape(&self.src, &mut html);
        html.push_str("\" alt=\"");
        escape(alt, &mut html);
        html.push('"');
        if let Some((width, height)) = self.dimensions {
            html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        (html, if self.srcset.is_empty() { "" } else { "</picture>" })
    }
}

fn address(site: &Site, file: &SiteFile, photo: &Photo, variant: &Variant) -> String {
    site.base.path_to(&encode_path(&photo.url(&file.url, variant)))
}

/// What other services show of a picture: its address without the base, and its size.
pub(super) fn share(file: &SiteFile) -> Option<(String, u32, u32)> {
    let photo = file.photo()?;
    let variant = photo.share()?;
    Some((photo.url(&file.url, &variant), variant.width, variant.height))
}
