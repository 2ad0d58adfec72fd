//! SVG: how large a drawing says that it is.

use super::Slip;

/// Width and height in pixels, for drawings that tell them.
pub(super) fn size(bytes: &[u8]) -> Result<Option<(u32, u32)>, Slip> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end();
    let last_end = text.rfind("</").and_then(|at| text[at + 2..].split_once('>'));
    let is_closed = last_end.is_some_and(|(name, _)| name.trim_end().ends_with("svg"));
    let is_one_tag = text.find("<svg").is_some_and(|at| {
        let tag = &text[at..];
        tag.find('>').is_some_and(|end| tag[..end].ends_with('/'))
    });
    if !is_closed && !is_one_tag {
        return Err(Slip::Cut);
    }
    Ok(svg_dimensions(text))
}

fn svg_dimensions(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let (width, height) = (attribute(tag, "width"), attribute(tag, "height"));
    let pixels = |written: &str| -> Option<f64> {
        let number = written.trim().strip_suffix("px").unwrap_or(written.trim());
        number.parse().ok().filter(|number| *number > 0.0 && *number < 100_000.0)
    };
    let (width, height) = match (width.and_then(pixels), height.and_then(pixels)) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let numbers: Vec<f64> = attribute(tag, "viewBox")?
                .split([' ', ','])
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().ok())
                .collect::<Option<_>>()?;
            match numbers[..] {
                [_, _, width, height] if width > 0.0 && height > 0.0 => (width, height),
                _ => return None,
            }
        }
    };
    // A drawing of half a pixel still takes one.
    Some((width.round().max(1.0) as u32, height.round().max(1.0) as u32))
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        if before.is_some_and(char::is_whitespace)
            && let Some(value) = after.strip_prefix('=')
        {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
            return value[1..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
}

#[cfg(test)]
mod tests {
    use super::svg_dimensions;

    #[test]
    fn drawings_tell_their_size() {
        let of = |attributes: &str| {
            svg_dimensions(&format!("<?xml?><!-- x --><svg xmlns=\"a\" {attributes}><g/>"))
        };
        assert_eq!(of(r#"width="120" height="80""#), Some((120, 80)));
        assert_eq!(of(r#"width="12.6px" height='8px'"#), Some((13, 8)));
        assert_eq!(of(r#"viewBox="0 0 300 150""#), Some((300, 150)));
        assert_eq!(of(r#"width="100%" height="100%" viewBox="0,0,30,15""#), Some((30, 15)));
        assert_eq!(of(r#"stroke-width="2" viewBox="0 0 1e3 10""#), Some((1000, 10)));
        assert_eq!(of(""), None);
    }
}
