//! AVIF and HEIC (ISO/IEC 23008-12): boxes, and a list of where in the file each part lies.
//!
//! All places are counted from the start of the file, so what is taken out is overwritten where it lies.

use std::ops::Range;

use super::{Kind, Slip, be16, be32, part};

pub(super) fn kind(bytes: &[u8]) -> Kind {
    let length = be32(bytes, 0).map_or(0, |length| length as usize).min(bytes.len());
    let brands = bytes.get(8..length).unwrap_or_default();
    let has = |wanted: &[&[u8]]| brands.chunks(4).any(|brand| wanted.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        Kind::Avif
    } else if has(&[b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"]) {
        Kind::Heic
    } else {
        Kind::Unknown
    }
}

/// The boxes within these bytes of the file: their names, and the bytes of their content.
fn boxes(bytes: &[u8], within: Range<usize>) -> Result<Vec<([u8; 4], Range<usize>)>, Slip> {
    let mut boxes = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let short = be32(bytes, at)? as usize;
        let name = part(bytes, at + 4, 4)?;
        let name = [name[0], name[1], name[2], name[3]];
        let (head, length) = match short {
            0 => (8, within.end - at),
            1 => {
                let long = u64::from(be32(bytes, at + 8)?) << 32 | u64::from(be32(bytes, at + 12)?);
                (16, usize::try_from(long).map_err(|_| Slip::Cut)?)
            }
            short => (8, short),
        };
        let end = at.checked_add(length).ok_or(Slip::Cut)?;
        if length < head {
            return Err(Slip::Broken);
        }
        if end > within.end {
            return Err(Slip::Cut);
        }
        boxes.push((name, at + head..end));
        at = end;
    }
    Ok(boxes)
}

fn find(boxes: &[([u8; 4], Range<usize>)], wanted: &[u8; 4]) -> Option<Range<usize>> {
    boxes.iter().find(|(name, _)| name == wanted).map(|(_, content)| content.clone())
}

/// A part of the file: the picture itself, a smaller one, or what is told of it.
struct Item {
    /// `Exif`, `mime`, `av01` and so on.
    kind: [u8; 4],
    pieces: Vec<Range<usize>>,
}

fn items(bytes: &[u8]) -> Result<Vec<Item>, Slip> {
    let top = boxes(bytes, 0..bytes.len())?;
    let meta = find(&top, b"meta").ok_or(Slip::Broken)?;
    let inside = boxes(bytes, meta.start + 4..meta.end)?;
    let places = find(&inside, b"iloc").ok_or(Slip::Broken)?;
    let data = find(&inside, b"idat");
    let kinds = match find(&inside, b"iinf") {
        Some(list) => kinds(bytes, list)?,
        None => Vec::new(),
    };
    let version = part(bytes, places.start, 1)?[0];
    let sizes = part(bytes, places.start + 4, 2)?;
    let (offset_size, length_size) = (usize::from(sizes[0] >> 4), usize::from(sizes[0] & 15));
    let (base_size, index_size) =
        (usize::from(sizes[1] >> 4), if version == 0 { 0 } else { usize::from(sizes[1] & 15) });
    let mut reader = Reader { bytes, at: places.start + 6 };
    let id_size = if version < 2 { 2 } else { 4 };
    let count = reader.number(id_size)?;
    let mut items = Vec::new();
    for _ in 0..count {
        let id = reader.number(id_size)?;
        let method = if version == 0 { 0 } else { reader.number(2)? & 15 };
        // In which file: always this one.
        reader.number(2)?;
        let base = reader.number(base_size)?;
        let start = match (method, &data) {
            (0, _) => 0,
            (1, Some(data)) => data.start,
            // Made of other parts, which are looked at themselves.
            _ => usize::MAX,
        };
        let mut pieces = Vec::new();
        for _ in 0..reader.number(2)? {
            reader.number(index_size)?;
            let offset = reader.number(offset_size)?;
            let length = reader.number(length_size)?;
            if start == usize::MAX {
                continue;
            }
            let from = base.checked_add(offset).and_then(|at| at.checked_add(start)).ok_or(Slip::Cut)?;
            let to = if length == 0 { bytes.len() } else { from.checked_add(length).ok_or(Slip::Cut)? };
            if to > bytes.len() || from > to {
                return Err(Slip::Cut);
            }
            pieces.push(from..to);
        }
        let kind = kinds.iter().find(|(known, _)| *known == id).map_or(*b"    ", |(_, kind)| *kind);
        items.push(Item { kind, pieces });
    }
    if items.is_empty() { Err(Slip::Broken) } else { Ok(items) }
}

fn kinds(bytes: &[u8], list: Range<usize>) -> Result<Vec<(usize, [u8; 4])>, Slip> {
    let count_size = if part(bytes, list.start, 1)?[0] == 0 { 2 } else { 4 };
    let mut kinds = Vec::new();
    for (name, entry) in boxes(bytes, list.start + 4 + count_size..list.end)? {
        let version = part(bytes, entry.start, 1)?[0];
        if &name != b"infe" || version < 2 {
            continue;
        }
        let mut reader = Reader { bytes, at: entry.start + 4 };
        let id = reader.number(if version == 2 { 2 } else { 4 })?;
        reader.number(2)?;
        let kind = part(bytes, reader.at, 4)?;
        kinds.push((id, [kind[0], kind[1], kind[2], kind[3]]));
    }
    Ok(kinds)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    /// A number of 0, 2, 4 or 8 bytes.
    fn number(&mut self, size: usize) -> Result<usize, Slip> {
        let number = match size {
            0 => 0,
            2 => usize::from(be16(self.bytes, self.at)?),
            4 => be32(self.bytes, self.at)? as usize,
            8 => {
                let (high, low) = (be32(self.bytes, self.at)?, be32(self.bytes, self.at + 4)?);
                usize::try_from(u64::from(high) << 32 | u64::from(low)).map_err(|_| Slip::Cut)?
            }
            _ => return Err(Slip::Broken),
        };
        self.at += size;
        Ok(number)
    }
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Slip> {
    items(bytes)?;
    // How it is turned is counted in.
    let size = imagesize::blob_size(bytes).map_err(|_| Slip::Broken)?;
    let side = |side: usize| u32::try_from(side).map_err(|_| Slip::Broken);
    Ok((side(size.width)?, side(size.height)?))
}

pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut cleaned = bytes.to_vec();
    for item in items(bytes).ok()? {
        // The format turns pictures by a property of its own; what Exif says of that does not count.
        let (with, filler): (&[u8], u8) = match &item.kind {
            b"Exif" => (b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0", 0),
            b"mime" => (b"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"/>", b' '),
            _ => continue,
        };
        for (number, piece) in item.pieces.iter().enumerate() {
            let place = cleaned.get_mut(piece.clone())?;
            place.fill(filler);
            if number == 0
                && let Some(start) = place.get_mut(..with.len())
            {
                start.copy_from_slice(with);
            }
        }
    }
    for (name, content) in boxes(bytes, 0..bytes.len()).ok()? {
        if &name == b"uuid" {
            cleaned.get_mut(content)?.fill(0);
        }
    }
    Some(cleaned)
}
