//! WebP: a RIFF file of chunks, each with a name and a length.

use super::{Slip, exif, le16, le32, part};

struct Chunk<'b> {
    name: &'b [u8],
    content: &'b [u8],
}

fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Slip> {
    let length = usize::try_from(le32(bytes, 4)?).map_err(|_| Slip::Cut)?;
    let end = length.checked_add(8).ok_or(Slip::Cut)?;
    let bytes = part(bytes, 0, end)?;
    let mut chunks = Vec::new();
    let mut at = 12;
    while at < end {
        let length = usize::try_from(le32(bytes, at + 4)?).map_err(|_| Slip::Cut)?;
        chunks.push(Chunk { name: part(bytes, at, 4)?, content: part(bytes, at + 8, length)? });
        // Chunks begin at even places.
        at = (at + 8 + length).next_multiple_of(2);
    }
    Ok(chunks)
}

pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Slip> {
    let chunks = chunks(bytes)?;
    let picture =
        chunks.iter().find(|chunk| [b"VP8 ", b"VP8L", b"ANMF"].iter().any(|name| chunk.name == *name));
    let picture = picture.ok_or(Slip::Broken)?;
    let head = chunks.iter().find(|chunk| chunk.name == b"VP8X");
    let size = match (head, picture.name) {
        // One less than the size, in three bytes each.
        (Some(head), _) => (1 + (le32(head.content, 4)? & 0xff_ffff), 1 + (le32(head.content, 6)? >> 8)),
        (None, b"VP8 ") => {
            if part(picture.content, 3, 3)? != [0x9d, 0x01, 0x2a] {
                return Err(Slip::Broken);
            }
            (u32::from(le16(picture.content, 6)? & 0x3fff), u32::from(le16(picture.content, 8)? & 0x3fff))
        }
        (None, b"VP8L") => {
            if part(picture.content, 0, 1)? != [0x2f] {
                return Err(Slip::Broken);
            }
            let bits = le32(picture.content, 1)?;
            (1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff))
        }
        _ => return Err(Slip::Broken),
    };
    Ok(exif::turned(size, orientation(&chunks)))
}

fn orientation(chunks: &[Chunk<'_>]) -> Option<u8> {
    let content = chunks.iter().find(|chunk| chunk.name == b"EXIF")?.content;
    // Some programs put the mark of JPEG before it.
    exif::orientation(content.strip_prefix(b"Exif\0\0").unwrap_or(content))
}

/// How it is to be turned.
pub(super) fn turn(bytes: &[u8]) -> Option<u8> {
    orientation(&chunks(bytes).ok()?)
}

/// Whether it is made of several pictures, one after the other.
pub(super) fn moves(bytes: &[u8]) -> bool {
    chunks(bytes)
        .is_ok_and(|chunks| chunks.iter().any(|chunk| chunk.name == b"ANIM" || chunk.name == b"ANMF"))
}

/// Whether parts of it may be clear.
pub(super) fn may_be_clear(bytes: &[u8]) -> bool {
    chunks(bytes).is_ok_and(|chunks| match chunks.iter().find(|chunk| chunk.name == b"VP8X") {
        Some(head) => head.content.first().is_some_and(|flags| flags & HAS_ALPHA != 0),
        // One bit behind the two sizes.
        None => chunks
            .iter()
            .any(|chunk| chunk.name == b"VP8L" && chunk.content.get(4).is_some_and(|byte| byte & 0x10 != 0)),
    })
}

// What the head says that the file holds.
const HAS_ALPHA: u8 = 0x10;
const HAS_XMP: u8 = 0x04;
const HAS_EXIF: u8 = 0x08;

pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunks = chunks(bytes).ok()?;
    let orientation = orientation(&chunks).filter(|orientation| *orientation != 1);
    let mut cleaned = Vec::with_capacity(bytes.len());
    cleaned.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    for chunk in &chunks {
        match chunk.name {
            b"VP8X" => {
                let mut head = chunk.content.to_vec();
                if let Some(flags) = head.first_mut() {
                    *flags &= !(HAS_XMP | HAS_EXIF);
                    if orientation.is_some() {
                        *flags |= HAS_EXIF;
                    }
                }
                put(b"VP8X", &head, &mut cleaned);
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => {
                put(chunk.name, chunk.content, &mut cleaned);
            }
            _ => {}
        }
    }
    if let Some(orientation) = orientation {
        put(b"EXIF", &exif::only(orientation), &mut cleaned);
    }
    let length = u32::try_from(cleaned.len() - 8).ok()?;
    cleaned[4..8].copy_from_slice(&length.to_le_bytes());
    Some(cleaned)
}

fn put(name: &[u8], content: &[u8], cleaned: &mut Vec<u8>) {
    cleaned.extend_from_slice(name);
    cleaned.extend_from_slice(&u32::try_from(content.len()).unwrap_or(0).to_le_bytes());
    cleaned.extend_from_slice(content);
    if content.len() % 2 == 1 {
        cleaned.push(0);
    }
}
